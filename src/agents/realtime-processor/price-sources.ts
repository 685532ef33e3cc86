import { QUOTE_TICK, type TickBatch } from '#domain/market/tick-batch';

/** A symbol of which quotes alone came for so long is priced by them until its first trade. */
const PATIENCE_MS = 60_000;

/**
 * Decides what makes the price of each slot: its trades, or the middle of its quotes where there are no trades. One
 * quote before the first trade decides nothing, so that bars of a traded symbol hold prices of trades alone.
 */
export class PriceSources {
  /** Undecided slots, and the time of the first quote of each; NaN before it. */
  readonly #undecided = new Map<number, number>();
  readonly #set: (slot: number, source: 'trades' | 'quotes') => void;

  constructor(set: (slot: number, source: 'trades' | 'quotes') => void) {
    this.#set = set;
  }

  /** A source begins. Where trades are not to be expected, as of currencies, quotes are taken at once. */
  begin(slot: number, isTradeExpected: boolean): void {
    this.#undecided.set(slot, isTradeExpected ? Number.NaN : Number.NEGATIVE_INFINITY);
  }

  forget(slot: number): void {
    this.#undecided.delete(slot);
  }

  take({ length, slot, kind, eventTime }: TickBatch): void {
    if (this.#undecided.size === 0) return;
    for (let row = 0; row < length; row++) {
      const place = slot[row]!;
      const since = this.#undecided.get(place);
      if (since === undefined) continue;
      const time = eventTime[row]!;
      if (kind[row] !== QUOTE_TICK) {
        this.#set(place, 'trades');
        this.#undecided.delete(place);
      } else if (Number.isNaN(since)) this.#undecided.set(place, time);
      else if (time - since >= PATIENCE_MS) {
        this.#set(place, 'quotes');
        // A trade may come yet; until then nothing more is to be done.
        this.#undecided.set(place, Number.POSITIVE_INFINITY);
      }
    }
  }
}
