import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { Clock } from '#engine/ports/clock';

/** A simulated clock whose wall time can jump while timers and the monotonic time stand still, as in a sleep. */
export class SleepingClock implements Clock {
  readonly #clock: SimulatedClock;
  #jumped = 0;

  constructor(start: number) {
    this.#clock = new SimulatedClock(start);
  }

  /** Wall time alone: forward for a sleep, back for a clock that is set right. */
  jump(milliseconds: number): void {
    this.#jumped += milliseconds;
  }
  /** Lets time pass second by second, and what was started on the way end. */
  async pass(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= 1_000) {
      this.#clock.advance(Math.min(left, 1_000));
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
  }

  now(): number {
    return this.#clock.now() + this.#jumped;
  }
  monotonic(): number {
    return this.#clock.monotonic();
  }
  after(delayMs: number, callback: () => void): () => void {
    return this.#clock.after(delayMs, callback);
  }
  every(periodMs: number, callback: () => void): () => void {
    return this.#clock.every(periodMs, callback);
  }
  sleep(delayMs: number): Promise<void> {
    return this.#clock.sleep(delayMs);
  }
}
