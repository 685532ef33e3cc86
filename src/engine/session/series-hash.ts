import { BAR_FIELDS, type BarColumns } from '#domain/market/bar';
import { sha256Hex } from '../journal/hashing.ts';

/**
 * Hash of a series that grows: each bar is chained onto the hash of those before it, so that naming the newest hash
 * names every row. Row text is the six fields as ECMAScript prints them, separated by commas.
 */
export class SeriesHash {
  #rows = 0;
  #hash = '';

  /** Hash over the first `bars.length` rows; rows already taken must not have changed. Fewer rows leave it as it is. */
  upTo(bars: BarColumns): string {
    if (bars.length < this.#rows) return new SeriesHash().upTo(bars);
    for (let i = this.#rows; i < bars.length; i++) {
      this.#hash = sha256Hex(`${this.#hash}${BAR_FIELDS.map((field) => bars[field][i]!).join(',')}`);
    }
    this.#rows = bars.length;
    return this.#hash;
  }
}
