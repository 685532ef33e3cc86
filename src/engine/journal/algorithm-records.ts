import type { AlgorithmState, AlgorithmTerms } from '#domain/orders/algorithms/algorithm-terms';
import type { Arrival } from '#domain/orders/arrival';
import type { AmountsAsText } from '#domain/orders/order-amounts';

/** What orders that are worked in parts journal, beside those parts. All bear the algorithm's id as correlation. */
export interface AlgorithmPayloads {
  /** `weights`: of its slices, decimal text; absent where there are none. `seed` is that of its jitter. */
  AlgorithmStarted: {
    algorithmId: string;
    account: string;
    terms: AmountsAsText<AlgorithmTerms>;
    lot: string;
    seed: number;
    weights?: string[];
    planNote?: string;
    arrival: Arrival;
  };
  /**
   * One part, in the same commit as its order: a number is never used twice, so no part is sent twice. Number 0 is the
   * rest at the end. `volume`: what had traded since the start, of an algorithm that follows it.
   */
  AlgorithmChildSent: {
    algorithmId: string;
    account: string;
    number: number;
    clientOrderId: string;
    volume?: number;
  };
  /** Of `ending`, what it will have ended as. */
  AlgorithmStateChanged: {
    algorithmId: string;
    account: string;
    state: AlgorithmState;
    reason: string;
    endsAs?: 'finished' | 'cancelled';
  };
}
