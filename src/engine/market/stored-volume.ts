import { timeframeMs } from '#domain/market/timeframe';
import type { MarketStore } from '../ports/market-store.ts';

/** Bars short enough that those at both ends of an interval hardly matter. */
const TIMEFRAMES = ['1s', '1m'] as const;

/**
 * Units of a symbol that traded after `from`, up to `to` inclusive, milliseconds: by stored trades, else by the stored bars
 * of a second or a minute that lie within. Null where neither is there.
 */
export async function storedVolume(
  market: Pick<MarketStore, 'readTrades' | 'readBars'>,
  symbol: string,
  from: number,
  to: number,
): Promise<number | null> {
  const trades = await market.readTrades(symbol, { from: from + 1, to: to + 1 });
  if (trades.length > 0) return sum(trades.size, trades.length);
  for (const timeframe of TIMEFRAMES) {
    const bars = await market.readBars(symbol, timeframe, { from, to: to - timeframeMs(timeframe) + 1 });
    if (bars.length > 0) return sum(bars.volume, bars.length);
  }
  return null;
}

function sum(values: Float64Array, length: number): number {
  let total = 0;
  for (let row = 0; row < length; row++) total += values[row]!;
  return total;
}
