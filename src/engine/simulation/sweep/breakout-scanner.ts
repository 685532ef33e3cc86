import type { SignalScanner } from './signal-scanner.ts';

/** Closes beyond a channel of earlier extremes, as `breakout` means them. */
export class BreakoutScanner implements SignalScanner {
  readonly #close: Float64Array;
  #top: Float64Array;
  #bottom: Float64Array;
  #first = 1;

  constructor(close: Float64Array) {
    this.#close = close;
    this.#top = close;
    this.#bottom = close;
  }

  /** The channel of each bar is of the bars before it; `first` is the first bar that has both sides. */
  load(top: Float64Array, bottom: Float64Array, first: number): void {
    this.#top = top;
    this.#bottom = bottom;
    this.#first = first;
  }

  nextUp(from: number, end: number): number {
    const close = this.#close;
    const top = this.#top;
    for (let i = Math.max(from, this.#first); i < end; i++) if (close[i]! > top[i]!) return i;
    return -1;
  }

  nextDown(from: number, end: number): number {
    const close = this.#close;
    const bottom = this.#bottom;
    for (let i = Math.max(from, this.#first); i < end; i++) if (close[i]! < bottom[i]!) return i;
    return -1;
  }
}
