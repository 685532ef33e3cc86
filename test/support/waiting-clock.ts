import type { Clock } from '#engine/ports/clock';

/** A clock that stands at `start` but for its sleeps, which pass at once and are added up; timers are real. */
export function waitingClock(start: number): Clock & { slept(): number } {
  let slept = 0;
  return {
    slept: () => slept,
    now: () => start + slept,
    monotonic: () => slept,
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
    every: () => () => undefined,
    async sleep(delayMs) {
      slept += delayMs;
    },
  };
}
