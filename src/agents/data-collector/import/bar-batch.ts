import { allocateBars, BAR_FIELDS, type BarColumns } from '#domain/market/bar';

/** Bars that passed, in the order of the file, each with its place among the rows. */
export class BarBatch {
  length = 0;
  /** False when a bar came that was not later than the one before it. */
  isAscending = true;
  bars: BarColumns;
  place: Uint32Array;
  #lastTime = Number.NEGATIVE_INFINITY;

  constructor(capacity: number) {
    this.bars = allocateBars(capacity);
    this.place = new Uint32Array(capacity);
  }

  push(
    time: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    place: number,
  ): void {
    const at = this.length++;
    if (at === this.bars.length) this.#grow();
    const { bars } = this;
    bars.time[at] = time;
    bars.open[at] = open;
    bars.high[at] = high;
    bars.low[at] = low;
    bars.close[at] = close;
    bars.volume[at] = volume;
    this.place[at] = place;
    if (!(time > this.#lastTime)) this.isAscending = false;
    this.#lastTime = time;
  }

  /** Empties the batch; its columns are used again. */
  clear(): void {
    this.length = 0;
    this.isAscending = true;
    this.#lastTime = Number.NEGATIVE_INFINITY;
  }

  #grow(): void {
    const larger = allocateBars(this.bars.length * 2);
    for (const field of BAR_FIELDS) larger[field].set(this.bars[field]);
    const place = new Uint32Array(larger.length);
    place.set(this.place);
    this.bars = larger;
    this.place = place;
  }
}
