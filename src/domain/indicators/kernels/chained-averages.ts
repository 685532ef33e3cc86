import { customarySmoothing, ExponentialAverage } from './exponential-average.ts';
import { feed } from './kernel.ts';

/**
 * Exponential averages in a row, each of the one before: `levels[0]` of the values, `levels[1]` of that, and so on.
 * Each is seeded in turn with the mean of the first `period` values that reach it (TA-Lib), or all together with that
 * of the first (`isSeededTogether`: Stock.Indicators and most charting sites).
 */
export class ChainedAverages {
  declare readonly levels: Float64Array;
  declare private readonly averages: readonly ExponentialAverage[];

  /** `seed` is how many values the first is seeded with, `period` unless told. */
  constructor(options: { count: number; period: number; isSeededTogether?: boolean; seed?: number }) {
    const { count, period, isSeededTogether = false, seed = period } = options;
    const smoothing = customarySmoothing(period);
    this.levels = new Float64Array(count).fill(Number.NaN);
    this.averages = Array.from(
      { length: count },
      (_, level) => new ExponentialAverage(level === 0 ? seed : isSeededTogether ? 1 : period, smoothing),
    );
  }

  /** Answers the last level, NaN until it is ready. */
  push(value: number): number {
    const { levels, averages } = this;
    let current = value;
    for (let level = 0; level < averages.length; level++) {
      current = feed(averages[level]!, current);
      levels[level] = current;
    }
    return current;
  }

  /** Bars until the last of `count` averages is ready. */
  static warmUpBars(count: number, period: number, isSeededTogether = false): number {
    return isSeededTogether ? period : count * (period - 1) + 1;
  }
}
