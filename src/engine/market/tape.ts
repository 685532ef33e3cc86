import type { BarColumns } from '#domain/market/bar';
import { TIMEFRAMES, type Timeframe, timeframeMs } from '#domain/market/timeframe';
import { weightedPrice } from '#domain/orders/execution-cost';
import type { MarketStore } from '../ports/market-store.ts';

/** What traded from one moment to another: the price weighted by volume, and what it is made of, in words. */
export interface IntervalPrice {
  readonly price: number;
  readonly volume: number;
  readonly madeOf: string;
}

/** What the market did around an account's orders. Times in milliseconds. */
export interface Tape {
  /** Middle of bid and ask at a moment; null where no quote of shortly before is known. */
  midAt(symbol: string, time: number): Promise<number | null>;
  /** The same, or the last price where no quote is known. */
  priceAt(symbol: string, time: number): Promise<number | null>;
  /** Both ends inclusive; null when nothing is known that is fine enough for the interval. */
  interval(symbol: string, from: number, to: number): Promise<IntervalPrice | null>;
}

/** Older quotes and prices than this say nothing of a moment. */
const AGE_MS_MAX = 60_000;

/** The market as the store has it: quotes, trades, and bars no longer than what they stand for. */
export function storedTape(
  market: Pick<MarketStore, 'readQuotes' | 'readTrades' | 'readBars' | 'series'>,
): Tape {
  async function midAt(symbol: string, time: number): Promise<number | null> {
    const quotes = await market.readQuotes(symbol, { from: time - AGE_MS_MAX, to: time + 1, limit: 1 });
    const [bid, ask] = [quotes.bid[0], quotes.ask[0]];
    return bid !== undefined && ask !== undefined && bid > 0 && ask >= bid ? (bid + ask) / 2 : null;
  }

  async function lastAt(symbol: string, time: number): Promise<number | null> {
    const trades = await market.readTrades(symbol, { from: time - AGE_MS_MAX, to: time + 1, limit: 1 });
    if (trades.length > 0) return trades.price[0]!;
    const bars = await market.readBars(symbol, '1m', { from: time - 2 * AGE_MS_MAX, to: time, limit: 1 });
    return bars.length > 0 ? bars.close[0]! : null;
  }

  return {
    midAt,
    priceAt: async (symbol, time) => (await midAt(symbol, time)) ?? (await lastAt(symbol, time)),
    async interval(symbol, from, to) {
      const trades = await market.readTrades(symbol, { from, to: to + 1 });
      const traded = weightedPrice(trades.price, trades.size);
      if (traded) return { ...traded, madeOf: 'stored trades' };
      const series = (await market.series()).filter((one) => one.symbol === symbol);
      const timeframe = TIMEFRAMES.find(
        (length) => isFineEnough(length, from, to) && series.some((one) => one.timeframe === length),
      );
      if (timeframe === undefined) return null;
      const bars = await market.readBars(symbol, timeframe, {
        from: from - timeframeMs(timeframe),
        to: to + 1,
      });
      return intervalOfBars(bars, timeframe, `stored bars of ${timeframe}`, from, to);
    },
  };
}

function isFineEnough(timeframe: Timeframe, from: number, to: number): boolean {
  return timeframe !== '1d' && to - from >= timeframeMs(timeframe);
}

/** From the bars that overlap an interval, each at the mean of high, low and close. */
export function intervalOfBars(
  bars: BarColumns,
  timeframe: Timeframe,
  madeOf: string,
  from: number,
  to: number,
): IntervalPrice | null {
  const [prices, volumes]: [number[], number[]] = [[], []];
  for (let row = 0; row < bars.length; row++) {
    const time = bars.time[row]!;
    if (time + timeframeMs(timeframe) <= from || time > to) continue;
    prices.push((bars.high[row]! + bars.low[row]! + bars.close[row]!) / 3);
    volumes.push(bars.volume[row]!);
  }
  const weighted = weightedPrice(prices, volumes);
  return weighted && { ...weighted, madeOf };
}
