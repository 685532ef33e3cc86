import type { TradeColumns } from '#domain/statistics/trade-statistics';
import type { Units } from '#domain/values/units';

/** A round trip, or an open trade whose exit is −1 and NaN. Bars are indices into the curve of equity. */
export interface BookedTrade {
  readonly instrument: number;
  readonly side: 'long' | 'short';
  /** Largest quantity held in it. */
  readonly quantity: number;
  readonly entryBar: number;
  readonly entryTime: number;
  /** Mean price of what enlarged it, and of what reduced it. */
  readonly entryPrice: number;
  readonly exitBar: number;
  readonly exitTime: number;
  readonly exitPrice: number;
  /** After all its fees; of an open trade, what is realised so far. */
  readonly pnl: number;
  /** Percentage of the entry value. */
  readonly returnPct: number;
}

/** What a trade book is told of a fill that the ledger has booked. */
export interface TradeFill {
  readonly instrument: number;
  /** Signed, before the fill. */
  readonly held: Units;
  readonly isBuy: boolean;
  readonly quantity: Units;
  readonly price: number;
  readonly realized: Units;
  readonly fee: Units;
  readonly time: number;
  readonly bar: number;
}

// Places in a trade's row of numbers; PROFIT is in units and after fees, LEFT and ENTERED are quantities.
const INSTRUMENT = 0;
const IS_LONG = 1;
const QUANTITY = 2;
const ENTRY_BAR = 3;
const ENTRY_TIME = 4;
const ENTRY_PRICE = 5;
const EXIT_BAR = 6;
const EXIT_TIME = 7;
const EXIT_PRICE = 8;
const PROFIT = 9;
const ENTERED = 10;
const LEFT = 11;
const WIDTH = 12;
const BLOCK_BITS = 9;
/** Trades that one block of rows holds. */
const BLOCK = 1 << BLOCK_BITS;

/** Round trips from flat to flat, per instrument: rows of blocks, which the collector need not walk and nothing copies. */
export class TradeBook {
  length = 0;
  readonly #blocks: Float64Array[] = [];
  /** Number of an instrument's open trade, −1 without. */
  readonly #open: Int32Array;

  constructor(instruments: number) {
    this.#open = new Int32Array(instruments).fill(-1);
  }

  /** The trade entered as number `index`. */
  at(index: number): BookedTrade {
    const rows = this.#rowsOf(index);
    const row = rowOf(index);
    const pnl = rows[row + PROFIT]! / 1e8;
    return {
      instrument: rows[row + INSTRUMENT]!,
      side: rows[row + IS_LONG] === 1 ? 'long' : 'short',
      quantity: rows[row + QUANTITY]!,
      entryBar: rows[row + ENTRY_BAR]!,
      entryTime: rows[row + ENTRY_TIME]!,
      entryPrice: rows[row + ENTRY_PRICE]!,
      exitBar: rows[row + EXIT_BAR]!,
      exitTime: rows[row + EXIT_TIME]!,
      exitPrice: rows[row + EXIT_PRICE]!,
      pnl,
      returnPct: returnPctOf(rows, row),
    };
  }

  /** The trades that have been left, in order of entry; none beyond bar `last`. */
  closed(last: number): TradeColumns {
    const entryBar = new Float64Array(this.length);
    const exitBar = new Float64Array(this.length);
    const pnl = new Float64Array(this.length);
    const returnPct = new Float64Array(this.length);
    let count = 0;
    for (let i = 0; i < this.length; i++) {
      const rows = this.#rowsOf(i);
      const row = rowOf(i);
      if (rows[row + EXIT_BAR]! < 0) continue;
      entryBar[count] = rows[row + ENTRY_BAR]!;
      exitBar[count] = Math.min(rows[row + EXIT_BAR]!, last);
      pnl[count] = rows[row + PROFIT]! / 1e8;
      returnPct[count] = returnPctOf(rows, row);
      count += 1;
    }
    return {
      entryBar: entryBar.subarray(0, count),
      exitBar: exitBar.subarray(0, count),
      pnl: pnl.subarray(0, count),
      returnPct: returnPct.subarray(0, count),
    };
  }

