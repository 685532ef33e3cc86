/** What a row of a {@link TickBatch} says. */
export const TRADE_TICK = 0;
export const QUOTE_TICK = 1;

/**
 * Trades and quotes of many symbols as columns, in the order they came. One batch is filled, handed round and used
 * again: who wants to keep rows copies them before the call ends.
 *
 * A trade fills `price` and `size`, a quote the four columns of bid and ask; what a row does not say is NaN.
 * `eventTime` is the venue's time and `receivedTime` our own, both in milliseconds since 1970-01-01T00:00Z, fractions
 * allowed. `sequence` is the venue's number of the trade or update, NaN where it gives none; it must not pass 2^53.
 */
export interface TickBatch {
  /** Rows filled so far; writers fill row `length` and add one. */
  length: number;
  readonly capacity: number;
  /** Slot of the symbol on the quote board. */
  readonly slot: Uint32Array;
  readonly kind: Uint8Array;
  readonly eventTime: Float64Array;
  readonly receivedTime: Float64Array;
  readonly price: Float64Array;
  readonly size: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly bidSize: Float64Array;
  readonly askSize: Float64Array;
  readonly sequence: Float64Array;
}

/** An empty batch with room for `capacity` rows. */
export function allocateTicks(capacity: number): TickBatch {
  return {
    length: 0,
    capacity,
    slot: new Uint32Array(capacity),
    kind: new Uint8Array(capacity),
    eventTime: new Float64Array(capacity),
    receivedTime: new Float64Array(capacity),
    price: new Float64Array(capacity),
    size: new Float64Array(capacity),
    bid: new Float64Array(capacity),
    ask: new Float64Array(capacity),
    bidSize: new Float64Array(capacity),
    askSize: new Float64Array(capacity),
    sequence: new Float64Array(capacity),
  };
}

/** Appends a copy of one row of `from` to `to`, which needs room for it. */
export function copyTick(from: TickBatch, row: number, to: TickBatch): void {
  putTick(from, row, to, to.length++);
}

/** Writes a copy of one row of `from` over the row at `place` of `to`, which may be the same batch. */
export function putTick(from: TickBatch, row: number, to: TickBatch, place: number): void {
  to.slot[place] = from.slot[row]!;
  to.kind[place] = from.kind[row]!;
  to.eventTime[place] = from.eventTime[row]!;
  to.receivedTime[place] = from.receivedTime[row]!;
  to.price[place] = from.price[row]!;
  to.size[place] = from.size[row]!;
  to.bid[place] = from.bid[row]!;
  to.ask[place] = from.ask[row]!;
  to.bidSize[place] = from.bidSize[row]!;
  to.askSize[place] = from.askSize[row]!;
  to.sequence[place] = from.sequence[row]!;
}
