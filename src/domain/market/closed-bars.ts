/** Bars of many slots as columns, in the order they closed. Good during the call only. */
export interface ClosedBars {
  readonly length: number;
  readonly slot: Uint32Array;
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Columns that bars are put into until they are handed out; room doubles as needed. */
export class ClosedBarBuffer implements ClosedBars {
  length = 0;
  slot = new Uint32Array(64);
  time = new Float64Array(64);
  open = new Float64Array(64);
  high = new Float64Array(64);
  low = new Float64Array(64);
  close = new Float64Array(64);
  volume = new Float64Array(64);

  /** Adds a bar; its prices are four numbers of `from` in this order, beginning at `at`. */
  add(slot: number, time: number, from: Float64Array, at: number, volume: number): void {
    if (this.length === this.slot.length) this.#grow();
    const row = this.length++;
    this.slot[row] = slot;
    this.time[row] = time;
    this.open[row] = from[at]!;
    this.high[row] = from[at + 1]!;
    this.low[row] = from[at + 2]!;
    this.close[row] = from[at + 3]!;
    this.volume[row] = volume;
  }

  #grow(): void {
    const capacity = this.length * 2;
    const slot = new Uint32Array(capacity);
    slot.set(this.slot);
    this.slot = slot;
    for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
      const wider = new Float64Array(capacity);
      wider.set(this[name]);
      this[name] = wider;
    }
  }
}
