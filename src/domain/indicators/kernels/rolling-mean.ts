/**
 * Mean of the newest `period` values, NaN until there are as many; constant time per value.
 *
 * The sum is replaced once a period by one added up afresh, so rounding never builds up over a long series and a
 * single absurd value is forgotten within two periods. {@link rollingMean} does the same over a column, to the bit.
 */
export class RollingMean {
  private readonly window: Float64Array;
  /** Place of the oldest value; it runs down. */
  private position: number;
  private sum = 0;
  private fresh = 0;
  /** NaN until the window is full, which makes the quotient NaN without a branch. */
  private divisor = Number.NaN;

  constructor(period: number) {
    this.window = new Float64Array(period);
    this.position = period - 1;
  }

  get isReady(): boolean {
    return this.divisor > 0;
  }

  push(value: number): number {
    const { window, position } = this;
    const fresh = this.fresh + value;
    if (position === 0) return this.renew(value, fresh);
    const sum = this.sum + (value - window[position]!);
    window[position] = value;
    this.position = position - 1;
    this.sum = sum;
    this.fresh = fresh;
    return sum / this.divisor;
  }

  private renew(value: number, fresh: number): number {
    this.window[0] = value;
    this.position = this.window.length - 1;
    this.sum = fresh;
    this.fresh = 0;
    this.divisor = this.window.length;
    return fresh / this.divisor;
  }
}

/** Writes to `output` the rolling mean of `source` from index `start` on, NaN before it is ready. */
export function rollingMean(source: Float64Array, start: number, period: number, output: Float64Array): void {
  const length = source.length;
  output.fill(Number.NaN, 0, Math.min(length, start + period - 1));
  if (length < start + period) return;
  let sum = 0;
  for (let i = start; i < start + period; i++) sum += source[i]!;
  output[start + period - 1] = sum / period;
  for (let block = start + period; block < length; block += period) {
    const end = Math.min(block + period, length);
    let fresh = 0;
    for (let i = block; i < end; i++) {
      const value = source[i]!;
      sum += value - source[i - period]!;
      fresh += value;
      output[i] = sum / period;
    }
    if (end === block + period) {
      sum = fresh;
      output[end - 1] = sum / period;
    }
  }
}
