import type { ReactNode } from 'react';
import { useAnswer } from '../../client/use-answer.ts';
import { formatCount, formatNumber } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';
import { CardSection } from './card-section.tsx';

const SHOWN = 4;

/** The newest splits and dividends, and those announced. */
export function ActionFacts({
  symbol,
  before,
}: {
  readonly symbol: string;
  /** What is of then or later is not known yet; null for no such limit. */
  readonly before: number | null;
}): ReactNode {
  const { value } = useAnswer(`actions ${symbol}`, (engine, options) =>
    engine.marketData.corporateActions({ symbol }, options),
  );
  const known = (value ?? []).filter(({ time }) => before === null || time < before).reverse();
  const now = Date.now();
  return (
    <CardSection title="Splits and dividends" aside={known.length > SHOWN ? formatCount(known.length) : null}>
      {known.length === 0 ? (
        <p className="muted">None is stored.</p>
      ) : (
        <ul className="card-lines">
          {known.slice(0, SHOWN).map(({ kind, time, value: amount, isInPrices }) => (
            <li
              key={`${kind} ${time}`}
              title={isInPrices ? 'The stored prices before it are restated for it already' : undefined}
            >
              <span className="number muted">{formatDate(time)}</span>
              <span>
                {kind === 'split'
                  ? `split ${formatNumber(amount, amount % 1 === 0 ? 0 : 3)} for 1`
                  : 'dividend'}
                {before === null && time > now && ' (to come)'}
              </span>
              <span className="number">{kind === 'dividend' && formatNumber(amount, 4)}</span>
            </li>
          ))}
        </ul>
      )}
    </CardSection>
  );
}
