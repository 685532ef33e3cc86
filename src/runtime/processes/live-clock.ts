import type { Clock } from '#engine/ports/clock';

/** Wall time and real timers. Timers never keep the process alive by themselves. */
export function createLiveClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(delayMs, callback) {
      if (delayMs <= 0) {
        const immediate = setImmediate(callback);
        return () => clearImmediate(immediate);
      }
      const timer = setTimeout(callback, delayMs);
      timer.unref?.();
      return () => clearTimeout(timer);
    },
    every(periodMs, callback) {
      const timer = setInterval(callback, periodMs);
      timer.unref?.();
      return () => clearInterval(timer);
    },
    sleep: (delayMs) =>
      new Promise((resolve) => {
        if (delayMs <= 0) setImmediate(resolve);
        else setTimeout(resolve, delayMs);
      }),
  };
}
