import { RollingMaximum } from './rolling-maximum.ts';

/** Middle between the highest high and the lowest low of the newest `period` bars. */
export class RangeMiddle {
  declare private readonly highest: RollingMaximum;
  declare private readonly lowest: RollingMaximum;

  constructor(period: number) {
    this.highest = new RollingMaximum(period);
    this.lowest = new RollingMaximum(period);
  }

  push(high: number, low: number): number {
    return (this.highest.push(high) - this.lowest.push(-low)) / 2;
  }
}
