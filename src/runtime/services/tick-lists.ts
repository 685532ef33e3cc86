import { OctopusError, unknownName } from '#contract/errors';
import type { TickLists, TicksRequest } from '#contract/services/ticks';
import type { MarketStore } from '#engine/ports/market-store';

/** Stored ticks as lists, what is unknown as null. Throws UNKNOWN_SYMBOL, with the nearest names, for a symbol without ticks. */
export async function readTickLists(
  market: MarketStore,
  { symbol, kind, from, to, limit }: TicksRequest,
): Promise<TickLists> {
  const range = { limit, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const list = (column: Float64Array): number[] => Array.from(column);
  const unsure = (column: Float64Array): (number | null)[] =>
    Array.from(column, (value) => (Number.isNaN(value) ? null : value));
  if (kind === 'trades') {
    const { length, time, price, size, sequence } = await market.readTrades(symbol, range);
    if (length === 0) await requireTicks(market, symbol);
    return {
      kind,
      symbol,
      time: list(time),
      price: list(price),
      size: unsure(size),
      sequence: unsure(sequence),
    };
  }
  const { length, time, bid, ask, bidSize, askSize, sequence } = await market.readQuotes(symbol, range);
  if (length === 0) await requireTicks(market, symbol);
  return {
    kind,
    symbol,
    time: list(time),
    bid: list(bid),
    ask: list(ask),
    bidSize: unsure(bidSize),
    askSize: unsure(askSize),
    sequence: unsure(sequence),
  };
}

async function requireTicks(market: MarketStore, symbol: string): Promise<void> {
  const known = [...new Set((await market.tickSeries()).map((one) => one.symbol))];
  if (known.includes(symbol)) return;
  throw new OctopusError(
    'UNKNOWN_SYMBOL',
    known.length === 0 ? 'no ticks are stored' : unknownName('symbol', symbol, known),
    { symbol, known },
  );
}
