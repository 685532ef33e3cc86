import { type BarColumns, barAt, barsFromRows } from '#domain/market/bar';
import type { CorporateAction } from '#domain/market/corporate-action';
import { findPriceConvention, type PriceConvention } from '#domain/market/price-convention';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { MarketStore } from '#engine/ports/market-store';
import { markActions } from '../bar-file.ts';

/** Bars after a split among which the next one is looked for. */
const REACH_BARS = 5_000;

/** Keeps the splits and dividends of a file whose bars are stored; how prices stand to them is found unless told. */
export async function storeActions(
  market: MarketStore,
  symbol: string,
  timeframe: Timeframe,
  actions: readonly CorporateAction[],
  told: PriceConvention | undefined,
): Promise<{ count: number; prices: PriceConvention }> {
  const prices = told ?? findPriceConvention(await barsAround(market, symbol, timeframe, actions), actions);
  await market.putCorporateActions(symbol, markActions(actions, prices));
  return { count: actions.length, prices };
}

/** The bar before each split and the one at or after it. */
async function barsAround(
  market: MarketStore,
  symbol: string,
  timeframe: Timeframe,
  actions: readonly CorporateAction[],
): Promise<BarColumns> {
  const found = new Map<number, ReturnType<typeof barAt>>();
  for (const { kind, time } of actions) {
    if (kind !== 'split') continue;
    const before = await market.readBars(symbol, timeframe, { to: time, limit: 1 });
    const to = time + REACH_BARS * timeframeMs(timeframe);
    const after = await market.readBars(symbol, timeframe, { from: time, to });
    for (const bars of [before, after]) if (bars.length > 0) found.set(bars.time[0]!, barAt(bars, 0));
  }
  return barsFromRows([...found.values()].sort((a, b) => a.time - b.time));
}
