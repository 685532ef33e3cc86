import type { Clock } from '#engine/ports/clock';

/** Below this, clocks differ because one of them counts whole milliseconds. */
const DRIFT_MS_MAX = 2;

/** The time of the clock with fractions: it runs as the monotonic clock does, and is set by the other one. */
export class LineTime {
  readonly #clock: Clock;
  #offset: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#offset = clock.now() - clock.monotonic();
  }

  /** Milliseconds since 1970-01-01T00:00Z; never runs back between two settings. */
  now(): number {
    return this.#clock.monotonic() + this.#offset;
  }

  /** Sets it anew when the machine's time was changed or it slept. */
  anchor(): void {
    const offset = this.#clock.now() - this.#clock.monotonic();
    if (Math.abs(offset - this.#offset) > DRIFT_MS_MAX) this.#offset = offset;
  }
}
