import { LateStart } from './late-start.ts';
import { createMovingAverage, movingAverageBars } from './moving-average.ts';

interface PairOptions {
  readonly fast: number;
  readonly slow: number;
  readonly fastKind: number;
  readonly slowKind: number;
  /** What the kind 11 means. */
  readonly fallback?: number;
  /** Starts the faster average late, so that both are seeded at the same value. */
  readonly isAligned?: boolean;
}

/** A fast and a slow average of one series. */
export class OscillatorPair {
  fast = Number.NaN;
  slow = Number.NaN;
  declare private readonly fastAverage: LateStart;
  declare private readonly slowAverage: LateStart;

  constructor(options: PairOptions) {
    const { fast, slow, fastKind, slowKind, fallback, isAligned = false } = inOrder(options);
    const fastBars = movingAverageBars(fastKind, fast, fallback);
    const slowBars = movingAverageBars(slowKind, slow, fallback);
    const bars = isAligned ? Math.max(fastBars, slowBars) : 0;
    this.fastAverage = new LateStart(
      createMovingAverage(fastKind, fast, fallback),
      Math.max(0, bars - fastBars),
    );
    this.slowAverage = new LateStart(
      createMovingAverage(slowKind, slow, fallback),
      Math.max(0, bars - slowBars),
    );
  }

  push(value: number): void {
    this.fast = this.fastAverage.push(value);
    this.slow = this.slowAverage.push(value);
  }

  /** Values until both are ready. */
  static bars(options: PairOptions): number {
    const { fast, slow, fastKind, slowKind, fallback } = inOrder(options);
    return Math.max(movingAverageBars(fastKind, fast, fallback), movingAverageBars(slowKind, slow, fallback));
  }
}

/** The shorter period is the fast one, however they were given. */
function inOrder(options: PairOptions): PairOptions {
  if (options.fast <= options.slow) return options;
  const { fast, slow, fastKind, slowKind } = options;
  return { ...options, fast: slow, slow: fast, fastKind: slowKind, slowKind: fastKind };
}
