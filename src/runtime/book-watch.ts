import type { BookLevels } from '#contract/services/streams';
import type { BookSide, OrderBook } from '#domain/market/order-book';
import { LiveValue } from '#engine/bus/live-value';

/** Books change ten times a second at most on a screen. */
const PERIOD_MS = 90;
const LEVELS_MAX = 100;

/** Order books that somebody looks at: their best levels are copied while they do, and not otherwise. */
export class BookWatch {
  readonly #watched = new Map<
    number,
    { readonly value: LiveValue<BookLevels>; viewers: number; copiedTime: number }
  >();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Levels of a slot's book, empty until it next changes; call `close` when nobody looks any more. */
  open(slot: number, symbol: string): { readonly value: LiveValue<BookLevels>; close(): void } {
    const known = this.#watched.get(slot);
    const entry = known ?? {
      value: new LiveValue<BookLevels>({ symbol, eventTime: 0, bids: [], asks: [] }),
      viewers: 0,
      copiedTime: Number.NEGATIVE_INFINITY,
    };
    entry.viewers++;
    this.#watched.set(slot, entry);
    return {
      value: entry.value,
      close: () => {
        entry.viewers--;
        if (entry.viewers === 0) this.#watched.delete(slot);
      },
    };
  }

  take(slot: number, book: OrderBook, eventTime: number): void {
    const entry = this.#watched.get(slot);
    const now = this.#now();
    if (entry === undefined || now - entry.copiedTime < PERIOD_MS) return;
    entry.copiedTime = now;
    const { symbol } = entry.value.get();
    entry.value.set({ symbol, eventTime, bids: levelsOf(book.bids), asks: levelsOf(book.asks) });
  }
}

function levelsOf({ length, price, size }: BookSide): [number, number][] {
  return Array.from({ length: Math.min(length, LEVELS_MAX) }, (_, i) => [price[i]!, size[i]!]);
}
