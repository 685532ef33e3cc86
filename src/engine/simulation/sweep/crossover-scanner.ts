import type { SignalScanner } from './signal-scanner.ts';

/** Crossings of two columns as `sma-crossover` means them: strictly on one side, and on the next bar on the other. */
export class CrossoverScanner implements SignalScanner {
  #fast: Float64Array;
  #slow: Float64Array;
  #first = 1;

  constructor(none: Float64Array) {
    this.#fast = none;
    this.#slow = none;
  }

  /** `first` is the first bar on which both columns have a value, and had one on the bar before. */
  load(fast: Float64Array, slow: Float64Array, first: number): void {
    this.#fast = fast;
    this.#slow = slow;
    this.#first = first;
  }

  nextUp(from: number, end: number): number {
    return crossing(this.#fast, this.#slow, Math.max(from, this.#first), end);
  }

  nextDown(from: number, end: number): number {
    return crossing(this.#slow, this.#fast, Math.max(from, this.#first), end);
  }
}

/** First bar from `start` on at which `rising` is above `falling` and was below it on the bar before, or −1. */
function crossing(rising: Float64Array, falling: Float64Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    while (i < end && rising[i]! <= falling[i]!) i++;
    if (i >= end) return -1;
    if (rising[i - 1]! < falling[i - 1]!) return i;
    while (i < end && rising[i]! > falling[i]!) i++;
  }
  return -1;
}
