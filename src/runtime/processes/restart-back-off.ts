const DELAY_MS_FIRST = 100;
const DELAY_MS_MAX = 30_000;
/** A process that ran so long is sound: its next crash is a first one again. */
const SOUND_AFTER_MS = 30_000;

/** How long to wait before each restart: 0.1 s, doubling to 30 s, from the beginning after a sound run. */
export interface RestartBackOff {
  /** Marks that the process is up. */
  started(): void;
  /** The wait before the next start, milliseconds. */
  nextDelayMs(): number;
}

/** `now` is monotonic, milliseconds. */
export function createRestartBackOff(now: () => number): RestartBackOff {
  let delayMs = DELAY_MS_FIRST;
  let startedTime: number | undefined;
  return {
    started() {
      startedTime = now();
    },
    nextDelayMs() {
      if (startedTime !== undefined && now() - startedTime >= SOUND_AFTER_MS) delayMs = DELAY_MS_FIRST;
      startedTime = undefined;
      const delay = delayMs;
      delayMs = Math.min(DELAY_MS_MAX, delayMs * 2);
      return delay;
    },
  };
}
