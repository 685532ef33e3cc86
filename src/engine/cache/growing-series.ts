import { OctopusError } from '#contract/errors';
import { allocateBars, BAR_FIELDS, type BarColumns, sliceBars } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { LiveSeries } from './live-series.ts';

/** A live series in memory; room doubles as it grows, so a bar costs a constant time on average. */
export class GrowingSeries implements LiveSeries {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  #columns: BarColumns;
  #length: number;
  #epoch = 0;
  #version = 0;
  #view: BarColumns | undefined;

  /** Starts with a copy of `bars`, or empty. */
  constructor(symbol: string, timeframe: Timeframe, bars: BarColumns = allocateBars(0)) {
    this.symbol = symbol;
    this.timeframe = timeframe;
    this.#columns = copyBars(bars, Math.max(64, bars.length));
    this.#length = bars.length;
  }

  get epoch(): number {
    return this.#epoch;
  }
  get version(): number {
    return this.#version;
  }
  get length(): number {
    return this.#length;
  }

  bars(): BarColumns {
    this.#view ??= sliceBars(this.#columns, 0, this.#length);
    return this.#view;
  }

  /** Puts a bar: overwrites the last one when it has the same time, else appends. Throws when it is older than the last. */
  put(time: number, open: number, high: number, low: number, close: number, volume: number): void {
    const last = this.#length === 0 ? Number.NEGATIVE_INFINITY : this.#columns.time[this.#length - 1]!;
    if (!(time >= last)) {
      const sentence = `${this.symbol} ${this.timeframe}: bar at ${time} is older than the last one at ${last}; closed bars do not change`;
      throw new OctopusError('BAD_REQUEST', sentence, { time, last });
    }
    if (time > last) {
      if (this.#length === this.#columns.length) this.#columns = copyBars(this.#columns, this.#length * 2);
      this.#length++;
    }
    const index = this.#length - 1;
    this.#columns.time[index] = time;
    this.#columns.open[index] = open;
    this.#columns.high[index] = high;
    this.#columns.low[index] = low;
    this.#columns.close[index] = close;
    this.#columns.volume[index] = volume;
    this.#changed();
  }

  /**
   * Merges one tick into the bar that begins at `start`: the last one, or a new one. Allocates nothing but room for a
   * new bar. Throws when the last bar begins later.
   */
  putTick(start: number, price: number, size: number): void {
    const index = this.#length - 1;
    const { time, high, low, close, volume } = this.#columns;
    if (index < 0 || time[index] !== start) {
      this.put(start, price, price, price, price, size);
      return;
    }
    if (price > high[index]!) high[index] = price;
    if (price < low[index]!) low[index] = price;
    close[index] = price;
    volume[index]! += size;
    this.#version++;
  }

  /** Begins a new epoch with a copy of `bars` in place of everything. */
  replace(bars: BarColumns): void {
    this.#columns = copyBars(bars, Math.max(64, bars.length));
    this.#length = bars.length;
    this.#epoch++;
    this.#changed();
  }

  #changed(): void {
    this.#version++;
    this.#view = undefined;
  }
}

function copyBars(bars: BarColumns, capacity: number): BarColumns {
  const copy = allocateBars(capacity);
  for (const field of BAR_FIELDS) copy[field].set(bars[field].subarray(0, bars.length));
  return copy;
}
