import type { BookSide } from '#domain/market/order-book';
import type { MatchingTick } from './matching/matching-core.ts';

const DAY_MS = 86_400_000;
/** A quote older than this is not what stands there now. */
const QUOTE_MS_MAX = 60_000;

/** A book that nothing was heard of for so long is not what stands there now. */
const BOOK_MS_MAX = 5_000;

/** What the simulated venue has seen of one symbol. */
export class VenueMarket {
  readonly instrument: number;
  /** Newest trade; of a market that is only quoted, the middle. NaN before the first. */
  last = Number.NaN;
  bid = Number.NaN;
  ask = Number.NaN;
  /** Whether the newest price is the first of its day. */
  isDayStart = false;
  #quoteTime = Number.NEGATIVE_INFINITY;
  #bookTime = Number.NEGATIVE_INFINITY;
  #newest = Number.NEGATIVE_INFINITY;
  #quoteMsMax = QUOTE_MS_MAX;
  #day = -1;
  #hasTrades = false;
  /** Price of this very tick that triggers stops; NaN for a quote in a market that trades. */
  #point = Number.NaN;

  constructor(instrument: number) {
    this.instrument = instrument;
  }

  /** Takes the best of a book. False when it came so late that it is not what stands there: orders do not meet it. */
  takeBook(time: number, bid: number, ask: number): boolean {
    if (this.#newest - time > BOOK_MS_MAX) return false;
    this.#bookTime = time;
    this.take(time, Number.NaN, bid, ask);
    this.#quoteMsMax = BOOK_MS_MAX;
    return true;
  }

  /** Whether the market's book was heard of so lately that orders trade with it, and not at the prices of ticks. */
  hasBook(time: number): boolean {
    return Math.abs(time - this.#bookTime) <= BOOK_MS_MAX;
  }

  take(time: number, last: number, bid: number, ask: number): void {
    if (time > this.#newest) this.#newest = time;
    const isTrade = last > 0;
    if (bid > 0 || ask > 0) {
      this.bid = bid;
      this.ask = ask;
      this.#quoteTime = time;
      this.#quoteMsMax = QUOTE_MS_MAX;
    } else if (time - this.#quoteTime > this.#quoteMsMax) {
      this.bid = Number.NaN;
      this.ask = Number.NaN;
    }
    if (isTrade) this.#hasTrades = true;
    const middle = this.#hasTrades ? Number.NaN : (bid + ask) / 2;
    this.#point = isTrade ? last : middle;
    this.isDayStart = false;
    if (!(this.#point > 0)) return;
    this.last = this.#point;
    const day = Math.floor(time / DAY_MS);
    this.isDayStart = day !== this.#day;
    this.#day = day;
  }

  /** The newest tick, with the quote that stood there when it came. */
  tick(size: number): MatchingTick {
    const { bid, ask } = this;
    return { last: this.#point, bid, ask, size };
  }
}

/** The best price of a side of a book, NaN of an empty one. */
export function bestOf({ length, price }: BookSide): number {
  return length > 0 ? price[0]! : Number.NaN;
}
