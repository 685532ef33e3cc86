import type { BacktestResult } from '#contract/services/backtests';
import { type CurveStretches, curveStretches } from '#domain/statistics/curve-stretches';
import { periodCloses } from '#domain/statistics/period-returns';

type EquityPoint = BacktestResult['equityCurve'][number];

/** Most points a thinned curve has. */
export const EQUITY_CURVE_POINTS = 2_000;
/** Two points each; the ends, the deepest and one to spare come on top. */
const DRAWN_STRETCHES = (EQUITY_CURVE_POINTS - 4) / 2;

/**
 * The curve as a screen draws it: at most {@link EQUITY_CURVE_POINTS} points. The first and last point, the highest
 * and lowest of each stretch and the deepest drawdown are kept, so that no extreme is lost.
 */
export function thinEquityCurve(columns: {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  /** Value of the same money in the instrument itself at ascending points; 0 where it is not told. */
  readonly benchmark?: (points: Int32Array) => Float64Array;
  /** As {@link drawnStretches} has them, where they are known already. */
  readonly stretches?: CurveStretches | undefined;
}): EquityPoint[] {
  const { time, equity, stretches = drawnStretches(equity) } = columns;
  const points = keptPoints(equity, stretches);
  const benchmark = columns.benchmark?.(indicesOf(points));
  return points.map(({ index, peak }, i) => {
    const value = equity[index]!;
    const drawdownPct = value < peak && peak > 0 ? (value / peak - 1) * 100 : 0;
    return { time: time[index]!, equity: value, drawdownPct, benchmark: benchmark?.[i] ?? 0 };
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
}: Required<Omit<Parameters<typeof thinEquityCurve>[0], 'stretches'>>): DayCurve | undefined {
  if (equity.length <= EQUITY_CURVE_POINTS) return undefined;
  const { last } = periodCloses(time);
  return {
    time: Float64Array.from(last, (i) => time[i]!),
    equity: Float64Array.from(last, (i) => equity[i]!),
    benchmark: benchmark(Int32Array.from(last)),
  };
}

/** The stretches whose extremes a thinned curve keeps; undefined where it keeps every point. */
export function drawnStretches(equity: Float64Array): CurveStretches | undefined {
  return equity.length <= EQUITY_CURVE_POINTS ? undefined : curveStretches(equity, DRAWN_STRETCHES);
}

/** A point of the curve, with the highest value up to it. */
interface KeptPoint {
  readonly index: number;
  readonly peak: number;
}

function indicesOf(points: readonly KeptPoint[]): Int32Array {
  const indices = new Int32Array(points.length);
  for (let i = 0; i < points.length; i++) indices[i] = points[i]!.index;
  return indices;
}

/** The ends, the highest and lowest of each stretch, and the deepest drawdown, in order. */
function keptPoints(equity: Float64Array, stretches: CurveStretches | undefined): KeptPoint[] {
  if (!stretches) return everyPoint(equity);
  const { count, high, low, peakBeforeLow } = stretches;
  const last = equity.length - 1;
  const points: KeptPoint[] = [{ index: 0, peak: equity[0]! }];
  let peak = equity[0]!;
  let newest = 0;
  const keep = (index: number, top: number) => {
    if (index > newest) points.push({ index, peak: top });
    newest = index;
  };
  for (let s = 0; s < count; s++) {
    const top = Math.max(peak, equity[high[s]!]!);
    const isHighFirst = high[s]! < low[s]!;
    if (isHighFirst) keep(high[s]!, top);
    keep(low[s]!, Math.max(peak, peakBeforeLow[s]!));
    if (!isHighFirst) keep(high[s]!, top);
    peak = top;
  }
  keep(last, peak);
  const deepest = deepestPoint(equity, stretches);
  const place = points.findIndex(({ index }) => index >= deepest.index);
  if (points[place]!.index !== deepest.index) points.splice(place, 0, deepest);
  return points;
}

/** The point furthest below the highest before it. */
function deepestPoint(equity: Float64Array, { count, start, high, low }: CurveStretches): KeptPoint {
  let peak = equity[0]!;
  let depth = 1;
  let deepest: KeptPoint = { index: 0, peak };
  for (let s = 0; s < count; s++) {
    const highest = equity[high[s]!]!;
    const lowest = equity[low[s]!]!;
    if (highest <= peak) {
      if (lowest / peak < depth) {
        depth = lowest / peak;
        deepest = { index: low[s]!, peak };
      }
      continue;
    }
    // Only where it is deep enough below any peak of such a stretch can it hold the deepest drawdown.
    if (lowest / highest < depth) {
      let top = peak;
      let bottom = Number.POSITIVE_INFINITY;
      for (let i = start[s]!; i < start[s + 1]!; i++) {
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
    peak = highest;
  }
  return deepest;
}

function everyPoint(equity: Float64Array): KeptPoint[] {
  let peak = Number.NEGATIVE_INFINITY;
  return Array.from(equity, (value, index) => {
    peak = Math.max(peak, value);
    return { index, peak };
  });
}
