/**
 * Bars of one instrument and timeframe as columns, oldest first, times strictly ascending.
 *
 * `time` is the bar's opening instant in milliseconds since 1970-01-01T00:00Z; a daily bar is labelled by
 * midnight UTC of its exchange-local date. Prices are in the instrument's currency, volume in its units.
 */
export interface BarColumns {
  readonly length: number;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** One bar as an object, for cold paths: messages, tests, tables. */
export interface Bar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export const BAR_FIELDS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Columns of `length` zeros, to be filled by the caller. */
export function allocateBars(length: number): BarColumns {
  return {
    length,
    time: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

/** Columns holding copies of the given bars. */
export function barsFromRows(rows: readonly Bar[]): BarColumns {
  const bars = allocateBars(rows.length);
  rows.forEach((row, i) => {
    for (const field of BAR_FIELDS) bars[field][i] = row[field];
  });
  return bars;
}

/** The bar at `index`, which must be within the columns. */
export function barAt(bars: BarColumns, index: number): Bar {
  return {
    time: bars.time[index]!,
    open: bars.open[index]!,
    high: bars.high[index]!,
    low: bars.low[index]!,
    close: bars.close[index]!,
    volume: bars.volume[index]!,
  };
}

/** A view (no copy) of the bars from `start` (inclusive) to `end` (exclusive). */
export function sliceBars(bars: BarColumns, start: number, end: number): BarColumns {
  const from = Math.max(0, start);
  const to = Math.max(from, Math.min(bars.length, end));
  return {
    length: to - from,
    time: bars.time.subarray(from, to),
    open: bars.open.subarray(from, to),
    high: bars.high.subarray(from, to),
    low: bars.low.subarray(from, to),
    close: bars.close.subarray(from, to),
    volume: bars.volume.subarray(from, to),
  };
}

/** Index of the first bar whose time is at or after `time`; `bars.length` when there is none. */
export function lowerBound(bars: BarColumns, time: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bars.time[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
