import { OctopusError } from '#contract/errors';
import type { Bar } from '#domain/market/bar';
import { QUOTE_TICK, type TickBatch } from '#domain/market/tick-batch';
import type { QuoteBoard, QuoteReader } from './quote-board.ts';

const COLUMNS = [
  'eventTime',
  'last',
  'bid',
  'ask',
  'volume',
  'previousClose',
  'dayOpen',
  'dayHigh',
  'dayLow',
] as const;
type Columns = Record<(typeof COLUMNS)[number], Float64Array>;

/** An empty board. Publishing is a handful of array writes, however many readers there are. */
export function createQuoteBoard(): QuoteBoard {
  return new ColumnarQuoteBoard();
}

class ColumnarQuoteBoard implements QuoteBoard {
  readonly #slots = new Map<string, number>();
  readonly #symbols: string[] = [];
  #columns = allocateColumns(64);
  /** Changes of each slot ever; a reader compares with the count it saw. */
  #changes = new Float64Array(64);
  /** 1 where the middle of bid and ask stands for the last price. */
  #byQuotes = new Uint8Array(64);
  #updates = 0;

  get symbols(): readonly string[] {
    return this.#symbols;
  }
  get eventTime(): Float64Array {
    return this.#columns.eventTime;
  }
  get last(): Float64Array {
    return this.#columns.last;
  }
  get bid(): Float64Array {
    return this.#columns.bid;
  }
  get ask(): Float64Array {
    return this.#columns.ask;
  }
  get volume(): Float64Array {
    return this.#columns.volume;
  }
  get previousClose(): Float64Array {
    return this.#columns.previousClose;
  }
  get dayOpen(): Float64Array {
    return this.#columns.dayOpen;
  }
  get dayHigh(): Float64Array {
    return this.#columns.dayHigh;
  }
  get dayLow(): Float64Array {
    return this.#columns.dayLow;
  }
  get updates(): number {
    return this.#updates;
  }

