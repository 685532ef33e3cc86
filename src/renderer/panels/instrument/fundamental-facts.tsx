import type { ReactNode } from 'react';
import { act } from '../../app/session-control.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { formatCompact, formatNumber } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';
import { CardSection } from './card-section.tsx';

/** Newest figure of each metric of the company's reports, with its period, its source and when it was known. */
export function FundamentalFacts({
  symbol,
  asOf,
}: {
  readonly symbol: string;
  readonly asOf: number | undefined;
}): ReactNode {
  const { value, problem } = useAnswer(`fundamentals ${symbol} ${asOf}`, (engine, options) =>
    engine.marketData.fundamentals({ symbol, ...(asOf === undefined ? {} : { asOf }) }, options),
  );
  const newest = new Map((value ?? []).map((fact) => [fact.metric, fact]));
  return (
    <CardSection title="Fundamentals" aside={asOf !== undefined && `as known on ${formatDate(asOf)}`}>
      {problem && <p className="note warning">{problem}</p>}
      {newest.size === 0 ? (
        <p className="muted">
          No figures are stored.{' '}
          <button
            type="button"
            className="link-button"
            title="Asks the providers that are ready; the tasks panel shows how it goes"
            onClick={() =>
              void act(`Figures of ${symbol}`, (engine) => engine.marketData.downloadFundamentals({ symbol }))
            }
          >
            Ask for them
          </button>
        </p>
      ) : (
        <dl className="facts card-scroll">
          {[...newest.values()].map(({ metric, periodEnd, value: figure, unit, knownTime, source }) => (
            <div
              key={metric}
              title={`${formatNumber(figure, 4)} ${unit} · period to ${formatDate(periodEnd)} · known ${formatDate(knownTime)} · ${source}`}
            >
              <dt>{metric}</dt>
              <dd>
                <span className="number">{formatCompact(figure)}</span>{' '}
                <span className="muted">
                  {unit} {formatDate(periodEnd).slice(0, 7)}
                </span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </CardSection>
  );
}