  /** From when to when each trade was on, in order of entry; one that is still on to bar `last`. */
  spans(last: number): Pick<TradeColumns, 'entryBar' | 'exitBar'> {
    const entryBar = new Float64Array(this.length);
    const exitBar = new Float64Array(this.length);
    for (let i = 0; i < this.length; i++) {
      const rows = this.#rowsOf(i);
      const exit = rows[rowOf(i) + EXIT_BAR]!;
      entryBar[i] = rows[rowOf(i) + ENTRY_BAR]!;
      exitBar[i] = exit < 0 ? last : Math.min(exit, last);
    }
    return { entryBar, exitBar };
  }

  /** Whether the trade entered as number `index` has not been left. */
  isOpen(index: number): boolean {
    return this.#rowsOf(index)[rowOf(index) + EXIT_BAR]! < 0;
  }

  /** What the instrument's open trade has realised so far, after its fees. */
  openProfit(instrument: number): number {
    const open = this.#open[instrument]!;
    return open < 0 ? 0 : this.#rowsOf(open)[rowOf(open) + PROFIT]! / 1e8;
  }

  add(fill: TradeFill): void {
    const { instrument, held, isBuy, quantity, fee } = fill;
    const open = this.#open[instrument]!;
    if (open < 0) {
      this.#enter(fill, quantity, fee);
      return;
    }
    const rows = this.#rowsOf(open);
    const row = rowOf(open);
    if (held > 0 === isBuy) {
      const amount = quantity / 1e8;
      const entered = rows[row + ENTERED]!;
      rows[row + ENTRY_PRICE] =
        (rows[row + ENTRY_PRICE]! * entered + fill.price * amount) / (entered + amount);
      rows[row + ENTERED] = entered + amount;
      rows[row + PROFIT]! += fill.realized - fee;
      rows[row + QUANTITY] = Math.max(rows[row + QUANTITY]!, (Math.abs(held) + quantity) / 1e8);
    } else {
      const closing = Math.min(quantity, Math.abs(held));
      const share = closing === quantity ? fee : Math.round((fee * closing) / quantity);
      leave(rows, row, fill, closing, share);
      if (closing < Math.abs(held)) return;
      this.#open[instrument] = -1;
      if (closing < quantity) this.#enter(fill, quantity - closing, fee - share);
    }
  }

  #enter(fill: TradeFill, quantity: Units, fee: Units): void {
    const row = rowOf(this.length);
    if (row === 0) this.#blocks.push(new Float64Array(BLOCK * WIDTH));
    const rows = this.#rowsOf(this.length);
    rows[row + INSTRUMENT] = fill.instrument;
    rows[row + IS_LONG] = fill.isBuy ? 1 : 0;
    rows[row + QUANTITY] = quantity / 1e8;
    rows[row + ENTRY_BAR] = fill.bar;
    rows[row + ENTRY_TIME] = fill.time;
    rows[row + ENTRY_PRICE] = fill.price;
    rows[row + EXIT_BAR] = -1;
    rows[row + EXIT_TIME] = Number.NaN;
    rows[row + EXIT_PRICE] = Number.NaN;
    rows[row + PROFIT] = -fee;
    rows[row + ENTERED] = quantity / 1e8;
    rows[row + LEFT] = 0;
    this.#open[fill.instrument] = this.length;
    this.length += 1;
  }

  #rowsOf(index: number): Float64Array {
    return this.#blocks[index >>> BLOCK_BITS]!;
  }
}

/** Where a trade's row begins in its block. */
function rowOf(index: number): number {
  return (index & (BLOCK - 1)) * WIDTH;
}

function leave(rows: Float64Array, row: number, fill: TradeFill, closing: Units, fee: Units): void {
  const amount = closing / 1e8;
  const left = rows[row + LEFT]!;
  rows[row + PROFIT]! += fill.realized - fee;
  rows[row + EXIT_PRICE] =
    left === 0 ? fill.price : (rows[row + EXIT_PRICE]! * left + fill.price * amount) / (left + amount);
  rows[row + LEFT] = left + amount;
  if (closing < Math.abs(fill.held)) return;
  rows[row + EXIT_BAR] = fill.bar;
  rows[row + EXIT_TIME] = fill.time;
}

/** Of the value entered; `row` is where the trade's begins. */
function returnPctOf(rows: Float64Array, row: number): number {
  return (rows[row + PROFIT]! / 1e8 / (rows[row + ENTRY_PRICE]! * rows[row + ENTERED]!)) * 100;
}
