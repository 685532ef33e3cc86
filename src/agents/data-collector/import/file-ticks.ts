import type { QuoteColumns, TradeColumns } from '#domain/market/tick-columns';

/** Columns of a tick in the order they are kept: those of a quote, or price and size and then nothing. */
const WIDTH = 4;

/** Trades or quotes that passed, in the order of the file. */
export class FileTicks {
  length = 0;
  isAscending = true;
  #time: Float64Array;
  #columns: Float64Array[];
  #lastTime = Number.NEGATIVE_INFINITY;

  constructor(capacity: number) {
    this.#time = new Float64Array(capacity);
    this.#columns = Array.from({ length: WIDTH }, () => new Float64Array(capacity));
  }

  push(time: number, first: number, second: number, third: number, fourth: number): void {
    const at = this.length++;
    if (at === this.#time.length) this.#grow();
    const [a, b, c, d] = this.#columns as [Float64Array, Float64Array, Float64Array, Float64Array];
    this.#time[at] = time;
    a[at] = first;
    b[at] = second;
    c[at] = third;
    d[at] = fourth;
    if (time < this.#lastTime) this.isAscending = false;
    this.#lastTime = time;
  }

  /** Price and size of each, oldest first. */
  trades(): TradeColumns {
    const { time, columns } = this.#sorted();
    const [price, size] = columns as [Float64Array, Float64Array];
    return { length: this.length, time, price, size, sequence: unknown(this.length) };
  }

  /** Bid, ask and their sizes, oldest first. */
  quotes(): QuoteColumns {
    const { time, columns } = this.#sorted();
    const [bid, ask, bidSize, askSize] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
    return { length: this.length, time, bid, ask, bidSize, askSize, sequence: unknown(this.length) };
  }

  clear(): void {
    this.length = 0;
    this.isAscending = true;
    this.#lastTime = Number.NEGATIVE_INFINITY;
  }

  #sorted(): { time: Float64Array; columns: Float64Array[] } {
    const { length } = this;
    const cut = (column: Float64Array) => column.slice(0, length);
    if (this.isAscending) return { time: cut(this.#time), columns: this.#columns.map(cut) };
    const order = Uint32Array.from({ length }, (_, i) => i).sort(
      (a, b) => this.#time[a]! - this.#time[b]! || a - b,
    );
    const inOrder = (column: Float64Array) => Float64Array.from(order, (index) => column[index]!);
    return { time: inOrder(this.#time), columns: this.#columns.map(inOrder) };
  }

  #grow(): void {
    const larger = (column: Float64Array) => {
      const copy = new Float64Array(column.length * 2);
      copy.set(column);
      return copy;
    };
    this.#time = larger(this.#time);
    this.#columns = this.#columns.map(larger);
  }
}

function unknown(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}
