import type { SignalScanner } from './signal-scanner.ts';

/** Returns of a column from beyond two bounds, as `rsi-reversal` means them. */
export class ReversalScanner implements SignalScanner {
  #values: Float64Array;
  #lower = 0;
  #upper = 0;
  #first = 1;

  constructor(none: Float64Array) {
    this.#values = none;
  }

  /** `first` is the first bar that has a value and had one on the bar before. */
  load(
    values: Float64Array,
    bounds: { readonly lower: number; readonly upper: number },
    first: number,
  ): void {
    this.#values = values;
    this.#lower = bounds.lower;
    this.#upper = bounds.upper;
    this.#first = first;
  }

  nextUp(from: number, end: number): number {
    const values = this.#values;
    const lower = this.#lower;
    let i = Math.max(from, this.#first);
    while (i < end) {
      while (i < end && values[i]! < lower) i++;
      if (i >= end) return -1;
      if (values[i - 1]! < lower) return i;
      while (i < end && values[i]! >= lower) i++;
    }
    return -1;
  }

  nextDown(from: number, end: number): number {
    const values = this.#values;
    const upper = this.#upper;
    let i = Math.max(from, this.#first);
    while (i < end) {
      while (i < end && values[i]! > upper) i++;
      if (i >= end) return -1;
      if (values[i - 1]! > upper) return i;
      while (i < end && values[i]! <= upper) i++;
    }
    return -1;
  }
}
