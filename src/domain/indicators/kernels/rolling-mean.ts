/**
 * Mean of the newest `period` values, NaN until there are as many; constant time per value.
 *
 * The sum is replaced once a period by one added up afresh, so rounding never builds up over a long series and a
 * single absurd value is forgotten within two periods. {@link rollingMean} does the same over a column, to the bit.
 */
export class RollingMean {
  declare private readonly window: Float64Array;
  /** Place of the oldest value; it runs down. */
  declare private position: number;
  /** Sum, the sum added up afresh, and their divisor, NaN until the window is full; a field of its own each is slower. */
  private readonly running = Float64Array.of(0, 0, Number.NaN);

  constructor(period: number) {
    this.window = new Float64Array(period);
    this.position = period - 1;
  }

  get isReady(): boolean {
    return this.running[2]! > 0;
  }

  push(value: number): number {
    const { window, position, running } = this;
    const fresh = running[1]! + value;
    if (position === 0) return this.renew(value, fresh);
    const sum = running[0]! + (value - window[position]!);
    window[position] = value;
    this.position = position - 1;
    running[0] = sum;
    running[1] = fresh;
    return sum / running[2]!;
  }

  private renew(value: number, fresh: number): number {
    const { window, running } = this;
    window[0] = value;
    this.position = window.length - 1;
    running[0] = fresh;
    running[1] = 0;
    running[2] = window.length;
    return fresh / window.length;
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
