import type { Clock } from '#engine/ports/clock';
import { createLiveClock } from '#runtime/processes/live-clock';

/** A live clock on which waits, and the time they take, pass so many times faster; the time of day does not. */
export function createHurriedClock(times: number): Clock {
  const live = createLiveClock();
  return {
    now: () => live.now(),
    monotonic: () => live.monotonic() * times,
    after: (delayMs, callback) => live.after(delayMs / times, callback),
    every: (periodMs, callback) => live.every(periodMs / times, callback),
    sleep: (delayMs) => live.sleep(delayMs / times),
  };
}
