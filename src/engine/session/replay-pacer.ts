import type { Clock } from '../ports/clock.ts';

const PACE_MS = 16;

export interface ReplayPacerOptions {
  readonly clock: Clock;
  /** Events handled so far. */
  readonly cursor: () => number;
  /** Handles up to so many events at once; false when the replay can go no further. */
  readonly slice: (events: number) => boolean;
}

/** Makes a replay move by wall time, or as fast as the machine can, in slices that leave the event loop free between them. */
export class ReplayPacer {
  readonly #options: ReplayPacerOptions;
  #owedEvents = 0;
  #lastPace = 0;
  #stopTimer: (() => void) | null = null;

  constructor(options: ReplayPacerOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#stopTimer !== null;
  }

  /** Goes on at so many events a millisecond; 0 means flat out. */
  run(eventsPerMs: number): void {
    this.stop();
    const { clock, slice } = this.#options;
    this.#lastPace = clock.monotonic();
    this.#owedEvents = 0;
    if (eventsPerMs > 0) {
      this.#stopTimer = clock.every(PACE_MS, () => this.#pace(eventsPerMs));
      return;
    }
    const flatOut = (): void => {
      if (slice(Number.POSITIVE_INFINITY)) this.#stopTimer = clock.after(0, flatOut);
    };
    this.#stopTimer = clock.after(0, flatOut);
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  /** Handles as many events as wall time has earned since the last call; never more than a second's worth. */
  #pace(eventsPerMs: number): void {
    const { clock, cursor, slice } = this.#options;
    const now = clock.monotonic();
    const owedMax = Math.max(1, eventsPerMs * 1000);
    this.#owedEvents = Math.min(this.#owedEvents + (now - this.#lastPace) * eventsPerMs, owedMax);
    this.#lastPace = now;
    const due = Math.floor(this.#owedEvents);
    if (due < 1) return;
    const before = cursor();
    slice(due);
    this.#owedEvents -= cursor() - before;
  }
}
