import { OctopusError, unknownName } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { BarRange, MarketStore } from '../ports/market-store.ts';
import { readBarsOfAnyLength } from './read-bars-of-any-length.ts';

/**
 * Bars of a series, or a sentence why there are none; what is not stored of the length is made of shorter bars, as every
 * command and screen does it. Throws an `OctopusError`: UNKNOWN_SYMBOL when the store has never heard of the symbol,
 * BAD_REQUEST when the range holds fewer than `minimum` bars.
 */
export async function readEnoughBars(
  market: MarketStore,
  wanted: { symbol: string; timeframe: Timeframe; range: BarRange; minimum: number },
): Promise<BarColumns> {
  const { symbol, timeframe, range, minimum } = wanted;
  const { bars } = await readBarsOfAnyLength(market, symbol, timeframe, range);
  if (bars.length >= minimum && bars.length > 0) return bars;
  const symbols = [...new Set((await market.series()).map((summary) => summary.symbol))];
  if (!symbols.includes(symbol))
    throw new OctopusError('UNKNOWN_SYMBOL', unknownName('symbol', symbol, symbols));
  if (bars.length >= minimum) return bars;
  const before = range.to === undefined ? '' : ` before ${new Date(range.to).toISOString().slice(0, 10)}`;
  throw new OctopusError(
    'BAD_REQUEST',
    `${symbol} ${timeframe} has ${bars.length} bars${before}, at least ${minimum} are needed: import more or choose a later time`,
  );
}
