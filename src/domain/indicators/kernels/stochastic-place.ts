import { RollingMaximum } from './rolling-maximum.ts';

/** Where the close stands between the lowest low and the highest high of the newest `period` bars, 0 to 100; a range of zero counts as 0. */
export class StochasticPlace {
  declare private readonly highest: RollingMaximum;
  declare private readonly lowest: RollingMaximum;

  constructor(period: number) {
    this.highest = new RollingMaximum(period);
    this.lowest = new RollingMaximum(period);
  }

  push(high: number, low: number, close: number): number {
    const top = this.highest.push(high);
    const bottom = -this.lowest.push(-low);
    return top === bottom ? 0 : (100 * (close - bottom)) / (top - bottom);
  }
}
