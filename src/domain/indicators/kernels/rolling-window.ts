/** The newest `period` values by age, for what has no rolling form and goes over the window at each bar. */
export class RollingWindow {
  /** How many values the window takes. */
  declare readonly period: number;
  declare private readonly values: Float64Array;
  private newest = -1;
  private count = 0;

  constructor(period: number) {
    this.period = period;
    this.values = new Float64Array(period);
  }

  get isFull(): boolean {
    return this.count === this.period;
  }

  push(value: number): void {
    this.newest = this.newest + 1 === this.period ? 0 : this.newest + 1;
    this.values[this.newest] = value;
    if (this.count < this.period) this.count++;
  }

  /** The value `age` pushes ago, 0 being the newest; age must be below the period. */
  at(age: number): number {
    const place = this.newest - age;
    return this.values[place < 0 ? place + this.period : place]!;
  }

  /** The values in no stated order, for sums and counts; only whole once full. */
  get unordered(): Float64Array {
    return this.values;
  }
}
