/** Consecutive prices of one source that are all the same number of times those of another. */
export interface ScaleStretch {
  readonly source: string;
  /** Times of its first and last bar, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  /** What prices of `source` have to be divided by to be those of the first source. */
  readonly factor: number;
  /** The factor is that of a split, such as 2:1, 3:2 or 1:10, or of several; else perhaps of dividends. */
  readonly isSplit: boolean;
}

/** Bars before and after one that tell its scale; fewer than half of them may be wrong. */
const REACH = 7;
/** Ratios that change by less than this from bar to bar are of one scale. */
const SAME_SCALE = 0.002;
const SPLIT_TOLERANCE = 0.004;

/**
 * The local scale of each ratio: the median of those around it, which keeps its edges; 1 where it is nearly that.
 * NaN stands for a bar that one of the two lacks, in the ratios and in the answer.
 */
export function localScales(ratios: Float64Array): Float64Array {
  const places = Array.from(ratios.keys()).filter((i) => Number.isFinite(ratios[i]));
  const scales = new Float64Array(ratios.length).fill(Number.NaN);
  for (const [at, place] of places.entries()) {
    const near = places.slice(Math.max(0, at - REACH), at + REACH + 1).map((i) => ratios[i]!);
    const middle = near.sort((a, b) => a - b)[near.length >> 1]!;
    scales[place] = Math.abs(middle - 1) < SAME_SCALE ? 1 : middle;
  }
  return scales;
}

/** Stretches whose local scale is not 1, joined where it stays the same within 0.2 %. */
export function scaleStretches(source: string, times: Float64Array, scales: Float64Array): ScaleStretch[] {
  const stretches: { -readonly [Key in keyof ScaleStretch]: ScaleStretch[Key] }[] = [];
  let before = 1;
  for (const [i, factor] of scales.entries()) {
    if (Number.isNaN(factor)) continue;
    const isSame = Math.abs(factor / before - 1) < SAME_SCALE;
    const open = stretches.at(-1);
    if (factor !== 1 && isSame && open) {
      open.to = times[i]!;
      open.bars++;
    } else if (factor !== 1) {
      const [from, to] = [times[i]!, times[i]!];
      stretches.push({ source, from, to, bars: 1, factor, isSplit: isSplitFactor(factor) });
    }
    before = factor;
  }
  return stretches;
}

/** Whether a factor is n:1, 1:n up to 50, or one of the common fractions of splits, within 0.4 %. */
export function isSplitFactor(factor: number): boolean {
  const large = factor >= 1 ? factor : 1 / factor;
  return [1, 2, 3, 4].some((denominator) => {
    const numerator = Math.round(large * denominator);
    const isCommon = denominator === 1 ? numerator >= 2 && numerator <= 60 : numerator <= 2 * denominator + 1;
    return (
      isCommon && numerator > denominator && Math.abs((large * denominator) / numerator - 1) < SPLIT_TOLERANCE
    );
  });
}
