import { canonicalJson } from '../journal/canonical-json.ts';
import { sha256Hex } from '../journal/hashing.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/market-store.ts';

/** A result computed before, and when. */
export interface RememberedResult<Result> {
  readonly result: Result;
  /** Wall time of the computation, in milliseconds. */
  readonly computedTime: number;
}

export interface MemoReport {
  readonly entries: number;
  readonly entriesMax: number;
  readonly hits: number;
  readonly misses: number;
}

export interface ResultMemoOptions {
  readonly documents: DocumentStore;
  readonly clock: Clock;
  /** False for a store that is only read: what is remembered is found, nothing is added. */
  readonly isWritable: boolean;
  readonly entriesMax?: number;
  readonly keptMs?: number;
}

const COLLECTION = 'memo';
const INDEX = 'memo-index';
const DAY_MS = 86_400_000;

/**
 * Results of long computations by the hash of everything they depend on: what was asked, by which version of the
 * code, on which data. Other data or other code is another key, so nothing has to be dropped. Survives restarts.
 */
export class ResultMemo {
  readonly #options: Required<ResultMemoOptions>;
  /** Keys, oldest first. */
  readonly #keys: Set<string>;
  #hits = 0;
  #misses = 0;

  constructor(options: ResultMemoOptions) {
    this.#options = { entriesMax: 200, keptMs: 30 * DAY_MS, ...options };
    const stored = options.documents.get(INDEX, INDEX, options.clock.now());
    this.#keys = new Set(Array.isArray(stored) ? stored.filter((key) => typeof key === 'string') : []);
  }

  /** Key of a computation: SHA-256 over its kind and the canonical JSON of its input. */
  keyOf(kind: string, input: unknown): string {
    return `${kind}:${sha256Hex(canonicalJson(input))}`;
  }

  recall<Result>(key: string): RememberedResult<Result> | undefined {
    const { documents, clock } = this.#options;
    const found = documents.get(COLLECTION, key, clock.now()) as RememberedResult<Result> | undefined;
    if (found === undefined) this.#misses += 1;
    else this.#hits += 1;
    return found;
  }

  /** Keeps a result for {@link recall}; the oldest go when there are too many. Answers the time it bears. */
  remember(key: string, result: unknown): number {
    const { documents, clock, isWritable, keptMs, entriesMax } = this.#options;
    const computedTime = clock.now();
    if (!isWritable) return computedTime;
    documents.put(COLLECTION, key, { result, computedTime }, computedTime + keptMs);
    this.#keys.delete(key);
    this.#keys.add(key);
    for (const oldest of this.#keys) {
      if (this.#keys.size <= entriesMax) break;
      this.#keys.delete(oldest);
      documents.remove(COLLECTION, oldest);
    }
    documents.put(INDEX, INDEX, [...this.#keys]);
    return computedTime;
  }

  report(): MemoReport {
    const { entriesMax } = this.#options;
    return { entries: this.#keys.size, entriesMax, hits: this.#hits, misses: this.#misses };
  }
}
