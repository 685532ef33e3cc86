import type { BacktestResult } from '#contract/services/backtests';

type EquityPoint = BacktestResult['equityCurve'][number];

/** Most points a thinned curve has. */
export const EQUITY_CURVE_POINTS = 2_000;

/**
 * The curve as a screen draws it: at most {@link EQUITY_CURVE_POINTS} points. The first and last point, the highest
 * and lowest of each stretch and the deepest drawdown are kept, so that no extreme is lost.
 */
export function thinEquityCurve(columns: {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  /** Value of the same money in the instrument itself. */
  readonly benchmark: (index: number) => number;
}): EquityPoint[] {
  const { time, equity, benchmark } = columns;
  const points: EquityPoint[] = [];
  let peak = Number.NEGATIVE_INFINITY;
  let next = 0;
  for (const index of indicesToKeep(equity)) {
    for (; next <= index; next++) if (equity[next]! > peak) peak = equity[next]!;
    const value = equity[index]!;
    const drawdownPct = value < peak && peak > 0 ? (value / peak - 1) * 100 : 0;
    points.push({ time: time[index]!, equity: value, drawdownPct, benchmark: benchmark(index) });
  }
  return points;
}

/** Ascending indices of the ends, of the highest and lowest of each stretch, and of the deepest drawdown. */
function indicesToKeep(equity: Float64Array): number[] {
  const { length } = equity;
  if (length <= EQUITY_CURVE_POINTS) return Array.from(equity, (_, i) => i);
  const stretches = (EQUITY_CURVE_POINTS - 4) / 2;
  const kept = new Set([0, length - 1]);
  let peak = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  let depth = 1;
  let deepest = 0;
  for (let s = 0; s < stretches; s++) {
    const start = Math.floor((s * length) / stretches);
    const end = Math.floor(((s + 1) * length) / stretches);
    let high = start;
    let low = start;
    for (let i = start; i < end; i++) {
      const value = equity[i]!;
      if (value > equity[high]!) high = i;
      if (value < equity[low]!) low = i;
      if (value > peak) {
        peak = value;
        lowest = value;
      } else if (value < lowest) {
        lowest = value;
        if (value / peak < depth) {
          depth = value / peak;
          deepest = i;
        }
      }
    }
    kept.add(low).add(high);
  }
  return [...kept.add(deepest)].sort((a, b) => a - b);
}
