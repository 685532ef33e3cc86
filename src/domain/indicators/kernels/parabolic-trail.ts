/**
 * Wilder's parabolic stop as Stock.Indicators follows it: it begins as if rising from the first low, turns when the price
 * goes beyond the stop, and is NaN until its first turn, before which its side is a guess. {@link ParabolicStop} is TA-Lib's.
 */
export class ParabolicTrail {
  declare private readonly step: number;
  declare private readonly maximum: number;
  private isRising = true;
  private hasTurned = false;
  private taken = 0;
  declare private acceleration: number;
  private extreme = 0;
  private stop = 0;
  private high = 0;
  private low = 0;
  private highBefore = Number.NEGATIVE_INFINITY;
  private lowBefore = Number.POSITIVE_INFINITY;

  constructor(step: number, maximum: number) {
    this.step = step;
    this.maximum = maximum;
    this.acceleration = step;
  }

  push(high: number, low: number): number {
    let value = Number.NaN;
    if (this.taken === 0) {
      this.extreme = high;
      this.stop = low;
    } else {
      const wasTurned = this.hasTurned;
      this.advance(high, low);
      if (wasTurned) value = this.stop;
    }
    if (this.taken < 2) this.taken++;
    this.highBefore = this.high;
    this.lowBefore = this.low;
    this.high = high;
    this.low = low;
    return value;
  }

  private advance(high: number, low: number): void {
    const { isRising } = this;
    let stop = this.stop + this.acceleration * (this.extreme - this.stop);
    if (this.taken === 2)
      stop = isRising ? Math.min(stop, this.low, this.lowBefore) : Math.max(stop, this.high, this.highBefore);
    if (isRising ? low < stop : high > stop) {
      this.stop = this.extreme;
      this.isRising = !isRising;
      this.hasTurned = true;
      this.acceleration = this.step;
      this.extreme = isRising ? low : high;
      return;
    }
    this.stop = stop;
    if (isRising ? high > this.extreme : low < this.extreme) {
      this.extreme = isRising ? high : low;
      this.acceleration = Math.min(this.acceleration + this.step, this.maximum);
    }
  }
}
