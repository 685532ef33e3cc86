/**
 * Sum of the newest `period` values, NaN until there are as many; constant time per value. Replaced once a period by
 * one added up afresh, so that rounding never builds up.
 */
export class RollingSum {
  declare private readonly window: Float64Array;
  private position = 0;
  /** Sum, the sum added up afresh, and what makes both NaN until the window is full: NaN, then 0. */
  private readonly running = Float64Array.of(0, 0, Number.NaN);

  constructor(period: number) {
    this.window = new Float64Array(period);
  }

  push(value: number): number {
    const { window, position, running } = this;
    const sum = running[0]! + (value - window[position]!);
    const fresh = running[1]! + value;
    window[position] = value;
    if (position + 1 === window.length) {
      this.position = 0;
      running[0] = fresh;
      running[1] = 0;
      running[2] = 0;
      return fresh;
    }
    this.position = position + 1;
    running[0] = sum;
    running[1] = fresh;
    return sum + running[2]!;
  }
}
