import type { VendorAnswer } from '#test/support/vendor-server';

type Level = readonly [price: number, size: number];

export const BOOK_SYMBOL = 'BTCUSDT';
/** Event time of update number 0. */
const BOOK_START = Date.parse('2024-01-10T12:00:00Z');

/** The vendor's own book: what it tells is always true of it. */
export class VendorBook {
  readonly #sides = { bids: new Map<number, number>(), asks: new Map<number, number>() };
  sequence = 100;

  constructor() {
    this.change(
      [
        [99, 1],
        [98, 2],
      ],
      [
        [101, 1],
        [102, 2],
      ],
    );
  }

  /** Changes levels and tells it, `count` update numbers at once. */
  change(bids: readonly Level[], asks: readonly Level[], count = 1): string {
    const first = this.sequence + 1;
    this.sequence += count;
    for (const [side, levels] of [
      [this.#sides.bids, bids],
      [this.#sides.asks, asks],
    ] as const)
      for (const [price, size] of levels) {
        if (size === 0) side.delete(price);
        else side.set(price, size);
      }
    return depthUpdate(first, this.sequence, bids, asks);
  }

  levels(): { bids: Level[]; asks: Level[] } {
    return {
      bids: [...this.#sides.bids].sort((a, b) => b[0] - a[0]),
      asks: [...this.#sides.asks].sort((a, b) => a[0] - b[0]),
    };
  }

  snapshot(): VendorAnswer {
    const { bids, asks } = this.levels();
    return { body: { lastUpdateId: this.sequence, bids: bids.map(written), asks: asks.map(written) } };
  }
}

/** A change of the book as Binance tells it. */
export function depthUpdate(
  first: number,
  last: number,
  bids: readonly Level[],
  asks: readonly Level[],
): string {
  const data = {
    e: 'depthUpdate',
    E: BOOK_START + last,
    s: BOOK_SYMBOL,
    U: first,
    u: last,
    b: bids.map(written),
    a: asks.map(written),
  };
  return JSON.stringify({ stream: `${BOOK_SYMBOL.toLowerCase()}@depth@100ms`, data });
}

const written = ([price, size]: Level): string[] => [price.toFixed(8), size.toFixed(8)];
