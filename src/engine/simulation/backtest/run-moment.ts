import type { SeriesPlace } from './series-context.ts';
import { keyAt, type SeriesCursor } from './series-cursor.ts';

/** One series of a run and how far it has come. */
export interface PlacedCursor {
  readonly cursor: SeriesCursor;
  readonly place: SeriesPlace;
}

/** What orders and fills are stamped with as a run goes on. */
export class RunMoment {
  /** Ordering key of the instant being handled. */
  key = Number.NEGATIVE_INFINITY;
  /** Instant that orders and fills bear. */
  stamp = Number.NaN;
  /** Place on the curve of equity. */
  bar = 0;
  /** Bar within whose course orders are being matched, −1 at an opening. */
  within = -1;
  readonly #single: PlacedCursor | undefined;
  readonly #isByLabel: boolean;

  /** `single` is the series of a run that has but one; its moment is worked out only where it is asked for. */
  constructor(single: PlacedCursor | undefined, isByLabel: boolean) {
    this.#single = single;
    this.#isByLabel = isByLabel;
  }

  /** Takes the newest closed bar of the single series; of a run with more, the moment is kept by its loop. */
  follow(): void {
    if (!this.#single) return;
    const { cursor, place } = this.#single;
    const index = Math.max(0, place.index);
    this.key = place.index < 0 ? Number.NEGATIVE_INFINITY : keyAt(cursor, index);
    this.stamp = this.#isByLabel ? cursor.bars.time[index]! : this.key;
    this.bar = index;
  }
}
