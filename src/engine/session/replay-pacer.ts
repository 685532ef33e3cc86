import type { Clock } from '../ports/clock.ts';

const PACE_MS = 16;

export interface ReplayPacerOptions {
  readonly clock: Clock;
  /** Events handled so far. */
  readonly cursor: () => number;
  /** Handles up to so many events at once; false when the replay can go no further. */
  readonly slice: (events: number) => boolean;
  /** Whether nothing can be handled before {@link ReplayPacer.wake} is called. */
  readonly isWaiting: () => boolean;
}

/** Makes a replay move by wall time, or as fast as the machine can, in slices that leave the event loop free between them. */
export class ReplayPacer {
  readonly #options: ReplayPacerOptions;
  #owedEvents = 0;
  #lastPace = 0;
  /** Events handled at the last pace: some are handled between two, when a strategy has answered. */
  #paidEvents = 0;
  #stopTimer: (() => void) | null = null;
  #goOn: () => void = () => undefined;

  constructor(options: ReplayPacerOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#stopTimer !== null;
  }

  /** Goes on at so many events a millisecond; 0 means flat out. */
  run(eventsPerMs: number): void {
    this.stop();
    const { clock, slice, isWaiting } = this.#options;
    this.#lastPace = clock.monotonic();
    this.#owedEvents = 0;
    this.#paidEvents = this.#options.cursor();
    if (eventsPerMs > 0) {
      this.#goOn = () => this.#pace(eventsPerMs);
      this.#stopTimer = clock.every(PACE_MS, this.#goOn);
      return;
    }
    this.#goOn = () => {
      this.#stopTimer?.();
      if (slice(Number.POSITIVE_INFINITY))
        this.#stopTimer = isWaiting() ? () => undefined : clock.after(0, this.#goOn);
    };
    this.#stopTimer = clock.after(0, this.#goOn);
  }

  /** Goes on at once with what is due, where it runs: what it waited for is there. */
  wake(): void {
    if (this.isRunning) this.#goOn();
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  /** Handles as many events as wall time has earned since the last call; never more than a second's worth. */
  #pace(eventsPerMs: number): void {
    const { clock, slice } = this.#options;
    const now = clock.monotonic();
    const owedMax = Math.max(1, eventsPerMs * 1000);
    this.#owedEvents = Math.min(this.#owedEvents + (now - this.#lastPace) * eventsPerMs, owedMax);
    this.#lastPace = now;
    this.#pay();
    const due = Math.floor(this.#owedEvents);
    if (due < 1) return;
    slice(due);
    this.#pay();
  }

  #pay(): void {
    const handled = this.#options.cursor();
    this.#owedEvents -= handled - this.#paidEvents;
    this.#paidEvents = handled;
  }
}
