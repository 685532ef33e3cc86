/** How values lie between −`reach` and +`reach`; what lies further out is counted in the outermost bins. */
export interface SlippageBins {
  readonly reach: number;
  /** Counts from left to right, an odd number of bins: the middle one holds zero. */
  readonly counts: readonly number[];
  readonly median: number;
  readonly better: number;
  readonly worse: number;
}

/** Share of the values that lie within the reach. */
const WITHIN = 0.95;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** Bins of basis points, wide enough for all but the furthest 5 %; null without a value. */
export function slippageBins(values: readonly number[], binCount: number): SlippageBins | null {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const sizes = sorted.map(Math.abs).sort((a, b) => a - b);
  const size = sizes[Math.ceil(sizes.length * WITHIN) - 1] ?? 0;
  const reach = STEPS.find((step) => step >= size) ?? size;
  const counts = Array.from({ length: binCount }, () => 0);
  for (const value of sorted) {
    const place = Math.round(((value + reach) / (2 * reach)) * (binCount - 1));
    const bin = Math.max(0, Math.min(binCount - 1, place));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  const median = sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
  return {
    reach,
    counts,
    median,
    better: sorted.filter((value) => value < 0).length,
    worse: sorted.filter((value) => value > 0).length,
  };
}
