/** Time and timers, from outside, so that the engine can be run at any speed and twice the same. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number;
  /** Milliseconds from an arbitrary origin, for durations. */
  monotonic(): number;
  /** Calls back once after `delayMs`; the answer cancels it. */
  after(delayMs: number, callback: () => void): () => void;
  /** Calls back every `periodMs`; the answer cancels it. */
  every(periodMs: number, callback: () => void): () => void;
  /** Resolves after `delayMs`; at once, still asynchronously, for 0. */
  sleep(delayMs: number): Promise<void>;
}
