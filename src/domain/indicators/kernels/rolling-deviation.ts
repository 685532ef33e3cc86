/**
 * Mean and population standard deviation of the newest `period` values; constant time per value.
 *
 * Sums are kept of distances from an anchor close to the values, and are replaced once a period by sums made afresh
 * around a newer anchor: no cancellation at high prices, exactly zero for a flat window. {@link rollingBands} does
 * the same over a column, to the bit.
 */
export class RollingDeviation {
  declare private readonly window: Float64Array;
  private position = 0;
  /** Numbers by the places below; a field of its own each is slower. */
  private readonly running = new Float64Array(9);

  constructor(period: number) {
    this.window = new Float64Array(period);
    this.running[MEAN] = Number.NaN;
    this.running[DEVIATION] = Number.NaN;
    this.running[INVERSE] = Number.NaN;
  }

  get mean(): number {
    return this.running[MEAN]!;
  }

  get deviation(): number {
    return this.running[DEVIATION]!;
  }

  get isReady(): boolean {
    return this.running[INVERSE]! > 0;
  }

  push(value: number): void {
    const { window, position, running } = this;
    if (position === 0) running[NEXT_ANCHOR] = value;
    const anchor = running[ANCHOR]!;
    const entering = value - anchor;
    const leaving = window[position]! - anchor;
    const distance = value - running[NEXT_ANCHOR]!;
    const sum = running[SUM]! + (entering - leaving);
    const squares = running[SQUARES]! + (entering * entering - leaving * leaving);
    running[FRESH_SUM]! += distance;
    running[FRESH_SQUARES]! += distance * distance;
    window[position] = value;
    if (position + 1 === window.length) {
      this.renew();
      return;
    }
    this.position = position + 1;
    running[SUM] = sum;
    running[SQUARES] = squares;
    this.conclude(anchor, sum, squares);
  }

  private renew(): void {
    const { running } = this;
    this.position = 0;
    running[INVERSE] = 1 / this.window.length;
    running[ANCHOR] = running[NEXT_ANCHOR]!;
    running[SUM] = running[FRESH_SUM]!;
    running[SQUARES] = running[FRESH_SQUARES]!;
    running[FRESH_SUM] = 0;
    running[FRESH_SQUARES] = 0;
    this.conclude(running[ANCHOR]!, running[SUM]!, running[SQUARES]!);
  }

  private conclude(anchor: number, sum: number, squares: number): void {
    const { running } = this;
    const inverse = running[INVERSE]!;
    const offset = sum * inverse;
    const variance = squares * inverse - offset * offset;
    running[MEAN] = anchor + offset;
    running[DEVIATION] = Math.sqrt(variance < 0 ? 0 : variance);
  }
}

// Places in the running state; the inverse of the period is NaN until the window is full, which makes both results NaN.
const MEAN = 0;
const DEVIATION = 1;
const INVERSE = 2;
const ANCHOR = 3;
const NEXT_ANCHOR = 4;
const SUM = 5;
const SQUARES = 6;
const FRESH_SUM = 7;
const FRESH_SQUARES = 8;

interface Bands {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

/** Weights of the mean, and of the deviation above and below it. */
interface BandWeights {
  readonly centre: number;
  readonly above: number;
  readonly below: number;
}

/**
 * Writes rolling means of `source` and bands of population standard deviations about them, NaN before index `period` − 1,
 * in one pass. Columns may be one and the same: the upper band is written last.
 */
export function rollingBands(
  source: Float64Array,
  period: number,
  { upper, middle, lower }: Bands,
  { centre, above, below }: BandWeights,
): void {
  const { length } = source;
  const inverse = 1 / period;
  for (const column of [upper, middle, lower]) column.fill(Number.NaN, 0, Math.min(length, period - 1));
  let anchor = 0;
  let sum = 0;
  let squares = 0;
  for (let block = 0; block < length; block += period) {
    const isWhole = block + period <= length;
    const last = isWhole ? block + period - 1 : length;
    const nextAnchor = source[block]!;
    let freshSum = 0;
    let freshSquares = 0;
    if (block === 0) {
      for (let i = 0; i < last; i++) {
        const distance = source[i]! - nextAnchor;
        freshSum += distance;
        freshSquares += distance * distance;
      }
    } else {
      for (let i = block; i < last; i++) {
        const value = source[i]!;
        const distance = value - nextAnchor;
        freshSum += distance;
        freshSquares += distance * distance;
        const entering = value - anchor;
        const leaving = source[i - period]! - anchor;
        sum += entering - leaving;
        squares += entering * entering - leaving * leaving;
        const offset = sum * inverse;
        const variance = squares * inverse - offset * offset;
        const deviation = Math.sqrt(variance < 0 ? 0 : variance);
        const mean = centre * (anchor + offset);
        middle[i] = mean;
        lower[i] = mean - below * deviation;
        upper[i] = mean + above * deviation;
      }
    }
    if (!isWhole) return;
    const distance = source[last]! - nextAnchor;
    anchor = nextAnchor;
    sum = freshSum + distance;
    squares = freshSquares + distance * distance;
    const offset = sum * inverse;
    const variance = squares * inverse - offset * offset;
    const deviation = Math.sqrt(variance < 0 ? 0 : variance);
    const mean = centre * (anchor + offset);
    middle[last] = mean;
    lower[last] = mean - below * deviation;
    upper[last] = mean + above * deviation;
  }
}
