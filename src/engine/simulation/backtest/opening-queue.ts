import type { SeriesCursor } from './series-cursor.ts';

/** Openings that orders wait for, earliest first, by instrument where they are equal. Few: bars do not go through it. */
export class OpeningQueue {
  readonly #times: number[] = [];
  readonly #instruments: number[] = [];
  /** Series that each instrument's orders match on, and its bar that is waited for, −1 for none. */
  readonly #cursors: readonly SeriesCursor[];
  readonly #bars: Int32Array;
  /** Those bars' openings. */
  readonly #prices: Float64Array;

  constructor(cursors: readonly SeriesCursor[]) {
    this.#cursors = cursors;
    this.#bars = new Int32Array(cursors.length).fill(-1);
    this.#prices = new Float64Array(cursors.length);
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
    // Ahead of need: it is seldom in the cache.
    this.#prices[instrument] = bars.open[bar]!;
    this.#insert(openKeys[bar]!, instrument);
  }

  /** Takes out the earliest opening; there must be one. */
  take(): { readonly instrument: number; readonly bar: number; readonly price: number } {
    this.#times.pop();
    const instrument = this.#instruments.pop()!;
    const bar = this.#bars[instrument]!;
    this.#bars[instrument] = -1;
    return { instrument, bar, price: this.#prices[instrument]! };
  }

  #insert(time: number, instrument: number): void {
    const times = this.#times;
    const instruments = this.#instruments;
    // Kept latest first: what opens next is at the end, where all are taken.
    let at = times.length;
    times.push(time);
    instruments.push(instrument);
    for (; at > 0; at--) {
      const other = times[at - 1]!;
      if (other > time || (other === time && instruments[at - 1]! > instrument)) break;
      times[at] = other;
      instruments[at] = instruments[at - 1]!;
    }
    times[at] = time;
    instruments[at] = instrument;
  }
}
