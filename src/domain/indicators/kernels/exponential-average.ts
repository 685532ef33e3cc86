/**
 * Exponential average seeded with the plain mean of its first `period` values (TA-Lib's convention), NaN before.
 * `smoothing` is the weight of the newest value: 2 / (period + 1) by custom, 1 / period for Wilder's averages.
 * {@link exponentialAverage} does the same over a column, to the bit.
 */
export class ExponentialAverage {
  value = Number.NaN;
  /** Weight of the newest value. */
  declare readonly smoothing: number;
  /** Weight of all that came before: 1 − `smoothing`. */
  declare readonly persistence: number;
  declare private readonly period: number;
  private count = 0;
  private seed = 0;

  constructor(period: number, smoothing: number) {
    this.period = period;
    this.smoothing = smoothing;
    this.persistence = 1 - smoothing;
  }

  get isReady(): boolean {
    return this.count === this.period;
  }

  push(value: number): number {
    if (this.count === this.period) {
      this.value = this.smoothing * value + this.persistence * this.value;
    } else {
      this.seed += value;
      if (++this.count === this.period) this.value = this.seed / this.period;
    }
    return this.value;
  }
}

/** Weight of the newest value in an exponential average of `period` bars: 2 / (period + 1). */
export function customarySmoothing(period: number): number {
  return 2 / (period + 1);
}

/** An exponential average of `period` values with the customary weight, seeded with their mean. */
export function customaryAverage(period: number): ExponentialAverage {
  return new ExponentialAverage(period, customarySmoothing(period));
}

/**
 * Writes to `output` the exponential average of `source` from index `start` on, NaN before it is ready.
 * `output` may be `source` itself.
 */
export function exponentialAverage(
  source: Float64Array,
  output: Float64Array,
  options: { start: number; period: number; smoothing: number },
): void {
  const { start, period, smoothing } = options;
  const persistence = 1 - smoothing;
  const ready = start + period - 1;
  let seed = 0;
  for (let i = start; i <= ready && i < source.length; i++) seed += source[i]!;
  output.fill(Number.NaN, 0, Math.min(ready, output.length));
  if (ready >= source.length) return;
  let average = seed / period;
  output[ready] = average;
  for (let i = ready + 1; i < source.length; i++) {
    average = smoothing * source[i]! + persistence * average;
    output[i] = average;
  }
}
