/**
 * Mean of the newest `period` values, NaN until there are as many, with Kahan's compensation for both what enters and
 * what leaves; a window of one value over and over is exactly that value.
 *
 * Operation for operation the rolling mean of pandas, on which backtesting.py's strategies rest: where two averages
 * touch, the last bit decides whether they cross. {@link RollingMean} is three times as fast and good to the last bit or two.
 */
export class CompensatedMean {
  declare private readonly window: Float64Array;
  private position = 0;
  private sum = 0;
  private lostEntering = 0;
  private lostLeaving = 0;
  private newest = Number.NaN;
  private repeats = 0;
  private isFull = false;

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  push(value: number): number {
    const window = this.window;
    const position = this.position;
    let sum = this.sum;
    if (this.isFull) {
      const leaving = -window[position]! - this.lostLeaving;
      const remaining = sum + leaving;
      this.lostLeaving = remaining - sum - leaving;
      sum = remaining;
    }
    const entering = value - this.lostEntering;
    const total = sum + entering;
    this.lostEntering = total - sum - entering;
    this.sum = total;
    this.repeats = value === this.newest ? this.repeats + 1 : 1;
    this.newest = value;
    window[position] = value;
    if (position + 1 === window.length) {
      this.position = 0;
      this.isFull = true;
    } else {
      this.position = position + 1;
    }
    if (!this.isFull) return Number.NaN;
    return this.repeats >= window.length ? value : total / window.length;
  }
}

/**
 * What {@link CompensatedMean} gives for each of the first `length` values, to the bit: the same operations on variables
 * of one loop, which a process compiles in a third of the time.
 */
export function compensatedMeans(
  values: Float64Array,
  period: number,
  output: Float64Array,
  length = values.length,
): void {
  let sum = 0;
  let lostEntering = 0;
  let lostLeaving = 0;
  let newest = Number.NaN;
  let repeats = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    if (i >= period) {
      const leaving = -values[i - period]! - lostLeaving;
      const remaining = sum + leaving;
      lostLeaving = remaining - sum - leaving;
      sum = remaining;
    }
    const entering = value - lostEntering;
    const total = sum + entering;
    lostEntering = total - sum - entering;
    sum = total;
    repeats = value === newest ? repeats + 1 : 1;
    newest = value;
    output[i] = i + 1 < period ? Number.NaN : repeats >= period ? value : total / period;
  }
}
