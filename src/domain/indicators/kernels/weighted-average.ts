/**
 * Linearly weighted mean of the newest `period` values, weight `period` for the newest down to 1; constant time per
 * value. Weighted and plain sums roll along and are made afresh once a period. {@link weightedAverage} does the same
 * over a column, to the bit.
 */
export class WeightedAverage {
  declare private readonly window: Float64Array;
  private position = 0;
  private sum = 0;
  private weighted = 0;
  private freshSum = 0;
  private freshWeighted = 0;
  private weights = Number.NaN;

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  get isReady(): boolean {
    return this.weights > 0;
  }

  push(value: number): number {
    const { window, position } = this;
    const period = window.length;
    this.freshSum += value;
    this.freshWeighted += (position + 1) * value;
    this.weighted += period * value - this.sum;
    this.sum += value - window[position]!;
    window[position] = value;
    this.position = position + 1;
    if (this.position === period) this.renew(period);
    return this.weighted / this.weights;
  }

  private renew(period: number): void {
    this.position = 0;
    this.sum = this.freshSum;
    this.weighted = this.freshWeighted;
    this.freshSum = 0;
    this.freshWeighted = 0;
    this.weights = (period * (period + 1)) / 2;
  }
}

/** Writes to `output` the weighted mean of a column, NaN before index `period` − 1. */
export function weightedAverage(source: Float64Array, period: number, output: Float64Array): void {
  const length = source.length;
  output.fill(Number.NaN, 0, Math.min(length, period - 1));
  const weights = (period * (period + 1)) / 2;
  let sum = 0;
  let weighted = 0;
  for (let block = 0; block < length; block += period) {
    const end = Math.min(block + period, length);
    let freshSum = 0;
    let freshWeighted = 0;
    for (let i = block; i < end; i++) {
      const value = source[i]!;
      freshSum += value;
      freshWeighted += (i - block + 1) * value;
      if (block === 0) continue;
      weighted += period * value - sum;
      sum += value - source[i - period]!;
      output[i] = weighted / weights;
    }
    if (end === block + period) {
      sum = freshSum;
      weighted = freshWeighted;
      output[end - 1] = weighted / weights;
    }
  }
}
