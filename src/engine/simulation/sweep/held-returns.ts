/** Numbers kept for each period: sums of returns, their squares and those of losses, then the same over the price before. */
const WIDTH = 6;
/** Share of cash beside a position up to which its returns are those of the price, corrected to the first order. */
const CASH_SHARE_MAX = 1e-6;

/** Sums over the period returns of a stretch, as fractions. */
export interface ReturnSums {
  sum: number;
  squares: number;
  /** Squares of those below zero. */
  downside: number;
}

/**
 * Sums of a price's returns from period to period, so that those of a position that holds all the money are known
 * without going through its bars. Cash left over is corrected for to the first order: (c′ + k) ÷ (c + k) − 1 ≈
 * (c′ ÷ c − 1)(1 − k ÷ c) for k a unit, which {@link CASH_SHARE_MAX} makes good to 1e-12.
 */
export class HeldReturns {
  readonly #sums: Float64Array;
  readonly #lowest: number;

  /** `last` are the bars that close periods, ascending. */
  constructor(close: Float64Array, last: readonly number[]) {
    const sums = new Float64Array(last.length * WIDTH);
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < close.length; i++) if (close[i]! < lowest) lowest = close[i]!;
    for (let period = 1; period < last.length; period++) {
      const before = close[last[period - 1]!]!;
      const change = close[last[period]!]! / before - 1;
      const square = change * change;
      const downside = change < 0 ? square : 0;
      const at = period * WIDTH;
      sums[at] = sums[at - 6]! + change;
      sums[at + 1] = sums[at - 5]! + square;
      sums[at + 2] = sums[at - 4]! + downside;
      sums[at + 3] = sums[at - 3]! + change / before;
      sums[at + 4] = sums[at - 2]! + square / before;
      sums[at + 5] = sums[at - 1]! + downside / before;
    }
    this.#sums = sums;
    this.#lowest = lowest;
  }

  /** Whether a position is long and holds all the money, so that {@link add} knows its returns. */
  holdsAll(cash: number, quantity: number): boolean {
    return quantity > 0 && this.#lowest > 0 && Math.abs(cash) <= CASH_SHARE_MAX * quantity * this.#lowest;
  }

  /** Adds the returns from the close of period `first` to that of `last`; `cash` is what lies beside a unit held. */
  add(first: number, last: number, cash: number, to: ReturnSums): void {
    const sums = this.#sums;
    const from = first * WIDTH;
    const end = last * WIDTH;
    to.sum += sums[end]! - sums[from]! - cash * (sums[end + 3]! - sums[from + 3]!);
    to.squares += sums[end + 1]! - sums[from + 1]! - 2 * cash * (sums[end + 4]! - sums[from + 4]!);
    to.downside += sums[end + 2]! - sums[from + 2]! - 2 * cash * (sums[end + 5]! - sums[from + 5]!);
  }
}
