import type { QuoteColumns, TradeColumns } from '#domain/market/tick-columns';

/** Columns of a tick in the order they are kept: those of a quote, or price and size and then nothing. */
const WIDTH = 4;

/** Ticks taken out, oldest first, as whatever they are. */
export interface TakenTicks {
  readonly length: number;
  /** Price and size of each. */
  trades(): TradeColumns;
  /** Bid, ask and their sizes. */
  quotes(): QuoteColumns;
}

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

  /**
   * Takes all ticks out but, unless it is the last time, those of the newest time: equal trades of one moment are
   * counted against one another by the store, and so must not be parted.
   */
  take(isLast: boolean): TakenTicks {
    const taken = this.isAscending && !isLast ? this.#firstOf(this.#lastTime) : this.length;
    const order = this.isAscending ? undefined : this.#order();
    const cut = (column: Float64Array): Float64Array =>
      order ? Float64Array.from(order, (index) => column[index]!) : column.slice(0, taken);
    const [a, b, c, d] = this.#columns.map(cut) as [Float64Array, Float64Array, Float64Array, Float64Array];
    const time = cut(this.#time);
    const { length } = this;
    this.length = 0;
    this.isAscending = true;
    this.#lastTime = Number.NEGATIVE_INFINITY;
    const [first, second, third, fourth] = this.#columns as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let i = taken; i < length; i++)
      this.push(this.#time[i]!, first[i]!, second[i]!, third[i]!, fourth[i]!);
    const sequence = new Float64Array(taken).fill(Number.NaN);
    return {
      length: taken,
      trades: () => ({ length: taken, time, price: a, size: b, sequence }),
      quotes: () => ({ length: taken, time, bid: a, ask: b, bidSize: c, askSize: d, sequence }),
    };
  }

  /** Prices (bids, of quotes) of the ticks that came last. */
  newestPrices(): Float64Array {
    return this.#columns[0]!.subarray(Math.max(0, this.length - 500), this.length);
  }

  #firstOf(time: number): number {
    let at = this.length;
    while (at > 0 && this.#time[at - 1] === time) at--;
    return at;
  }

  #order(): Uint32Array {
    return Uint32Array.from({ length: this.length }, (_, i) => i).sort(
      (a, b) => this.#time[a]! - this.#time[b]! || a - b,
    );
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
