import type { BarColumns } from '#domain/market/bar';

/** How many times its neighbours' prices a bar's must be to look like a misprint. */
const SPIKE_FACTOR = 5;

/**
 * Bars whose high or low is five times, or a fifth, of that of both neighbours, which agree with one another: a
 * misplaced decimal point, most often. First and last are never judged. A rule of thumb, for a person to overrule.
 */
export function findSpikes({ high, low, length }: BarColumns): { index: number; reason: string }[] {
  const found: { index: number; reason: string }[] = [];
  for (let i = 1; i < length - 1; i++) {
    const top = high[i]!;
    const bottom = low[i]!;
    const topBefore = high[i - 1]!;
    const topAfter = high[i + 1]!;
    const bottomBefore = low[i - 1]!;
    const bottomAfter = low[i + 1]!;
    const neighbourTop = topBefore > topAfter ? topBefore : topAfter;
    const neighbourBottom = bottomBefore < bottomAfter ? bottomBefore : bottomAfter;
    if (top < neighbourTop * SPIKE_FACTOR && bottom * SPIKE_FACTOR > neighbourBottom) continue;
    // A neighbour that is off itself says nothing of this one.
    if (neighbourTop >= neighbourBottom * SPIKE_FACTOR) continue;
    found.push({
      index: i,
      reason:
        top >= neighbourTop * SPIKE_FACTOR
          ? `high ${top} is ${times(top / neighbourTop)} times that of the bars before and after it`
          : `low ${bottom} is a ${times(neighbourBottom / bottom)}th of that of the bars before and after it`,
    });
  }
  return found;
}

function times(ratio: number): string {
  return String(Math.round(ratio));
}
