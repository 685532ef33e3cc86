import type { CurveStretches } from './curve-stretches.ts';

/**
 * What counts as back at the peak, in parts of it: cash and a position's value add up to the last place or so, and an
 * account that is flat at its peak is not below it.
 */
const ROUNDING = 1e-12;

function floorOf(peak: number): number {
  return peak - Math.abs(peak) * ROUNDING;
}

/** Share of the running peak lost at each point, 0 to 1 (above 1 for debt), and 0 while there is no peak above zero. */
export function drawdowns(equity: ArrayLike<number>): Float64Array {
  const result = new Float64Array(equity.length);
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value > peak) peak = value;
    result[i] = peak > 0 && value < floorOf(peak) ? 1 - value / peak : 0;
  }
  return result;
}

/** The deepest drawdown as a negative fraction (−0.25 is a quarter lost), 0 when there was none; null of nothing. */
export function maxDrawdown(equity: ArrayLike<number>): number | null {
  if (equity.length === 0) return null;
  let deepest = 0;
  let peak = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value > peak) {
      peak = value;
      lowest = value;
    } else if (value < lowest) {
      // Only a new low since the peak can be deeper, so only there is divided.
      lowest = value;
      if (peak !== 0) deepest = Math.max(deepest, 1 - value / peak);
    }
  }
  return deepest === 0 ? 0 : -deepest;
}

/** One fall below a peak: from the peak to the recovery, or to the last point when it has not recovered. */
export interface DrawdownPeriod {
  /** Index of the peak. */
  readonly start: number;
  /** Index of the first point back at the peak, or of the last point. */
  readonly end: number;
  /** Deepest share lost, 0 to 1. */
  readonly depth: number;
}

/** Highest point, deepest drawdown and all falls of a curve of at least one point, found in one pass. */
export interface CurveExtremes {
  readonly peak: number;
  /** As {@link maxDrawdown}. */
  readonly maxDrawdown: number;
  /** As {@link drawdownPeriods}. */
  readonly falls: DrawdownPeriod[];
}

/** Every fall below a running peak, oldest first; one that begins on the last point is not yet counted (as backtesting.py). */
export function drawdownPeriods(equity: ArrayLike<number>): DrawdownPeriod[] {
  return curveExtremes(equity).falls;
}

/** {@link CurveExtremes} of a curve; a peak of minus infinity for one without points. Faster where its stretches are known. */
export function curveExtremes(equity: ArrayLike<number>, stretches?: CurveStretches): CurveExtremes {
  const search = new FallSearch(equity);
  if (!stretches) search.scan(0, equity.length);
  else
    for (let s = 0; s < stretches.count; s++) {
      // A stretch that stays below the peak can only deepen the fall.
      if (search.isBelow(equity[stretches.high[s]!]!, stretches.start[s + 1]!))
        search.deepen(equity[stretches.low[s]!]!);
      else search.scan(stretches.start[s]!, stretches.start[s + 1]!);
    }
  const { peak, deepest, falls } = search;
  return { peak, maxDrawdown: deepest === 0 ? 0 : -deepest, falls };
}

/** A walk along a curve that knows its highest point so far and the fall from it. */
class FallSearch {
  readonly falls: DrawdownPeriod[] = [];
  peak = Number.NEGATIVE_INFINITY;
  deepest = 0;
  readonly #equity: ArrayLike<number>;
  /** Where the peak was last touched, and the lowest point since. */
  #start = 0;
  #lowest = Number.POSITIVE_INFINITY;

  constructor(equity: ArrayLike<number>) {
    this.#equity = equity;
  }

  /** Whether points as high as `highest` up to before `end` are all within the fall, the curve's last not among them. */
  isBelow(highest: number, end: number): boolean {
    return highest < floorOf(this.peak) && this.peak !== 0 && end < this.#equity.length;
  }

  deepen(value: number): void {
    if (value < this.#lowest) this.#lowest = value;
  }

  /** Goes on from `from` to before `end`. */
  scan(from: number, end: number): void {
    const equity = this.#equity;
    const last = equity.length - 1;
    let { peak } = this;
    let start = this.#start;
    let lowest = this.#lowest;
    let floor = floorOf(peak);
    for (let i = from; i < end; i++) {
      const value = equity[i]!;
      if (value < lowest) lowest = value;
      if (value < floor && peak !== 0 && i < last) continue;
      if (i > start + 1 || i === last) {
        const depth = peak === 0 || i === 0 ? 0 : Math.max(0, 1 - lowest / peak);
        if (depth > this.deepest) this.deepest = depth;
        if (i > start + 1) this.falls.push({ start, end: i, depth });
      }
      start = i;
      if (value > peak) {
        peak = value;
        floor = floorOf(peak);
      }
      lowest = value;
    }
    this.peak = peak;
    this.#start = start;
    this.#lowest = lowest;
  }
}
