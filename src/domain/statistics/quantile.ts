/**
 * The value below which `probability` (0 to 1) of an ascending, non-empty sample lies, interpolated linearly between
 * order statistics: Hyndman & Fan (1996) type 7, the default of numpy and R.
 */
export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (position - below) * (high - low);
}

/** How many values of an ascending sample are at or below `threshold`. */
export function countAtOrBelow(sorted: Float64Array, threshold: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}
