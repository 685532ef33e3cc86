import { zonedDate, zonedInstant } from '#domain/market/zoned-date';

/** Offsets change on quarters of an hour at the finest. */
const QUARTER_MS = 900_000;
const QUARTERS_KEPT_MAX = 100_000;

/** Reads wall times of one zone as instants, remembering each quarter of an hour it was asked about. */
export class ZoneClock {
  readonly zone: string;
  readonly #offsets = new Map<number, number>();
  #quarter = Number.NaN;
  #offset = 0;

  /** Throws a RangeError for a zone that is none. */
  constructor(zone: string) {
    zonedDate(0, zone);
    this.zone = zone;
  }

  /** The instant at which clocks of the zone show `wall` (milliseconds, read as if UTC). */
  instant(wall: number): number {
    const quarter = Math.floor(wall / QUARTER_MS);
    if (quarter !== this.#quarter) {
      this.#quarter = quarter;
      this.#offset = this.#offsetOf(quarter);
    }
    return wall - this.#offset;
  }

  /** Midnight UTC of the date an instant falls on in the zone. */
  date(instant: number): number {
    return zonedDate(instant, this.zone);
  }

  #offsetOf(quarter: number): number {
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    const wall = quarter * QUARTER_MS;
    const offset = wall - zonedInstant(wall, this.zone);
    if (this.#offsets.size >= QUARTERS_KEPT_MAX) this.#offsets.clear();
    this.#offsets.set(quarter, offset);
    return offset;
  }
}
