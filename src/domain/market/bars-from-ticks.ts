import { bucketStart } from './aggregate-bars.ts';
import { allocateBars, type BarColumns, sliceBars } from './bar.ts';
import type { QuoteColumns, TradeColumns } from './tick-columns.ts';
import type { Timeframe } from './timeframe.ts';
import { TradingDay } from './trading-day.ts';

/**
 * Bars of trades in the order of time: first, highest, lowest and last price and the sizes added up in that order, of
 * each stretch of time with a trade in it. What {@link BarBuilder} hands out equals these to the bit.
 */
export function barsFromTrades(
  { length, time, price, size }: TradeColumns,
  timeframe: Timeframe,
  day = new TradingDay(),
): BarColumns {
  const bars = allocateBars(length);
  const starts = startsOf(timeframe, day);
  let count = 0;
  for (let i = 0; i < length; i++) count = addTick(bars, count, starts(time[i]!), price[i]!, size[i]! || 0);
  return sliceBars(bars, 0, count);
}

/** The same of the middle between bid and ask, for what has quotes alone; its volume is 0. */
export function barsFromQuotes(
  { length, time, bid, ask }: QuoteColumns,
  timeframe: Timeframe,
  day = new TradingDay(),
): BarColumns {
  const bars = allocateBars(length);
  const starts = startsOf(timeframe, day);
  let count = 0;
  for (let i = 0; i < length; i++) count = addTick(bars, count, starts(time[i]!), (bid[i]! + ask[i]!) / 2, 0);
  return sliceBars(bars, 0, count);
}

function startsOf(timeframe: Timeframe, day: TradingDay): (time: number) => number {
  if (timeframe !== '1d') return (time) => bucketStart(time, timeframe);
  return (time) => {
    day.find(time);
    return day.date;
  };
}

function addTick(bars: BarColumns, count: number, start: number, price: number, size: number): number {
  const last = count - 1;
  if (count > 0 && bars.time[last] === start) {
    if (price > bars.high[last]!) bars.high[last] = price;
    if (price < bars.low[last]!) bars.low[last] = price;
    bars.close[last] = price;
    bars.volume[last]! += size;
    return count;
  }
  bars.time[count] = start;
  bars.open[count] = bars.high[count] = bars.low[count] = bars.close[count] = price;
  bars.volume[count] = size;
  return count + 1;
}
