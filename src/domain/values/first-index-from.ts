/**
 * First index from `from` on whose time is `bound` or later, in ascending times; the length when there is none. Quick
 * where it is near: steps double, then halve.
 */
export function firstIndexFrom(times: Float64Array, from: number, bound: number): number {
  let step = 1;
  let low = from - 1;
  while (low + step < times.length && times[low + step]! < bound) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, times.length);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < bound) low = middle;
    else high = middle;
  }
  return high;
}
