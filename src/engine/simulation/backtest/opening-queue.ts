import type { SeriesCursor } from './series-cursor.ts';

/** Openings that orders wait for, earliest first, by instrument where they are equal. Few: bars do not go through it. */
export class OpeningQueue {
  readonly #times: number[] = [];
  readonly #instruments: number[] = [];
  /** Series that each instrument's orders match on, and its bar that is waited for, −1 for none. */
  readonly #cursors: readonly SeriesCursor[];
  readonly #bars: Int32Array;

  constructor(cursors: readonly SeriesCursor[]) {
    this.#cursors = cursors;
    this.#bars = new Int32Array(cursors.length).fill(-1);
  }

  /** Of the earliest opening; Infinity when none is waited for. */
  get time(): number {
    return this.#times[this.#times.length - 1] ?? Number.POSITIVE_INFINITY;
  }

  /** Waits for the instrument's bar to open, unless an earlier one is waited for or there is no such bar. */
  await(instrument: number, bar: number): void {
    const { bars, openKeys } = this.#cursors[instrument]!;
    if (this.#bars[instrument] !== -1 || bar >= bars.length) return;
    this.#bars[instrument] = bar;
    this.#insert(openKeys[bar]!, instrument);
  }

  /** Takes out the earliest opening; there must be one. */
  take(): { readonly instrument: number; readonly bar: number } {
    this.#times.pop();
    const instrument = this.#instruments.pop()!;
    const bar = this.#bars[instrument]!;
    this.#bars[instrument] = -1;
    return { instrument, bar };
  }

  #insert(time: number, instrument: number): void {
    // Kept latest first: what opens next is at the end, where most are put and all are taken.
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#times[middle]!;
      if (other > time || (other === time && this.#instruments[middle]! > instrument)) low = middle + 1;
      else high = middle;
    }
    this.#times.splice(low, 0, time);
    this.#instruments.splice(low, 0, instrument);
  }
}
