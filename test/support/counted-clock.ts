import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { Clock } from '#engine/ports/clock';

/** A simulated clock that knows how many timers are set. */
export interface CountedClock extends Clock {
  advance(milliseconds: number): void;
  timers(): number;
}

export function countedClock(start: number): CountedClock {
  const clock = new SimulatedClock(start);
  const timers = new Set<symbol>();
  const counted = (set: (done: () => void) => () => void): (() => void) => {
    const timer = Symbol('timer');
    timers.add(timer);
    const stop = set(() => timers.delete(timer));
    return () => {
      timers.delete(timer);
      stop();
    };
  };
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (delayMs) => clock.sleep(delayMs),
    advance: (milliseconds) => clock.advance(milliseconds),
    timers: () => timers.size,
    after: (delayMs, callback) =>
      counted((done) =>
        clock.after(delayMs, () => {
          done();
          callback();
        }),
      ),
    every: (periodMs, callback) => counted(() => clock.every(periodMs, callback)),
  };
}

/** Lets sockets work, and the clock go on by a millisecond for each of ours, until it is so. */
export async function until(clock: CountedClock, isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    if (turn > 10_000) throw new Error(`it never came to be: ${isSo.toString()}`);
    clock.advance(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
