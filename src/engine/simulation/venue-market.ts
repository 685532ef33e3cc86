import type { BookSide } from '#domain/market/order-book';
import type { MatchingTick } from './matching/matching-core.ts';

const DAY_MS = 86_400_000;
/** A quote older than this is not what stands there now. */
const QUOTE_MS_MAX = 60_000;

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
  #day = -1;
  #hasTrades = false;
  /** Price of this very tick that triggers stops; NaN for a quote in a market that trades. */
  #point = Number.NaN;

  constructor(instrument: number) {
    this.instrument = instrument;
  }

  take(time: number, last: number, bid: number, ask: number): void {
    const isTrade = last > 0;
    if (bid > 0 || ask > 0) {
      this.bid = bid;
      this.ask = ask;
      this.#quoteTime = time;
    } else if (time - this.#quoteTime > QUOTE_MS_MAX) {
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
