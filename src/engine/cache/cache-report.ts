import type { SharedState } from './shared-level.ts';

/** What a cache did since it was made. */
export interface CacheCounts {
  readonly hitsL1: number;
  readonly hitsL2: number;
  /** Answers that had to come from the store. */
  readonly loadsL3: number;
  /** "There is nothing" answered from memory. */
  readonly negativeHits: number;
  readonly staleServed: number;
  /** Misses that waited for a load already under way. */
  readonly joined: number;
  /** Entries dropped because what they came from changed. */
  readonly invalidated: number;
  readonly loadErrors: number;
}

/** How full a cache is and what it did. */
export interface CacheReport extends CacheCounts {
  readonly name: string;
  readonly ttlMs: number;
  readonly sharedTtlMs: number;
  readonly entries: number;
  readonly entriesMax: number;
  /** Estimated. */
  readonly bytes: number;
  readonly bytesMax: number;
  readonly negativeEntries: number;
  /** Entries pushed out by others. */
  readonly evicted: number;
  readonly sharedState: SharedState;
  readonly sharedProblem: string | null;
  readonly sharedFailures: number;
}
