import { allocateBars, type BarColumns, sliceBars } from './bar.ts';
import { type Timeframe, timeframeMs } from './timeframe.ts';
import type { TradingDay } from './trading-day.ts';

/** Opening instant of the bar of `timeframe` that `time` falls in; bars start at whole multiples since midnight UTC. */
export function bucketStart(time: number, timeframe: Timeframe): number {
  const length = timeframeMs(timeframe);
  return Math.floor(time / length) * length;
}

/**
 * Longer bars from shorter ones: first open, highest high, lowest low, last close, summed volume of each bucket.
 * Empty buckets make no bar. Daily bars are those of `day`, and bear its date; from midnight to midnight UTC without it.
 */
export function aggregateBars(bars: BarColumns, timeframe: Timeframe, day?: TradingDay): BarColumns {
  const result = allocateBars(bars.length);
  const isOfDay = timeframe === '1d' && day !== undefined;
  let count = 0;
  for (let i = 0; i < bars.length; i++) {
    const time = bars.time[i]!;
    if (isOfDay) day.find(time);
    const start = isOfDay ? day.date : bucketStart(time, timeframe);
    if (count === 0 || result.time[count - 1] !== start) {
      result.time[count] = start;
      result.open[count] = bars.open[i]!;
      result.high[count] = bars.high[i]!;
      result.low[count] = bars.low[i]!;
      count += 1;
    }
    const k = count - 1;
    result.high[k] = Math.max(result.high[k]!, bars.high[i]!);
    result.low[k] = Math.min(result.low[k]!, bars.low[i]!);
    result.close[k] = bars.close[i]!;
    result.volume[k] = result.volume[k]! + bars.volume[i]!;
  }
  return sliceBars(result, 0, count);
}
