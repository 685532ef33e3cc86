import { allocateBars, BAR_FIELDS, type Bar, type BarColumns } from '#domain/market/bar';

type Columns = { -readonly [Field in keyof BarColumns]: BarColumns[Field] };

/**
 * Columns that bars are added to as they close. The object stays the same, its arrays are replaced when they are full:
 * who keeps the object sees every bar, who keeps an array may not.
 */
export class GrowingBars implements Columns {
  length = 0;
  time: Float64Array;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;

  /** Room for so many bars at first. */
  constructor(capacity = 256) {
    const { time, open, high, low, close, volume } = allocateBars(capacity);
    this.time = time;
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
    this.volume = volume;
  }

  /** False, and nothing is added, when the bar is not behind the newest. */
  add(bar: Bar): boolean {
    if (this.length > 0 && !(bar.time > this.time[this.length - 1]!)) return false;
    if (this.length === this.time.length) this.#widen();
    for (const field of BAR_FIELDS) this[field][this.length] = bar[field];
    this.length += 1;
    return true;
  }

  #widen(): void {
    const wider = allocateBars(this.length * 2);
    for (const field of BAR_FIELDS) {
      wider[field].set(this[field]);
      this[field] = wider[field];
    }
  }
}
