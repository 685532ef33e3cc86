import { ExponentialAverage } from './exponential-average.ts';
import { ratio } from './kernel.ts';
import { RollingSum } from './rolling-sum.ts';

/**
 * Wilder's average change over his average absolute change, −1 to 1, NaN for the first `period` values: 50 + 50 times it
 * is the relative strength index, 100 times it Chande's oscillator. `still` stands where nothing moved.
 */
export class NetChangeShare {
  declare private readonly net: ExponentialAverage;
  declare private readonly gross: ExponentialAverage;
  declare private readonly still: number;
  private before = Number.NaN;

  constructor(period: number, still: number) {
    this.net = new ExponentialAverage(period, 1 / period);
    this.gross = new ExponentialAverage(period, 1 / period);
    this.still = still;
  }

  push(value: number): number {
    const change = value - this.before;
    this.before = value;
    if (Number.isNaN(change)) return Number.NaN;
    const net = this.net.push(change);
    const gross = this.gross.push(Math.abs(change));
    return gross === 0 ? this.still : net / gross;
  }
}

/** The newest `period` changes summed, over the sum of their sizes, −1 to 1, NaN for the first `period` values; 0 where nothing moved. */
export class NetChangeSum {
  declare private readonly net: RollingSum;
  declare private readonly gross: RollingSum;
  private before = Number.NaN;

  constructor(period: number) {
    this.net = new RollingSum(period);
    this.gross = new RollingSum(period);
  }

  push(value: number): number {
    const change = value - this.before;
    this.before = value;
    return Number.isNaN(change)
      ? Number.NaN
      : ratio(this.net.push(change), this.gross.push(Math.abs(change)));
  }
}
