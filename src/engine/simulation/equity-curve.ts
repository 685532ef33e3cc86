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
  const kept = extremes(equity);
  const points: EquityPoint[] = [];
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0, k = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value > peak) peak = value;
    if (i !== kept[k]) continue;
    k++;
    const drawdownPct = value < peak && peak > 0 ? (value / peak - 1) * 100 : 0;
    points.push({ time: time[i]!, equity: value, drawdownPct, benchmark: benchmark(i) });
  }
  return points;
}

/** Ascending indices of the points to keep. */
function extremes(equity: Float64Array): number[] {
  if (equity.length <= EQUITY_CURVE_POINTS) return Array.from(equity, (_, i) => i);
  const stretches = (EQUITY_CURVE_POINTS - 4) / 2;
  const kept = new Set([0, deepest(equity), equity.length - 1]);
  for (let s = 0; s < stretches; s++) {
    const start = Math.floor((s * equity.length) / stretches);
    const end = Math.floor(((s + 1) * equity.length) / stretches);
    let high = start;
    let low = start;
    for (let i = start + 1; i < end; i++) {
      if (equity[i]! > equity[high]!) high = i;
      if (equity[i]! < equity[low]!) low = i;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b);
}

/** Index of the deepest drawdown. */
function deepest(equity: Float64Array): number {
  let peak = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  let index = 0;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value > peak) peak = value;
    if (value / peak < lowest) {
      lowest = value / peak;
      index = i;
    }
  }
  return index;
}
