import type { BookSide, OrderBook } from '#domain/market/order-book';
import { hash } from './hashed-path.ts';

const LEVELS = 40;
const LOT = 100;
/** The size at a price stays for so long. */
const SIZE_STAYS_MS = 2_000;
const TICKS_A_UNIT = 100;

/** A best price with the size resting there; prices in ticks. */
interface Best {
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

/**
 * A made-up book around a made-up quote: sizes grow away from the market and depend on seed, price and time alone. It
 * is made when it is read, so that a book nobody looks at costs nothing.
 */
export class SimulatedBook implements OrderBook {
  readonly #seed: number;
  #best: Best = { bid: 1, ask: 2, bidSize: 0, askSize: 0 };
  #time = 0;
  sequence = Number.NaN;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Takes the quote of a step, its time in milliseconds. */
  quote(best: Best, time: number, sequence: number): void {
    this.#best = best;
    this.#time = time;
    this.sequence = sequence;
  }

  get bids(): BookSide {
    return this.#side(this.#best.bid, -1, this.#best.bidSize);
  }

  get asks(): BookSide {
    return this.#side(this.#best.ask, 1, this.#best.askSize);
  }

  #side(best: number, direction: 1 | -1, bestSize: number): BookSide {
    const price = new Float64Array(LEVELS);
    const size = new Float64Array(LEVELS);
    const length = direction === 1 ? LEVELS : Math.min(LEVELS, best);
    const epoch = Math.floor(this.#time / SIZE_STAYS_MS);
    for (let level = 0; level < length; level++) {
      const ticks = best + direction * level;
      const lots = 1 + (hash(this.#seed, 3, ticks, epoch) & 15) + (level >>> 1);
      price[level] = ticks / TICKS_A_UNIT;
      size[level] = level === 0 ? bestSize : LOT * lots;
    }
    return { length, price, size };
  }
}