  slot(symbol: string): number {
    const known = this.#slots.get(symbol);
    if (known !== undefined) return known;
    const slot = this.#symbols.length;
    if (slot === this.#changes.length) this.#grow();
    this.#symbols.push(symbol);
    this.#slots.set(symbol, slot);
    return slot;
  }

  find(symbol: string): number | undefined {
    return this.#slots.get(symbol);
  }

  publish(slot: number, eventTime: number, last: number, bid: number, ask: number, size: number): void {
    this.#check(slot);
    const columns = this.#columns;
    columns.eventTime[slot] = eventTime;
    columns.last[slot] = last;
    columns.bid[slot] = bid;
    columns.ask[slot] = ask;
    columns.volume[slot]! += size;
    // Comparisons with NaN are false, so the first tick of a day sets all three.
    if (!(columns.dayHigh[slot]! >= last)) columns.dayHigh[slot] = last;
    if (!(columns.dayLow[slot]! <= last)) columns.dayLow[slot] = last;
    if (Number.isNaN(columns.dayOpen[slot])) columns.dayOpen[slot] = last;
    this.#changes[slot]!++;
    this.#updates++;
  }

  publishTicks({ length, slot: slots, kind, eventTime, price, size, bid: bids, ask: asks }: TickBatch): void {
    const columns = this.#columns;
    const changes = this.#changes;
    for (let row = 0; row < length; row++) {
      const slot = slots[row]!;
      if (slot >= this.#symbols.length) this.#check(slot);
      // A quote without a time of its own bears ours: the newer of the two clocks stands.
      if (!(columns.eventTime[slot]! > eventTime[row]!)) columns.eventTime[slot] = eventTime[row]!;
      changes[slot]!++;
      let last = price[row]!;
      if (kind[row] === QUOTE_TICK) {
        const bid = bids[row]!;
        const ask = asks[row]!;
        columns.bid[slot] = bid;
        columns.ask[slot] = ask;
        if (this.#byQuotes[slot] === 0) continue;
        last = (bid + ask) / 2;
      } else if (size[row]! > 0) columns.volume[slot]! += size[row]!;
      columns.last[slot] = last;
      const high = columns.dayHigh[slot]!;
      if (last <= high && last >= columns.dayLow[slot]!) continue;
      if (!(high >= last)) columns.dayHigh[slot] = last;
      if (!(columns.dayLow[slot]! <= last)) columns.dayLow[slot] = last;
      if (Number.isNaN(columns.dayOpen[slot])) columns.dayOpen[slot] = last;
    }
    this.#updates += length;
  }

  priceByQuotes(slot: number, isByQuotes: boolean): void {
    this.#check(slot);
    this.#byQuotes[slot] = isByQuotes ? 1 : 0;
  }

  openDay(slot: number, previousClose: number, soFar?: Pick<Bar, 'open' | 'high' | 'low' | 'volume'>): void {
    this.#check(slot);
    const columns = this.#columns;
    columns.previousClose[slot] = previousClose;
    columns.volume[slot] = soFar?.volume ?? 0;
    columns.dayOpen[slot] = soFar?.open ?? Number.NaN;
    columns.dayHigh[slot] = soFar?.high ?? Number.NaN;
    columns.dayLow[slot] = soFar?.low ?? Number.NaN;
    this.#changes[slot]!++;
  }

  reader(slots?: readonly number[]): QuoteReader {
    return new SlotReader(() => ({ changes: this.#changes, length: this.#symbols.length }), slots);
  }

  #check(slot: number): void {
    if (slot < this.#symbols.length && slot >= 0) return;
    throw new OctopusError(
      'UNKNOWN_SYMBOL',
      `quote board has no slot ${slot}; it has ${this.#symbols.length}`,
    );
  }

  #grow(): void {
    const capacity = this.#changes.length * 2;
    const wider = allocateColumns(capacity);
    for (const name of COLUMNS) wider[name].set(this.#columns[name]);
    this.#columns = wider;
    const changes = new Float64Array(capacity);
    changes.set(this.#changes);
    this.#changes = changes;
    const byQuotes = new Uint8Array(capacity);
    byQuotes.set(this.#byQuotes);
    this.#byQuotes = byQuotes;
  }
}

class SlotReader implements QuoteReader {
  readonly #board: () => { changes: Float64Array; length: number };
  readonly #filter: Set<number> | undefined;
  /** Change count of each slot when it was last drained. */
  #seen = new Float64Array(0);
  #conflated = 0;
  #isClosed = false;

  constructor(board: () => { changes: Float64Array; length: number }, slots: readonly number[] | undefined) {
    this.#board = board;
    this.#filter = slots === undefined ? undefined : new Set(slots);
    this.#widen();
    const { changes } = board();
    // What was there before this reader is one change to it, with nothing folded.
    for (let slot = 0; slot < changes.length; slot++) this.#seen[slot] = Math.max(0, changes[slot]! - 1);
  }

  get conflated(): number {
    return this.#conflated;
  }

  drain(slots: Uint32Array): number {
    this.#conflated = 0;
    if (this.#isClosed) return 0;
    const { changes, length } = this.#board();
    if (changes.length > this.#seen.length) this.#widen();
    let count = 0;
    const take = (slot: number): void => {
      const folded = changes[slot]! - this.#seen[slot]! - 1;
      if (folded < 0 || count === slots.length) return;
      this.#seen[slot] = changes[slot]!;
      this.#conflated += folded;
      slots[count++] = slot;
    };
    if (this.#filter === undefined) for (let slot = 0; slot < length; slot++) take(slot);
    else for (const slot of this.#filter) if (slot < length) take(slot);
    return count;
  }

  watch(slot: number): void {
    this.#filter?.add(slot);
  }

  close(): void {
    this.#isClosed = true;
    this.#seen = new Float64Array(0);
  }

  #widen(): void {
    const wider = new Float64Array(this.#board().changes.length);
    wider.set(this.#seen);
    this.#seen = wider;
  }
}

function allocateColumns(capacity: number): Columns {
  const unknown = (): Float64Array => new Float64Array(capacity).fill(Number.NaN);
  return {
    eventTime: unknown(),
    last: unknown(),
    bid: unknown(),
    ask: unknown(),
    volume: new Float64Array(capacity),
    previousClose: unknown(),
    dayOpen: unknown(),
    dayHigh: unknown(),
    dayLow: unknown(),
  };
}
