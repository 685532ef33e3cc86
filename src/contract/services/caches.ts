import { z } from 'zod';

/** Memory, the team's cache, the store. */
export const cacheLevel = z.enum(['L1', 'L2', 'L3']);

/** Where an answer came from and how old it is. */
export const cacheOrigin = z.object({
  level: cacheLevel,
  /** Milliseconds since it was loaded from the store. */
  ageMs: z.number(),
  /** Older than its time to live, while a newer one is being loaded. */
  isStale: z.boolean(),
});
export type CacheOrigin = z.infer<typeof cacheOrigin>;

const count = z.number().int();

export const cacheReport = z.object({
  name: z.string(),
  ttlMs: z.number(),
  sharedTtlMs: z.number(),
  entries: count,
  entriesMax: count,
  /** Estimated. */
  bytes: z.number(),
  bytesMax: z.number(),
  hitsL1: count,
  hitsL2: count,
  /** Answers that had to come from the store. */
  loadsL3: count,
  /** "There is nothing", answered from memory, and how many such answers are kept. */
  negativeHits: count,
  negativeEntries: count,
  staleServed: count,
  /** Misses that waited for a load already under way. */
  joined: count,
  /** Entries dropped because what they came from changed. */
  invalidated: count,
  /** Entries pushed out by others. */
  evicted: count,
  loadErrors: count,
  /** The team's cache: none here, serving, or away. */
  sharedState: z.enum(['ok', 'absent', 'degraded']),
  sharedProblem: z.string().nullable(),
  sharedFailures: count,
});
export type CacheReportView = z.infer<typeof cacheReport>;

export const cachesState = z.object({
  caches: z.array(cacheReport),
  /** Remembered results of computations. */
  memo: z.object({ entries: count, entriesMax: count, hits: count, misses: count }),
});
export type CachesState = z.infer<typeof cachesState>;
