/** One line of the bench table. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same work by the peer or the machine's own limit, measured in turn with ours. */
  readonly baseline?: number;
  /** Median of value / baseline, round by round. */
  readonly ratio?: number;
  /** What the baseline is. */
  readonly against?: string;
  /** What was aimed for, in words. */
  readonly goal?: string;
}

/** Middle value of a copy of the list, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Value that `share` (0 to 1) of the list does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
