import type { ReactNode } from 'react';
import type { BarsAnswer } from '#contract/services/market-data';
import { formatPercent, formatSigned, NO_VALUE, signOf } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';
import { CardSection } from './card-section.tsx';
import { PERIODS, summarizeDays } from './price-summary.ts';

/** How far the price went over the usual stretches, and how it swung. */
export function PerformanceFacts({
  symbol,
  bars,
  tools,
}: {
  readonly symbol: string;
  readonly bars: BarsAnswer | null;
  readonly tools: ReactNode;
}): ReactNode {
  const summary = bars === null ? null : summarizeDays(bars);
  return (
    <CardSection title="Performance" aside={tools}>
      {summary === null ? (
        <p className="muted">No daily bars of {symbol} are stored; a download or a price file brings them.</p>
      ) : (
        <ul className="card-periods" title={`Daily closes up to ${formatDate(summary.lastTime)}, percent`}>
          {PERIODS.map((period) => {
            const value = summary.performancePct[period];
            return (
              <li key={period}>
                <span className="muted">{period}</span>
                <span className={`number ${signOf(value)}`}>
                  {value === null ? NO_VALUE : formatSigned(value, 1)}
                </span>
              </li>
            );
          })}
          <li title="Standard deviation of the newest 30 daily log returns, a year of 252 days">
            <span className="muted">Volatility</span>
            <span className="number">{formatPercent(summary.volatilityPct, 1)}</span>
          </li>
        </ul>
      )}
    </CardSection>
  );
}
