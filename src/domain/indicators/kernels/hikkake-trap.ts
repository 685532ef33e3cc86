import type { Candles } from './candles.ts';

/**
 * Remembers a trap until it is sprung: ±100 on the bar that sets it, ±200 on the first close within three bars beyond
 * the inside bar, 0 else (TA-Lib CDLHIKKAKE, CDLHIKKAKEMOD).
 */
export class HikkakeTrap {
  private result = 0;
  private barsSince = 4;
  private high = 0;
  private low = 0;

  /** `set` is 100 or −100 on a bar that sets a trap, else 0; the inside bar is the one before it. */
  push(candles: Candles, set: number): number {
    if (set !== 0) {
      this.result = set;
      this.barsSince = 0;
      this.high = candles.high(1);
      this.low = candles.low(1);
      return set;
    }
    if (this.barsSince > 3) return 0;
    this.barsSince++;
    const close = candles.close(0);
    const isSprung = this.result > 0 ? close > this.high : close < this.low;
    if (this.barsSince > 3 || !isSprung) return 0;
    this.barsSince = 4;
    return 2 * this.result;
  }
}
