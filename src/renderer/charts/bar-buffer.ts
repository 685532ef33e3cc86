import { allocateBars, BAR_FIELDS, type BarColumns, sliceBars } from '#domain/market/bar';

/** A batch of bars as the feed sends it. */
interface ArrivedBars {
  readonly kind: 'replaced' | 'updated';
  readonly firstIndex: number;
  readonly bars: BarColumns;
}

/** The bars of one series on the screen: grows in place, so that a changed last bar copies nothing. */
export class BarBuffer {
  /** Counts replacements: another number means other bars. */
  epoch = 0;
  private store = allocateBars(0);
  private base = 0;
  private view = allocateBars(0);

  /** Every bar so far; valid until the next `take`. */
  bars(): BarColumns {
    return this.view;
  }

  /** Applies a batch and says which of its own bars is the first that may have changed; 0 after a replacement. */
  take(batch: ArrivedBars): number {
    if (batch.kind === 'replaced') {
      this.epoch++;
      this.base = batch.firstIndex;
      this.view = sliceBars(this.view, 0, 0);
    }
    const from = batch.firstIndex - this.base;
    if (from < 0 || from > this.view.length) {
      throw new RangeError(
        `bars from index ${batch.firstIndex} do not follow the ${this.view.length} bars from ${this.base} on; ask for the series again`,
      );
    }
    this.write(from, batch.bars);
    return from;
  }

  private write(from: number, bars: BarColumns): void {
    const length = from + bars.length;
    if (length > this.store.length) {
      const larger = allocateBars(Math.max(length, Math.ceil(length * 1.25)) + 256);
      for (const field of BAR_FIELDS) larger[field].set(this.view[field]);
      this.store = larger;
    }
    for (const field of BAR_FIELDS) this.store[field].set(bars[field], from);
    this.view = sliceBars(this.store, 0, length);
  }
}
