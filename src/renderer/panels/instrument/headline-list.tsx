import { type ReactNode, useState } from 'react';
import { useAnswer } from '../../client/use-answer.ts';
import { formatMinute } from '../../format/time.ts';
import { CardSection } from './card-section.tsx';

const SHOWN = 12;

/** Newest headlines of a symbol, or those with the words typed. */
export function HeadlineList({
  symbol,
  asOf,
  to,
}: {
  readonly symbol: string;
  readonly asOf: number | undefined;
  readonly to: number | null;
}): ReactNode {
  const [words, setWords] = useState('');
  const { value, problem } = useAnswer(
    `headlines ${symbol} ${words} ${asOf} ${to}`,
    (engine, options) =>
      engine.marketData.searchHeadlines(
        {
          symbol,
          limit: SHOWN,
          ...(words.trim() === '' ? {} : { words: `${words.trim()}*` }),
          ...(asOf === undefined ? {} : { asOf }),
          ...(to === null ? {} : { to }),
        },
        options,
      ),
    { isKept: true },
  );
  return (
    <CardSection
      title="News"
      aside={
        <input
          aria-label={`Search news of ${symbol}`}
          placeholder="search…"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      }
    >
      {problem && <p className="note warning">{problem}</p>}
      {value?.length === 0 ? (
        <p className="muted">
          {words === '' ? `No headline names ${symbol}.` : `No headline of ${symbol} holds these words.`}
        </p>
      ) : (
        <ul className="card-texts card-scroll">
          {(value ?? []).map(({ id, time, title, source, url, summary }) => (
            <li key={id} title={summary}>
              {url ? (
                <a href={url} target="_blank" rel="noreferrer">
                  {title}
                </a>
              ) : (
                <span>{title}</span>
              )}
              <span className="muted number">
                {formatMinute(time)} · {source}
              </span>
            </li>
          ))}
        </ul>
      )}
    </CardSection>
  );
}
