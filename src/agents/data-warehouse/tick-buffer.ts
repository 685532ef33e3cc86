import type { TickBatch } from '#domain/market/tick-batch';
import {
  allocateQuotes,
  allocateTrades,
  type QuoteColumns,
  type TickKind,
  type TradeColumns,
} from '#domain/market/tick-columns';
import type { TickPut } from '#engine/ports/market-store';

const ROWS_MIN = 32;
const TRADE_WIDTH = 4;
const QUOTE_WIDTH = 6;

/** Columns that buffers are laid out in on their way to the store, shared by all of them. */
export interface TickScratch {
  trades: TradeColumns;
  quotes: QuoteColumns;
  times: Float64Array;
  order: Uint32Array;
}

export function createTickScratch(): TickScratch {
  return {
    trades: allocateTrades(0),
    quotes: allocateQuotes(0),
    times: new Float64Array(0),
    order: new Uint32Array(0),
  };
}

/**
 * Ticks of one kind and symbol on their way to the store: row after row in one array, so that a tick touches one line
 * of the processor's cache. It only grows.
 */
export class TickBuffer {
  readonly symbol: string;
  readonly kind: TickKind;
  length = 0;
  #rows: Float64Array;
  readonly #width: number;
  /** Rows that the last laying out gave away. */
  #handed = 0;
  /** Rows that were there after the last hand-over. */
  #held = 0;

  constructor(symbol: string, kind: TickKind) {
    this.symbol = symbol;
    this.kind = kind;
    this.#width = kind === 'trades' ? TRADE_WIDTH : QUOTE_WIDTH;
    this.#rows = new Float64Array(ROWS_MIN * this.#width);
  }

  add(batch: TickBatch, row: number): void {
    let at = this.length * this.#width;
    if (at === this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[at++] = batch.eventTime[row]!;
    if (this.#width === TRADE_WIDTH) {
      rows[at++] = batch.price[row]!;
      rows[at++] = batch.size[row]!;
    } else {
      rows[at++] = batch.bid[row]!;
      rows[at++] = batch.ask[row]!;
      rows[at++] = batch.bidSize[row]!;
      rows[at++] = batch.askSize[row]!;
    }
    rows[at] = batch.sequence[row]!;
    this.length++;
  }

  /**
   * The rows as columns in the order of time, in `scratch`. Rows of the newest instant stay back once, unless
   * `isWhole`, because more of that instant may follow. Call {@link handedOn} when the store has them.
   */
  layOut(scratch: TickScratch, isWhole: boolean): TickPut {
    this.#sort(scratch);
    const count = isWhole ? this.length : this.#settled(scratch.times);
    const { symbol, kind } = this;
    this.#handed = count;
    const cut = (column: Float64Array): Float64Array => column.subarray(0, count);
    if (kind === 'trades') {
      if (scratch.trades.length < this.length) scratch.trades = allocateTrades(this.length * 2);
      const { time, price, size, sequence } = scratch.trades;
      this.#transpose([time, price, size, sequence]);
      const ticks = {
        length: count,
        time: cut(time),
        price: cut(price),
        size: cut(size),
        sequence: cut(sequence),
      };
      return { symbol, kind, ticks };
    }
    if (scratch.quotes.length < this.length) scratch.quotes = allocateQuotes(this.length * 2);
    const { time, bid, ask, bidSize, askSize, sequence } = scratch.quotes;
    this.#transpose([time, bid, ask, bidSize, askSize, sequence]);
    const ticks = {
      length: count,
      time: cut(time),
      bid: cut(bid),
      ask: cut(ask),
      bidSize: cut(bidSize),
      askSize: cut(askSize),
      sequence: cut(sequence),
    };
    return { symbol, kind, ticks };
  }

  /** Forgets the rows that were laid out last; answers how many. */
  handedOn(): number {
    const count = this.#handed;
    this.#rows.copyWithin(0, count * this.#width, this.length * this.#width);
    this.length -= count;
    this.#held = this.length;
    this.#handed = 0;
    return count;
  }

  #grow(): void {
    const wider = new Float64Array(this.#rows.length * 2);
    wider.set(this.#rows);
    this.#rows = wider;
  }

  /** Puts the rows in the order of time, equal times as they came, and fills the times. */
  #sort(scratch: TickScratch): void {
    const { length } = this;
    if (scratch.times.length < length) {
      scratch.times = new Float64Array(length * 2);
      scratch.order = new Uint32Array(length * 2);
    }
    const { times, order } = scratch;
    let isOrdered = true;
    for (let i = 0, at = 0; i < length; i++, at += this.#width) {
      const time = this.#rows[at]!;
      if (i > 0 && time < times[i - 1]!) isOrdered = false;
      times[i] = time;
    }
    if (isOrdered) return;
    for (let i = 0; i < length; i++) {
      const time = times[i]!;
      let place = i;
      // Late ticks are few and little late: what is out of place moves a short way.
      for (; place > 0 && times[place - 1]! > time; place--) {
        times[place] = times[place - 1]!;
        order[place] = order[place - 1]!;
      }
      times[place] = time;
      order[place] = i;
    }
    this.#sortRows(order);
  }

  #sortRows(order: Uint32Array): void {
    const width = this.#width;
    const sorted = new Float64Array(this.#rows.length);
    for (let i = 0; i < this.length; i++) {
      const from = order[i]! * width;
      sorted.set(this.#rows.subarray(from, from + width), i * width);
    }
    this.#rows = sorted;
  }

  #settled(times: Float64Array): number {
    const { length } = this;
    if (length === this.#held) return length;
    const newest = times[length - 1]!;
    let count = length - 1;
    while (count > 0 && times[count - 1] === newest) count--;
    return count === 0 ? length : count;
  }

  #transpose(columns: readonly Float64Array[]): void {
    const rows = this.#rows;
    const width = this.#width;
    columns.forEach((column, c) => {
      for (let i = 0, at = c; i < this.length; i++, at += width) column[i] = rows[at]!;
    });
  }
}
