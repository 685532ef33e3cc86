import type { RollingWindow } from './rolling-window.ts';

/** Mean second, third and fourth powers of the distances of a full window from its mean. */
export class CentralMoments {
  second = Number.NaN;
  third = Number.NaN;
  fourth = Number.NaN;

  measure(window: RollingWindow): void {
    const { period } = window;
    const values = window.unordered;
    const anchor = values[0]!;
    let sum = 0;
    for (let i = 0; i < period; i++) sum += values[i]! - anchor;
    const mean = anchor + sum / period;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let i = 0; i < period; i++) {
      const distance = values[i]! - mean;
      const square = distance * distance;
      second += square;
      third += square * distance;
      fourth += square * square;
    }
    this.second = second / period;
    this.third = third / period;
    this.fourth = fourth / period;
  }
}
