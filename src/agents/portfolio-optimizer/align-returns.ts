import type { BarColumns } from '#domain/market/bar';

export interface AlignedReturns {
  /** Times every series has, ascending, milliseconds. */
  readonly time: Float64Array;
  /** One column a series: returns from each common time to the next, one fewer than the times. */
  readonly returns: Float64Array[];
}

/** Returns between the newest `limit` + 1 times that every series has a bar for. A gap in one series spans in all. */
export function alignReturns(series: readonly BarColumns[], limit: number): AlignedReturns {
  const [first, ...others] = series;
  if (!first) return { time: new Float64Array(0), returns: [] };
  const known = others.map((bars) => new Set(bars.time.subarray(0, bars.length)));
  const common = first.time
    .subarray(0, first.length)
    .filter((time) => known.every((times) => times.has(time)));
  const time = common.slice(Math.max(0, common.length - limit - 1));
  return { time, returns: series.map((bars) => returnsAt(bars, time)) };
}

function returnsAt(bars: BarColumns, time: Float64Array): Float64Array {
  const closes = new Float64Array(time.length);
  let i = 0;
  time.forEach((instant, k) => {
    while (bars.time[i]! < instant) i++;
    closes[k] = bars.close[i]!;
  });
  return Float64Array.from(
    { length: Math.max(0, time.length - 1) },
    (_, k) => closes[k + 1]! / closes[k]! - 1,
  );
}
