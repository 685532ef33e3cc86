/**
 * Largest of the newest `period` values, NaN until there are as many; amortised constant time per value.
 *
 * Values come in blocks of `period`. The window is the end of the block before and the beginning of this one: the
 * larger of that end's maximum, worked out backwards when the block closed, and of this beginning's, kept as it grows.
 * The smallest of a window is the negated largest of the negated values.
 */
export class RollingMaximum {
  isReady = false;
  /** Up to `position` values of this block; from there on, maxima from each place to the end of the block before. */
  declare private readonly window: Float64Array;
  private position = 0;
  private growing = Number.NEGATIVE_INFINITY;

  constructor(period: number) {
    this.window = new Float64Array(period).fill(Number.NaN);
  }

  push(value: number): number {
    const window = this.window;
    const next = this.position + 1;
    const growing = Math.max(this.growing, value);
    window[this.position] = value;
    if (next < window.length) {
      this.growing = growing;
      this.position = next;
      return Math.max(growing, window[next]!);
    }
    for (let i = window.length - 2; i >= 0; i--) window[i] = Math.max(window[i]!, window[i + 1]!);
    this.growing = Number.NEGATIVE_INFINITY;
    this.position = 0;
    this.isReady = true;
    return growing;
  }
}
