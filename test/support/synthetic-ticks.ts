import {
  allocateQuotes,
  allocateTrades,
  type QuoteColumns,
  type TradeColumns,
} from '#domain/market/tick-columns';
import { createSeededRandom } from '#domain/values/seeded-random';

const START = Date.UTC(2024, 0, 2, 14, 30);

/** A seeded walk of trades in cents, about two a millisecond, with the venue's numbers. */
export function tradeWalk(length: number, seed = 1): TradeColumns {
  const random = createSeededRandom(seed);
  const trades = allocateTrades(length);
  let time = START;
  let cents = 10_000;
  for (let i = 0; i < length; i++) {
    time += random.nextInteger(0, 1);
    cents += random.nextInteger(-2, 2);
    trades.time[i] = time;
    trades.price[i] = cents / 100;
    trades.size[i] = random.nextInteger(1, 500);
    trades.sequence[i] = 1_000_000 + 3 * i;
  }
  return trades;
}

/** A seeded walk of best bids and asks in cents, without the venue's numbers. */
export function quoteWalk(length: number, seed = 1): QuoteColumns {
  const random = createSeededRandom(seed);
  const quotes = allocateQuotes(length);
  let time = START;
  let cents = 10_000;
  for (let i = 0; i < length; i++) {
    time += random.nextInteger(0, 5);
    cents += random.nextInteger(-1, 1);
    quotes.time[i] = time;
    quotes.bid[i] = cents / 100;
    quotes.ask[i] = (cents + random.nextInteger(1, 3)) / 100;
    quotes.bidSize[i] = random.nextInteger(1, 90);
    quotes.askSize[i] = random.nextInteger(1, 90);
    quotes.sequence[i] = Number.NaN;
  }
  return quotes;
}
