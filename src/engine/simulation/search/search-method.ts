import type { SeededRandom } from '#domain/values/seeded-random';
import type { Point, SearchSpace } from './search-space.ts';

/** A trial that has been run. `objective` is −∞ where it had no value or the trial was given up. */
export interface PastTrial {
  readonly point: Point;
  readonly objective: number;
}

/**
 * A way to choose what to try next. It proposes from the past and the random numbers alone, so that a search resumed
 * after a crash goes on exactly as it would have.
 */
export interface SearchMethod {
  /** Trials proposed at once, from the same past. */
  readonly batchTrials: number;
  /** A proposal; one that is unsound or known is asked for again. */
  propose(past: readonly PastTrial[], space: SearchSpace, random: SeededRandom): Point;
}
