import type { BarColumns } from '#domain/market/bar';
import { allocateQuotes, type QuoteColumns, type TradeColumns } from '#domain/market/tick-columns';

/** What orders meet, row by row: a trade has a price and a size, a quote bid and ask; the rest is NaN. */
export interface TickRows {
  readonly last: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly size: Float64Array;
}

export interface EveryTick {
  /** Every price is that of the newest trade, or the middle of the quote before the first. */
  readonly bars: BarColumns;
  /** Newest bid and ask at each row, NaN before the first. */
  readonly quotes: QuoteColumns;
  readonly rows: TickRows;
}

/** Trades and quotes as one stream, a quote before a trade of the same moment: the trade was made on it. */
export function everyTick(trades: TradeColumns | undefined, quotes: QuoteColumns | undefined): EveryTick {
  const length = (trades?.length ?? 0) + (quotes?.length ?? 0);
  const rows: TickRows = {
    last: new Float64Array(length).fill(Number.NaN),
    bid: new Float64Array(length).fill(Number.NaN),
    ask: new Float64Array(length).fill(Number.NaN),
    size: new Float64Array(length).fill(Number.NaN),
  };
  const newest = allocateQuotes(length);
  const price = new Float64Array(length);
  let [t, q, last, bid, ask] = [0, 0, Number.NaN, Number.NaN, Number.NaN];
  for (let row = 0; row < length; row++) {
    const isQuote =
      quotes !== undefined &&
      q < quotes.length &&
      (trades === undefined || t === trades.length || quotes.time[q]! <= trades.time[t]!);
    if (isQuote) {
      bid = rows.bid[row] = quotes.bid[q]!;
      ask = rows.ask[row] = quotes.ask[q]!;
      newest.time[row] = quotes.time[q++]!;
    } else {
      last = rows.last[row] = trades!.price[t]!;
      rows.size[row] = trades!.size[t]!;
      newest.time[row] = trades!.time[t++]!;
    }
    newest.bid[row] = bid;
    newest.ask[row] = ask;
    price[row] = Number.isNaN(last) ? (bid + ask) / 2 : last;
  }
  const { time } = newest;
  const bars = { length, time, open: price, high: price, low: price, close: price, volume: rows.size };
  return { bars, quotes: newest, rows };
}
