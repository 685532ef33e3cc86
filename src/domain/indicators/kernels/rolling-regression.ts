/**
 * Least-squares line through the newest `period` values, the oldest at 0 and the newest at `period` − 1; constant time
 * per value. Sums are of distances from an anchor close to the values and are made afresh once a period, so a high
 * price costs no precision.
 */
export class RollingRegression {
  slope = Number.NaN;
  /** The line where the window begins. */
  intercept = Number.NaN;
  /** The line at the newest value. */
  end = Number.NaN;
  /** Population variance of the values. */
  variance = Number.NaN;
  declare private readonly window: Float64Array;
  private position = 0;
  private isFull = false;
  private anchor = 0;
  private sum = 0;
  private weighted = 0;
  private squares = 0;
  private nextAnchor = 0;
  private freshSum = 0;
  private freshWeighted = 0;
  private freshSquares = 0;

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  /** Share of the variance that the line explains, 0 to 1; 0 for a flat window. */
  get determination(): number {
    const period = this.window.length;
    if (this.variance === 0) return 0;
    const explained = (this.slope * this.slope * (period * period - 1)) / 12;
    return Math.min(1, explained / this.variance);
  }

  /** Population standard deviation of the values about the line. */
  get deviation(): number {
    return Math.sqrt(Math.max(0, this.variance * (1 - this.determination)));
  }

  /** Answers the line at the newest value, NaN until there are `period` values. */
  push(value: number): number {
    const { window, position } = this;
    const period = window.length;
    if (position === 0) this.nextAnchor = value;
    const entering = value - this.anchor;
    const leaving = window[position]! - this.anchor;
    // Every value in the window moves one place towards the start, the oldest (at 0) out of it.
    this.weighted += (period - 1) * entering - (this.sum - leaving);
    this.sum += entering - leaving;
    this.squares += entering * entering - leaving * leaving;
    const distance = value - this.nextAnchor;
    this.freshSum += distance;
    this.freshWeighted += position * distance;
    this.freshSquares += distance * distance;
    window[position] = value;
    if (position + 1 === period) this.renew();
    else this.position = position + 1;
    if (this.isFull) this.solve(period);
    return this.end;
  }

  private solve(period: number): void {
    const places = (period * (period - 1)) / 2;
    const mean = this.sum / period;
    const spread = (period * (period * period - 1)) / 12;
    this.slope = period === 1 ? 0 : (this.weighted - places * mean) / spread;
    this.intercept = this.anchor + mean - (this.slope * (period - 1)) / 2;
    this.end = this.intercept + this.slope * (period - 1);
    this.variance = Math.max(0, this.squares / period - mean * mean);
  }

  private renew(): void {
    this.position = 0;
    this.isFull = true;
    this.anchor = this.nextAnchor;
    this.sum = this.freshSum;
    this.weighted = this.freshWeighted;
    this.squares = this.freshSquares;
    this.freshSum = 0;
    this.freshWeighted = 0;
    this.freshSquares = 0;
  }
}
