import { type ReactNode, useCallback } from 'react';
import type { BarsAnswer } from '#contract/services/market-data';
import { formatCompact, formatNumber, formatPercent, formatSigned, NO_VALUE } from '../../format/number.ts';
import { formatDate } from '../../format/time.ts';
import { usePriceSource } from '../../stores/price-source.ts';
import { changePct, type Quote, useQuote } from '../../stores/quotes.ts';
import { usePricePrecision } from '../../stores/reference.ts';
import { DayRange, LiveCell } from '../watchlist/live-cell.tsx';
import { Fact } from './card-section.tsx';
import { summarizeDays } from './price-summary.ts';

/** Price, spread, ranges and volume: live where there is a source, else of the newest stored day, and said so. */
export function PriceFacts({
  symbol,
  bars,
}: {
  readonly symbol: string;
  readonly bars: BarsAnswer | null;
}): ReactNode {
  const precision = usePricePrecision(symbol);
  const source = usePriceSource(symbol);
  const quote = useQuote(symbol);
  const summary = bars === null ? null : summarizeDays(bars);
  const price = (value: number | null | undefined): string => formatNumber(value, precision);
  const isQuoted = quote?.last != null;
  const change = changePct(quote);
  const last = quote?.last ?? summary?.lastClose ?? null;
  const yearLow = summary && Math.min(summary.yearLow, last ?? summary.yearLow);
  const yearHigh = summary && Math.max(summary.yearHigh, last ?? summary.yearHigh);
  const volume = isQuoted ? quote.volume : (summary?.lastVolume ?? null);
  const readLast = useCallback(
    (now: Quote | null) => ({ value: now?.last ?? null, text: formatNumber(now?.last, precision) }),
    [precision],
  );
  return (
    <section className="card-section card-price" aria-label="Price">
      <p className="card-last">
        {isQuoted ? (
          <LiveCell symbol={symbol} read={readLast} title={source.text} />
        ) : (
          <span className="number" title={summary ? `Close of ${formatDate(summary.lastTime)}` : source.text}>
            {price(last)}
          </span>
        )}
        {change !== null && (
          <span className={`number ${change > 0 ? 'up' : change < 0 ? 'down' : ''}`}>
            {quote?.last != null && quote.previousClose !== null
              ? `${formatSigned(quote.last - quote.previousClose, precision)} · `
              : ''}
            {formatSigned(change)} %
          </span>
        )}
        {!isQuoted && summary && <span className="muted">close of {formatDate(summary.lastTime)}</span>}
      </p>
      <dl className="facts">
        <Fact name="Bid × ask">
          {quote?.bid == null && quote?.ask == null ? null : `${price(quote?.bid)} × ${price(quote?.ask)}`}
        </Fact>
        <Fact name="Spread">{spreadText(quote, precision)}</Fact>
        <Fact name="Day range">
          {quote?.dayLow == null ? null : (
            <span className="card-range">
              {price(quote.dayLow)}
              <DayRange symbol={symbol} precision={precision} />
              {price(quote.dayHigh)}
            </span>
          )}
        </Fact>
        <Fact
          name="52 weeks"
          title={summary ? `Stored daily bars up to ${formatDate(summary.lastTime)}` : undefined}
        >
          {summary && (
            <span className="card-range">
              {price(yearLow)}
              <YearRange low={yearLow} high={yearHigh} last={last} />
              {price(yearHigh)}
            </span>
          )}
        </Fact>
        <Fact name="Volume" title="Of the day so far; the average is that of the newest 20 stored days">
          {volume ? (
            <>
              {formatCompact(volume)}
              {summary?.averageVolume != null && (
                <span className="muted">
                  {' '}
                  {formatPercent((volume / summary.averageVolume) * 100, 0)} of{' '}
                  {formatCompact(summary.averageVolume)}
                </span>
              )}
            </>
          ) : null}
        </Fact>
      </dl>
    </section>
  );
}

function spreadText(quote: Quote | null, precision: number): string | null {
  if (quote?.bid == null || quote.ask === null) return null;
  const spread = quote.ask - quote.bid;
  const middle = (quote.ask + quote.bid) / 2;
  return `${formatNumber(spread, precision)} · ${middle > 0 ? formatNumber((spread / middle) * 10_000, 1) : NO_VALUE} bp`;
}

function YearRange({
  low,
  high,
  last,
}: {
  readonly low: number | null;
  readonly high: number | null;
  readonly last: number | null;
}): ReactNode {
  const isKnown = low !== null && high !== null && last !== null && high > low;
  const share = isKnown ? ((last - low) / (high - low)) * 100 : 0;
  return (
    <span
      className="day-range"
      role="img"
      data-at={isKnown ? 'known' : ''}
      aria-label={isKnown ? `last at ${formatPercent(share, 0)}` : 'unknown'}
      style={{ '--at': `${share}%` } as React.CSSProperties}
    >
      <span />
    </span>
  );
}
