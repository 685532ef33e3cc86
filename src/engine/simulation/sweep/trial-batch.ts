import type { PruningRule, TrialEvaluator } from './trial-evaluator.ts';
import { ROW_WIDTH } from './trial-statistics.ts';

/** Trials that several threads share out among themselves; every array is in shared memory. */
export interface TrialBatch {
  readonly parameters: Float64Array;
  readonly rows: Float64Array;
  readonly count: number;
  /** Trials of one chunk; the last may have fewer. */
  readonly chunkTrials: number;
  /**
   * {@link CANCELLED}, {@link CURSOR}, then the state of each chunk: 0 free, a thread's number while it works on it,
   * {@link DONE}.
   */
  readonly claims: Int32Array;
  readonly rule?: PruningRule | undefined;
}

/** Place in `claims` that is 1 when the work is no longer wanted. */
export const CANCELLED = 0;
/** Place in `claims` that counts the chunks handed out so far. */
const CURSOR = 1;
const FIRST_CHUNK = 2;
const DONE = -1;
/** Bars that a chunk is for, some milliseconds: as long as one thread may wait for another at the end. */
const CHUNK_BARS = 1_000_000;
const CHUNK_TRIALS_MAX = 64;

/** A batch over rows of parameters, nothing claimed yet; each trial goes over so many bars. */
export function createTrialBatch(
  parameters: Float64Array,
  { width, bars, rule }: { width: number; bars: number; rule: PruningRule | undefined },
): TrialBatch {
  const count = parameters.length / width;
  const chunkTrials = Math.max(1, Math.min(CHUNK_TRIALS_MAX, Math.floor(CHUNK_BARS / bars)));
  const chunks = Math.ceil(count / chunkTrials);
  return {
    parameters,
    count,
    chunkTrials,
    rows: new Float64Array(new SharedArrayBuffer(count * ROW_WIDTH * Float64Array.BYTES_PER_ELEMENT)),
    claims: new Int32Array(new SharedArrayBuffer((FIRST_CHUNK + chunks) * Int32Array.BYTES_PER_ELEMENT)),
    ...(rule === undefined ? {} : { rule }),
  };
}

/** Works on the next free chunk; false when none is left or the work is not wanted. `worker` is above 0. */
export function workOnBatch(evaluator: TrialEvaluator, batch: TrialBatch, worker: number): boolean {
  const { claims, count, chunkTrials, parameters, rows, rule } = batch;
  if (Atomics.load(claims, CANCELLED) === 1) return false;
  const slot = claimChunk(claims, worker);
  if (slot < 0) return false;
  const first = (slot - FIRST_CHUNK) * chunkTrials;
  const end = Math.min(count, first + chunkTrials);
  for (let i = first; i < end; i++) evaluator.evaluate(parameters, i, rows, i * ROW_WIDTH, rule);
  Atomics.store(claims, slot, DONE);
  return true;
}

/** The next chunk never handed out, or one that a lost worker left; −1 when there is none. */
function claimChunk(claims: Int32Array, worker: number): number {
  const isLeft = Atomics.load(claims, CURSOR) < claims.length - FIRST_CHUNK;
  const next = isLeft ? FIRST_CHUNK + Atomics.add(claims, CURSOR, 1) : claims.length;
  if (next < claims.length && Atomics.compareExchange(claims, next, 0, worker) === 0) return next;
  for (let slot = FIRST_CHUNK; slot < claims.length; slot++)
    if (Atomics.compareExchange(claims, slot, 0, worker) === 0) return slot;
  return -1;
}

/** Frees the chunks a lost worker had claimed: they are worked on again, over whatever it had written. */
export function releaseClaims({ claims }: TrialBatch, worker: number): void {
  for (let slot = FIRST_CHUNK; slot < claims.length; slot++) Atomics.compareExchange(claims, slot, worker, 0);
}

/** Share of the chunks done, 0 to 1. */
export function batchProgress({ claims }: TrialBatch): number {
  let done = 0;
  for (let slot = FIRST_CHUNK; slot < claims.length; slot++)
    if (Atomics.load(claims, slot) === DONE) done += 1;
  return claims.length === FIRST_CHUNK ? 1 : done / (claims.length - FIRST_CHUNK);
}
