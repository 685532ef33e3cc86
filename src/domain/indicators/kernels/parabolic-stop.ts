interface Acceleration {
  readonly initial: number;
  readonly step: number;
  readonly maximum: number;
}

/**
 * Wilder's parabolic stop over highs and lows (TA-Lib SAR and SAREXT). Values are prices, whatever the side;
 * {@link ParabolicStop.wasLong} tells on which the newest stands.
 */
export class ParabolicStop {
  wasLong = true;
  declare private readonly start: number;
  declare private readonly offset: number;
  declare private readonly long: Acceleration;
  declare private readonly short: Acceleration;
  private isLong = true;
  private count = 0;
  private high = 0;
  private low = 0;
  private stop = 0;
  private extreme = 0;
  private acceleration = 0;

  constructor(options: { long: Acceleration; short: Acceleration; start?: number; offset?: number }) {
    this.start = options.start ?? 0;
    this.offset = options.offset ?? 0;
    this.long = capped(options.long);
    this.short = capped(options.short);
  }

  push(high: number, low: number): number {
    if (this.count < 2) this.count++;
    if (this.count === 2 && this.extreme === 0 && this.stop === 0) this.begin(high, low);
    const value = this.count < 2 ? Number.NaN : this.advance(high, low);
    this.high = high;
    this.low = low;
    return value;
  }

  private begin(high: number, low: number): void {
    const fall = this.low - low;
    const rise = high - this.high;
    this.isLong = this.start === 0 ? !(fall > 0 && rise < fall) : this.start > 0;
    this.extreme = this.isLong ? high : low;
    this.stop = this.start === 0 ? (this.isLong ? this.low : this.high) : Math.abs(this.start);
    this.acceleration = (this.isLong ? this.long : this.short).initial;
    // The stop of the first bar is moved by that bar alone.
    this.high = high;
    this.low = low;
  }

  private advance(high: number, low: number): number {
    const touched = this.isLong ? low <= this.stop : high >= this.stop;
    if (touched) this.reverse(high, low);
    const value = this.stop;
    this.wasLong = this.isLong;
    if (!touched) {
      const { step, maximum } = this.isLong ? this.long : this.short;
      const isNewExtreme = this.isLong ? high > this.extreme : low < this.extreme;
      if (isNewExtreme) {
        this.extreme = this.isLong ? high : low;
        this.acceleration = Math.min(maximum, this.acceleration + step);
      }
    }
    const next = this.stop + this.acceleration * (this.extreme - this.stop);
    this.stop = this.isLong ? Math.min(next, this.low, low) : Math.max(next, this.high, high);
    return value;
  }

  private reverse(high: number, low: number): void {
    const { offset } = this;
    this.isLong = !this.isLong;
    if (this.isLong) {
      this.stop = Math.min(this.extreme, this.low, low);
      this.stop -= this.stop * offset;
      this.extreme = high;
    } else {
      this.stop = Math.max(this.extreme, this.high, high);
      this.stop += this.stop * offset;
      this.extreme = low;
    }
    this.acceleration = (this.isLong ? this.long : this.short).initial;
  }
}

function capped({ initial, step, maximum }: Acceleration): Acceleration {
  return { initial: Math.min(initial, maximum), step: Math.min(step, maximum), maximum };
}
