import type { BookSide, OrderBook } from './order-book.ts';

/** Levels a side keeps unless told otherwise. */
const DEPTH_MAX = 1_000;

/** A side whose levels change in place; `price` and `size` beyond `length` mean nothing. */
export interface LevelSide extends BookSide {
  length: number;
  readonly isBid: boolean;
  /** The last price up to which every level is known, NaN when all are. Levels worse than that are not kept. */
  knownTo: number;
}

/** An order book kept up to date level by level. */
export interface LevelBook extends OrderBook {
  readonly bids: LevelSide;
  readonly asks: LevelSide;
  sequence: number;
}

/** An empty book with room for `depthMax` levels a side. */
export function emptyLevelBook(depthMax: number = DEPTH_MAX): LevelBook {
  return { bids: emptySide(depthMax, true), asks: emptySide(depthMax, false), sequence: Number.NaN };
}

function emptySide(depthMax: number, isBid: boolean): LevelSide {
  return {
    isBid,
    length: 0,
    price: new Float64Array(depthMax),
    size: new Float64Array(depthMax),
    knownTo: Number.NaN,
  };
}

/** Forgets every level. */
export function clearBook(book: LevelBook): void {
  for (const side of [book.bids, book.asks]) {
    side.length = 0;
    side.knownTo = Number.NaN;
  }
  book.sequence = Number.NaN;
}

/**
 * Sets the size resting at a price; 0 takes the level away, and taking away an unknown one is nothing. A full side
 * lets its worst level go, and from then on takes none that is worse than its last: it never has a hole.
 */
export function applyLevel(side: LevelSide, price: number, size: number): void {
  const { length, knownTo, isBid } = side;
  if (isBid ? price < knownTo : price > knownTo) return;
  const at = indexOf(side, price);
  const isKnown = at < length && side.price[at] === price;
  if (size === 0) {
    if (isKnown) removeAt(side, at);
    return;
  }
  if (isKnown) {
    side.size[at] = size;
    return;
  }
  const capacity = side.price.length;
  const isFull = length === capacity;
  if (at < capacity) {
    const end = isFull ? capacity - 1 : length;
    side.price.copyWithin(at + 1, at, end);
    side.size.copyWithin(at + 1, at, end);
    side.price[at] = price;
    side.size[at] = size;
    side.length = end + 1;
  }
  if (isFull) side.knownTo = side.price[capacity - 1]!;
}

function removeAt(side: LevelSide, at: number): void {
  side.price.copyWithin(at, at + 1, side.length);
  side.size.copyWithin(at, at + 1, side.length);
  side.length -= 1;
}

/** Says that levels worse than the last one exist and are not known, as after a snapshot of limited depth. */
export function endKnowledgeHere(side: LevelSide): void {
  if (side.length > 0) side.knownTo = side.price[side.length - 1]!;
}

/** Whether somebody bids as much as somebody asks, which no venue lets rest: the book is wrong. */
export function isCrossed({ bids, asks }: OrderBook): boolean {
  return bids.length > 0 && asks.length > 0 && bids.price[0]! >= asks.price[0]!;
}

/** The first index whose price is not better than `price`: where it is, or where it belongs. */
function indexOf(side: LevelSide, price: number): number {
  let low = 0;
  let high = side.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = side.price[middle]!;
    if (side.isBid ? other > price : other < price) low = middle + 1;
    else high = middle;
  }
  return low;
}
