/** The newest `period` values kept in order: pushing one costs up to `period` steps, reading any rank one. */
export class SortedWindow {
  declare private readonly sorted: Float64Array;
  declare private readonly window: Float64Array;
  private position = 0;
  private count = 0;

  constructor(period: number) {
    this.sorted = new Float64Array(period);
    this.window = new Float64Array(period);
  }

  push(value: number): void {
    const { sorted, window } = this;
    let place = this.count;
    if (this.count === window.length) place = sorted.indexOf(window[this.position]!);
    else this.count++;
    // The gap left at `place` moves to where the value belongs.
    while (place + 1 < this.count && sorted[place + 1]! < value) {
      sorted[place] = sorted[place + 1]!;
      place++;
    }
    while (place > 0 && sorted[place - 1]! > value) {
      sorted[place] = sorted[place - 1]!;
      place--;
    }
    sorted[place] = value;
    window[this.position] = value;
    this.position = this.position + 1 === window.length ? 0 : this.position + 1;
  }

  /** The smallest value that the share (0 to 1) does not exceed; only whole once full. */
  nearestRank(share: number): number {
    return this.sorted[Math.max(0, Math.ceil(share * this.count) - 1)]!;
  }

  /** The value below which the share (0 to 1) lies, between two neighbours by distance; only whole once full. */
  quantile(share: number): number {
    const rank = share * (this.count - 1);
    const below = Math.floor(rank);
    const lower = this.sorted[below]!;
    return below + 1 < this.count ? lower + (rank - below) * (this.sorted[below + 1]! - lower) : lower;
  }
}
