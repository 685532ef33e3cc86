import type { BookLevels } from '#contract/services/streams';
import type { BookSide, OrderBook } from '#domain/market/order-book';
import { LiveValue } from '#engine/bus/live-value';
import type { Clock } from '#engine/ports/clock';

/** Books change ten times a second at most on a screen. */
const PERIOD_MS = 90;
const LEVELS_MAX = 100;

interface Watched {
  readonly value: LiveValue<BookLevels>;
  viewers: number;
  shownTime: number;
  /** Came too soon to be shown at once; shown when its time has come. */
  waiting: BookLevels | null;
}

/** Order books that somebody looks at: their best levels are copied while they do, and not otherwise. */
export class BookWatch {
  readonly #watched = new Map<string, Watched>();
  readonly #clock: Clock;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Levels of a symbol's book, empty until it next changes; call `close` once when nobody looks any more. */
  open(symbol: string): { readonly value: LiveValue<BookLevels>; close(): void } {
    const entry: Watched = this.#watched.get(symbol) ?? {
      value: new LiveValue<BookLevels>({ symbol, eventTime: 0, bids: [], asks: [] }),
      viewers: 0,
      shownTime: Number.NEGATIVE_INFINITY,
      waiting: null,
    };
    entry.viewers++;
    this.#watched.set(symbol, entry);
    return {
      value: entry.value,
      close: () => {
        entry.viewers--;
        if (entry.viewers === 0) this.#watched.delete(symbol);
      },
    };
  }

  take(symbol: string, book: OrderBook, eventTime: number): void {
    const entry = this.#watched.get(symbol);
    if (entry === undefined || this.#isClosed) return;
    const levels = { symbol, eventTime, bids: levelsOf(book.bids), asks: levelsOf(book.asks) };
    const rest = entry.shownTime + PERIOD_MS - this.#clock.now();
    if (!(rest > 0)) this.#show(entry, levels);
    else {
      // The last change before a pause must not be left out.
      if (entry.waiting === null) this.#clock.after(rest, () => this.#showWaiting(entry));
      entry.waiting = levels;
    }
  }

  /** Shows nothing more. */
  close(): void {
    this.#isClosed = true;
  }

  #showWaiting(entry: Watched): void {
    const { waiting } = entry;
    entry.waiting = null;
    if (waiting !== null && !this.#isClosed) this.#show(entry, waiting);
  }

  #show(entry: Watched, levels: BookLevels): void {
    entry.shownTime = this.#clock.now();
    entry.value.set(levels);
  }
}

function levelsOf({ length, price, size }: BookSide): [number, number][] {
  return Array.from({ length: Math.min(length, LEVELS_MAX) }, (_, i) => [price[i]!, size[i]!]);
}
