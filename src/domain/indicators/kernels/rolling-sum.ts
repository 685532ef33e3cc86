/**
 * Sum of the newest `period` values, NaN until there are as many; constant time per value. Replaced once a period by
 * one added up afresh, so that rounding never builds up.
 */
export class RollingSum {
  private readonly window: Float64Array;
  private position = 0;
  private sum = 0;
  private fresh = 0;
  private isFull = false;

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  push(value: number): number {
    const { window, position } = this;
    this.sum += value - window[position]!;
    this.fresh += value;
    window[position] = value;
    if (position + 1 === window.length) {
      this.position = 0;
      this.sum = this.fresh;
      this.fresh = 0;
      this.isFull = true;
    } else {
      this.position = position + 1;
    }
    return this.isFull ? this.sum : Number.NaN;
  }
}
