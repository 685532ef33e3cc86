import { adjustBars } from '#domain/market/adjust-bars';
import { type Adjustment, adjustmentFactors } from '#domain/market/corporate-action';
import type { Timeframe } from '#domain/market/timeframe';
import type { BarRange, MarketStore } from '../ports/market-store.ts';
import { type BarsOfAnyLength, readBarsOfAnyLength } from './read-bars-of-any-length.ts';

/**
 * Bars of a range, of whatever length, restated for the splits (and dividends) after them. The newest bar of the series stays as it is:
 * an action later than that bar has not shown in prices yet. With `asOf`, both are as known then.
 */
export async function readAdjustedBars(
  market: MarketStore,
  symbol: string,
  timeframe: Timeframe,
  { adjust, ...range }: BarRange & { readonly adjust: Adjustment },
): Promise<BarsOfAnyLength> {
  const found = await readBarsOfAnyLength(market, symbol, timeframe, range);
  const { bars, madeOf } = found;
  if (adjust === 'none' || bars.length === 0) return found;
  const known = range.asOf === undefined ? {} : { asOf: range.asOf };
  const { bars: newest } = await readBarsOfAnyLength(market, symbol, timeframe, { ...known, limit: 1 });
  const first = bars.time[0]!;
  const last = newest.time[0] ?? first;
  const actions = (await market.corporateActions(symbol)).filter(({ time }) => time > first && time <= last);
  const closes = new Map<number, number | undefined>();
  for (const { kind, time } of adjust === 'all' ? actions : []) {
    if (kind !== 'dividend' || closes.has(time)) continue;
    const before = await readBarsOfAnyLength(market, symbol, timeframe, { ...known, to: time, limit: 1 });
    closes.set(time, before.bars.close[0]);
  }
  const factors = adjustmentFactors(actions, adjust, (time) => closes.get(time));
  return { bars: adjustBars(bars, factors), madeOf };
}
