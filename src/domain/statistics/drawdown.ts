/** Share of the running peak lost at each point, 0 to 1 (above 1 for debt), and 0 while there is no peak above zero. */
export function drawdowns(equity: ArrayLike<number>): Float64Array {
  const result = new Float64Array(equity.length);
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value > peak) peak = value;
    result[i] = peak > 0 ? 1 - value / peak : 0;
  }
  return result;
}

/** The deepest drawdown as a negative fraction (−0.25 is a quarter lost), 0 when there was none; null of nothing. */
export function maxDrawdown(equity: ArrayLike<number>): number | null {
  if (equity.length === 0) return null;
  let deepest = 0;
  for (const drawdown of drawdowns(equity)) if (drawdown > deepest) deepest = drawdown;
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

/** Every fall below a running peak, oldest first; one that begins on the last point is not yet counted (as backtesting.py). */
export function drawdownPeriods(equity: ArrayLike<number>): DrawdownPeriod[] {
  const depths = drawdowns(equity);
  const periods: DrawdownPeriod[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < depths.length; i++) {
    depth = Math.max(depth, depths[i]!);
    if (depths[i] !== 0 && i < depths.length - 1) continue;
    if (i > start + 1) periods.push({ start, end: i, depth });
    start = i;
    depth = 0;
  }
  return periods;
}
