/**
 * Mean and population standard deviation of the newest `period` values; constant time per value.
 *
 * Sums are kept of distances from an anchor close to the values, and are replaced once a period by sums made afresh
 * around a newer anchor: no cancellation at high prices, exactly zero for a flat window. {@link rollingDeviation} does
 * the same over a column, to the bit.
 */
export class RollingDeviation {
  mean = Number.NaN;
  deviation = Number.NaN;
  private readonly window: Float64Array;
  private position = 0;
  private anchor = 0;
  private sum = 0;
  private squares = 0;
  private nextAnchor = 0;
  private freshSum = 0;
  private freshSquares = 0;
  /** NaN until the window is full, which makes both results NaN without a branch. */
  private inverse = Number.NaN;

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  get isReady(): boolean {
    return this.inverse > 0;
  }

  push(value: number): void {
    const window = this.window;
    const position = this.position;
    if (position === 0) this.nextAnchor = value;
    const entering = value - this.anchor;
    const leaving = window[position]! - this.anchor;
    const distance = value - this.nextAnchor;
    this.sum += entering - leaving;
    this.squares += entering * entering - leaving * leaving;
    this.freshSum += distance;
    this.freshSquares += distance * distance;
    window[position] = value;
    if (position + 1 === window.length) this.renew();
    else this.position = position + 1;
    const offset = this.sum * this.inverse;
    this.mean = this.anchor + offset;
    this.deviation = Math.sqrt(Math.max(0, this.squares * this.inverse - offset * offset));
  }

  private renew(): void {
    this.position = 0;
    this.inverse = 1 / this.window.length;
    this.anchor = this.nextAnchor;
    this.sum = this.freshSum;
    this.squares = this.freshSquares;
    this.freshSum = 0;
    this.freshSquares = 0;
  }
}

/**
 * Writes the rolling mean and population standard deviation of `source`, NaN before index `period` − 1. `onBlock` is told
 * of each stretch written, end exclusive, while it is still close to the processor.
 */
export function rollingDeviation(
  source: Float64Array,
  period: number,
  mean: Float64Array,
  deviation: Float64Array,
  onBlock?: (start: number, end: number) => void,
): void {
  const length = source.length;
  const inverse = 1 / period;
  mean.fill(Number.NaN, 0, Math.min(length, period - 1));
  deviation.fill(Number.NaN, 0, Math.min(length, period - 1));
  let anchor = 0;
  let sum = 0;
  let squares = 0;
  for (let block = 0; block < length; block += period) {
    const end = Math.min(block + period, length);
    const nextAnchor = source[block]!;
    let freshSum = 0;
    let freshSquares = 0;
    for (let i = block; i < end; i++) {
      const distance = source[i]! - nextAnchor;
      freshSum += distance;
      freshSquares += distance * distance;
    }
    for (let i = Math.max(block, period); i < end; i++) {
      const entering = source[i]! - anchor;
      const leaving = source[i - period]! - anchor;
      sum += entering - leaving;
      squares += entering * entering - leaving * leaving;
      const offset = sum * inverse;
      mean[i] = anchor + offset;
      deviation[i] = Math.sqrt(Math.max(0, squares * inverse - offset * offset));
    }
    if (end < block + period) {
      onBlock?.(block, end);
      return;
    }
    anchor = nextAnchor;
    sum = freshSum;
    squares = freshSquares;
    const offset = sum * inverse;
    mean[end - 1] = anchor + offset;
    deviation[end - 1] = Math.sqrt(Math.max(0, squares * inverse - offset * offset));
    onBlock?.(block, end);
  }
}
