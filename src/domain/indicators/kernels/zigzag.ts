/** Follows swings of at least a share of the price: a turn is known once the price is that far from the extreme. */
export class ZigZag {
  /** Price of the newest known turn; before the first, the middle of the first bar. */
  turn = Number.NaN;
  /** 1 while the swing rises, −1 while it falls, 0 before the first turn. */
  direction = 0;
  /** How far the swing that runs has come. */
  extreme = Number.NaN;
  declare private readonly share: number;
  private highest = Number.NEGATIVE_INFINITY;
  private lowest = Number.POSITIVE_INFINITY;

  constructor(share: number) {
    this.share = share;
  }

  /** Answers whether a turn became known. */
  push(high: number, low: number): boolean {
    if (Number.isNaN(this.turn)) {
      this.turn = (high + low) / 2;
      this.extreme = this.turn;
    }
    if (this.direction >= 0 && high > this.highest) this.highest = high;
    if (this.direction <= 0 && low < this.lowest) this.lowest = low;
    const falls = this.direction >= 0 && low <= this.highest * (1 - this.share);
    const rises = !falls && this.direction <= 0 && high >= this.lowest * (1 + this.share);
    if (falls) {
      this.turn = this.highest;
      this.lowest = low;
      this.direction = -1;
    } else if (rises) {
      this.turn = this.lowest;
      this.highest = high;
      this.direction = 1;
    }
    if (this.direction !== 0) this.extreme = this.direction === 1 ? this.highest : this.lowest;
    return falls || rises;
  }
}
