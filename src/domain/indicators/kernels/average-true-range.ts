import { trueRangeOf } from '../volatility/true-range.ts';
import { ExponentialAverage } from './exponential-average.ts';

/** Wilder's average of the true range over `period` bars, the first of which has none: NaN for `period` bars (TA-Lib ATR). */
export class AverageTrueRange {
  declare private readonly average: ExponentialAverage;
  private before = Number.NaN;

  constructor(period: number) {
    this.average = new ExponentialAverage(period, 1 / period);
  }

  push(high: number, low: number, close: number): number {
    const { before } = this;
    this.before = close;
    return Number.isNaN(before) ? Number.NaN : this.average.push(trueRangeOf(high, low, before));
  }
}
