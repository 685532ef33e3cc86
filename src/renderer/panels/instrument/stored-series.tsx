import type { ReactNode } from 'react';
import { timeframeMs } from '#domain/market/timeframe';
import { useAnswer } from '../../client/use-answer.ts';
import { formatCount, formatPercent, NO_VALUE } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';
import { type SeriesView, useReference } from '../../stores/reference.ts';
import { CardSection } from './card-section.tsx';

/** What is stored of a symbol, from when to when, and how much of it the calendar says should be there. */
export function StoredSeries({ symbol }: { readonly symbol: string }): ReactNode {
  const { series } = useReference();
  const own = series
    .filter((one) => one.symbol === symbol)
    .sort((a, b) => timeframeMs(b.timeframe) - timeframeMs(a.timeframe));
  return (
    <CardSection title="Stored">
      {own.length === 0 ? (
        <p className="muted">Nothing yet. A download, a price file or a stream brings bars.</p>
      ) : (
        <ul className="card-lines">
          {own.map((one) => (
            <SeriesLine key={one.timeframe} series={one} />
          ))}
        </ul>
      )}
    </CardSection>
  );
}

function SeriesLine({ series }: { readonly series: SeriesView }): ReactNode {
  const { symbol, timeframe, bars, firstTime, lastTime, revisions } = series;
  const { value } = useAnswer(`gaps ${symbol} ${timeframe} ${lastTime} ${bars}`, (engine, options) =>
    engine.marketData.gaps({ symbol, timeframe, limit: 1 }, options),
  );
  const held =
    value === null || value.expectedBars === 0 ? null : (1 - value.missingBars / value.expectedBars) * 100;
  return (
    <li
      title={
        value
          ? `${formatCount(value.missingBars)} of ${formatCount(value.expectedBars)} bars are missing by the calendar of ${value.calendar}`
          : undefined
      }
    >
      <span className="strong">{timeframe}</span>
      <span className="muted number">
        {formatDate(firstTime)} – {formatDate(lastTime)}
      </span>
      <span className="number">
        {formatCount(bars)}
        {revisions > 0 && <span className="muted"> · {formatCount(revisions)} revised</span>}{' '}
        <span className={held !== null && held < 99.5 ? 'note warning' : 'muted'}>
          {held === null ? NO_VALUE : formatPercent(held, held === 100 ? 0 : 1)}
        </span>
      </span>
    </li>
  );
}
