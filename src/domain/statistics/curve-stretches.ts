/** A curve cut into stretches of equal length but for one point, with the extremes of each: found once, used by several. */
export interface CurveStretches {
  readonly count: number;
  /** Index of the first point of each stretch, and behind them the length of the curve. */
  readonly start: Int32Array;
  /** Index of the first highest and of the first lowest point of each. */
  readonly high: Int32Array;
  readonly low: Int32Array;
  /** Highest value of each up to its lowest point. */
  readonly peakBeforeLow: Float64Array;
}

/** Cuts a curve of at least `count` points, all of them numbers. */
export function curveStretches(curve: Float64Array, count: number): CurveStretches {
  const { length } = curve;
  const start = Int32Array.from({ length: count + 1 }, (_, s) => Math.floor((s * length) / count));
  const high = new Int32Array(count);
  const low = new Int32Array(count);
  const peakBeforeLow = new Float64Array(count);
  for (let s = 0; s < count; s++) {
    const end = start[s + 1]!;
    let highAt = start[s]!;
    let lowAt = highAt;
    let highest = curve[highAt]!;
    let lowest = highest;
    let before = highest;
    for (let i = highAt + 1; i < end; i++) {
      const value = curve[i]!;
      if (value > highest) {
        highest = value;
        highAt = i;
      } else if (value < lowest) {
        lowest = value;
        lowAt = i;
        before = highest;
      }
    }
    high[s] = highAt;
    low[s] = lowAt;
    peakBeforeLow[s] = before;
  }
  return { count, start, high, low, peakBeforeLow };
}
