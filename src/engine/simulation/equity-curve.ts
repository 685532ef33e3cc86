import type { BacktestResult } from '#contract/services/backtests';
import { periodCloses } from '#domain/statistics/period-returns';

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
  return keptPoints(equity).map(({ index, peak }) => {
    const value = equity[index]!;
    const drawdownPct = value < peak && peak > 0 ? (value / peak - 1) * 100 : 0;
    return { time: time[index]!, equity: value, drawdownPct, benchmark: benchmark(index) };
  });
}

/** The equity at the end of each day (or of each week, month or year of longer bars), whatever a screen draws. */
export interface DayCurve {
  /** Epoch ms, ascending. */
  readonly time: Float64Array;
  readonly equity: Float64Array;
  readonly benchmark: Float64Array;
}

/** Every close that figures of periods are taken of; undefined where the drawn curve has every point already. */
export function dayCurve({
  time,
  equity,
  benchmark,
}: Parameters<typeof thinEquityCurve>[0]): DayCurve | undefined {
  if (equity.length <= EQUITY_CURVE_POINTS) return undefined;
  const { last } = periodCloses(time);
  return {
    time: Float64Array.from(last, (i) => time[i]!),
    equity: Float64Array.from(last, (i) => equity[i]!),
    benchmark: Float64Array.from(last, (i) => benchmark(i)),
  };
}

/** A point of the curve, with the highest value up to it. */
interface KeptPoint {
  readonly index: number;
  readonly peak: number;
}

/** The ends, the highest and lowest of each stretch, and the deepest drawdown, in order. */
function keptPoints(equity: Float64Array): KeptPoint[] {
  const { length } = equity;
  const peaks = new Map<number, number>();
  if (length <= EQUITY_CURVE_POINTS) return everyPoint(equity);
  const stretches = (EQUITY_CURVE_POINTS - 4) / 2;
  let peak = equity[0]!;
  let depth = 1;
  let deepest: KeptPoint = { index: 0, peak };
  peaks.set(0, peak);
  for (let s = 0; s < stretches; s++) {
    const start = Math.floor((s * length) / stretches);
    const end = Math.floor(((s + 1) * length) / stretches);
    let high = start;
    let low = start;
    let highest = equity[start]!;
    let lowest = highest;
    let topAtLow = highest;
    for (let i = start + 1; i < end; i++) {
      const value = equity[i]!;
      if (value > highest) {
        highest = value;
        high = i;
      } else if (value < lowest) {
        lowest = value;
        low = i;
        topAtLow = highest;
      }
    }
    peaks.set(low, Math.max(peak, topAtLow));
    // Only a stretch whose lowest is deep enough below any peak of it can hold the deepest drawdown.
    if (lowest / Math.max(peak, highest) < depth) {
      let top = peak;
      let bottom = Number.POSITIVE_INFINITY;
      for (let i = start; i < end; i++) {
        const value = equity[i]!;
        if (value > top) {
          top = value;
          bottom = value;
        } else if (value < bottom) {
          // Above an earlier low of the same peak nothing is deeper, so only a new low is divided.
          bottom = value;
          if (value / top < depth) {
            depth = value / top;
            deepest = { index: i, peak: top };
          }
        }
      }
    }
    peak = Math.max(peak, highest);
    peaks.set(high, peak);
  }
  peaks.set(deepest.index, deepest.peak).set(length - 1, peak);
  return [...peaks].sort(([a], [b]) => a - b).map(([index, top]) => ({ index, peak: top }));
}

function everyPoint(equity: Float64Array): KeptPoint[] {
  let peak = Number.NEGATIVE_INFINITY;
  return Array.from(equity, (value, index) => {
    peak = Math.max(peak, value);
    return { index, peak };
  });
}
