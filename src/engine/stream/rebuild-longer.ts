import { aggregateBars, bucketStart } from '#domain/market/aggregate-bars';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { MarketStore } from '../ports/market-store.ts';

/** Lengths that whole minutes add up to wherever the exchange's day begins. */
export const LONGER_FRAMES = ['5m', '1h'] as const satisfies readonly Timeframe[];

/**
 * Makes the five-minute and hourly bars that lie within a stretch (milliseconds; the bars it cuts are taken whole)
 * anew from stored minutes, and stores them. Bars that end after `now` are left to who forms them.
 */
export async function rebuildLonger(
  market: Pick<MarketStore, 'readBars' | 'putBars'>,
  symbol: string,
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
): Promise<void> {
  for (const timeframe of LONGER_FRAMES) {
    const start = bucketStart(from, timeframe);
    const end = Math.min(
      bucketStart(to - 1, timeframe) + timeframeMs(timeframe),
      bucketStart(now, timeframe),
    );
    if (end <= start) continue;
    const minutes = await market.readBars(symbol, '1m', { from: start, to: end });
    if (minutes.length > 0) await market.putBars(symbol, timeframe, aggregateBars(minutes, timeframe));
  }
}
