import type { Clock } from '../ports/clock.ts';
import type { SharedCache } from '../ports/shared-cache.ts';
import type { CacheCounts, CacheReport } from './cache-report.ts';
import { estimateBytes } from './estimate-bytes.ts';
import { MemoryCache, type MemoryEntry } from './memory-cache.ts';
import { SharedLevel } from './shared-level.ts';

/** Where an answer came from: memory, the team's cache, the store. */
export type CacheLevel = 'L1' | 'L2' | 'L3';

export interface CacheAnswer<Value> {
  readonly value: Value;
  readonly level: CacheLevel;
  /** Milliseconds since it was loaded from the store; 0 when it was just now. */
  readonly ageMs: number;
  /** Older than its time to live, served while a newer one is being loaded; only for who allows it. */
  readonly isStale: boolean;
}

export interface CacheQuestion<Value> {
  readonly key: string;
  /** A drop of any of these drops the answer. */
  readonly tags?: readonly string[];
  /** Asks the store. Undefined says that there is nothing; an error is passed on and never kept. */
  readonly load: () => Promise<Value> | Value;
  /** Takes an answer past its time to live at once, while it is loaded anew behind. */
  readonly isStaleAllowed?: boolean;
}

export interface TieredCacheOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly shared?: SharedCache | undefined;
  readonly ttlMs?: number;
  readonly sharedTtlMs?: number;
  /** How long past its time to live an answer may still be served to who allows it. */
  readonly staleMs?: number;
  /** "There is nothing" is kept so long, and at most so many times. */
  readonly negativeTtlMs?: number;
  readonly negativeEntriesMax?: number;
  readonly entriesMax?: number;
  readonly bytesMax?: number;
  readonly onProblem?: (error: unknown) => void;
}

interface Flight {
  readonly tags: ReadonlySet<string>;
  readonly answer: Promise<CacheAnswer<unknown>>;
  /** A tag of it was dropped meanwhile: what it brings may be old, so it is not kept. */
  isDropped: boolean;
}

const MINUTE_MS = 60_000;
const DEFAULTS = {
  ttlMs: MINUTE_MS,
  sharedTtlMs: 5 * MINUTE_MS,
  staleMs: 5 * MINUTE_MS,
  negativeTtlMs: 10_000,
  negativeEntriesMax: 1_000,
  entriesMax: 2_000,
  bytesMax: 64 * 1024 * 1024,
};

/**
 * Cache-aside over three levels: memory, the team's cache if there is one, the store. Misses of one key at the same
 * time load once. Values are shared between readers and must not be changed; at the team's cache they are JSON.
 */
export class TieredCache {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #options: typeof DEFAULTS & Pick<TieredCacheOptions, 'onProblem'>;
  readonly #memory: MemoryCache<unknown>;
  readonly #nothing: MemoryCache<undefined>;
  readonly #shared: SharedLevel;
  readonly #flights = new Map<string, Flight>();
  readonly #counts: { -readonly [Name in keyof CacheCounts]: CacheCounts[Name] } = {
    hitsL1: 0,
    hitsL2: 0,
    loadsL3: 0,
    negativeHits: 0,
    staleServed: 0,
    joined: 0,
    invalidated: 0,
    loadErrors: 0,
  };

  constructor({ name, clock, shared, ...options }: TieredCacheOptions) {
    this.#name = name;
    this.#clock = clock;
    this.#options = { ...DEFAULTS, ...options };
    const { entriesMax, bytesMax, negativeEntriesMax } = this.#options;
    this.#memory = new MemoryCache({ entriesMax, bytesMax });
    this.#nothing = new MemoryCache({ entriesMax: negativeEntriesMax, bytesMax });
    this.#shared = new SharedLevel(shared, clock);
  }

  /** The answer from memory alone, if it is fresh: no promise, for hot paths. */
  peek<Value>(key: string): CacheAnswer<Value> | undefined {
    const now = this.#clock.monotonic();
    const entry = this.#memory.get(key);
    if (entry === undefined || now >= entry.expiryTime) return undefined;
    this.#counts.hitsL1 += 1;
    return answerOf(entry as MemoryEntry<Value>, now, false);
  }

  async read<Value>(question: CacheQuestion<Value>): Promise<CacheAnswer<Value>> {
    const fresh = this.peek<Value>(question.key);
    if (fresh) return fresh;
    const now = this.#clock.monotonic();
    const nothing = this.#nothing.get(question.key);
    if (nothing && now < nothing.expiryTime) {
      this.#counts.negativeHits += 1;
      return answerOf(nothing as MemoryEntry<Value>, now, false);
    }
    const old = question.isStaleAllowed ? this.#memory.get(question.key) : undefined;
    if (old && now < old.expiryTime + this.#options.staleMs) {
      this.#counts.staleServed += 1;
      this.#fly(question).answer.catch((error: unknown) => this.#options.onProblem?.(error));
      return answerOf(old as MemoryEntry<Value>, now, true);
    }
    return (await this.#fly(question).answer) as CacheAnswer<Value>;
  }

  /** Keeps a value that is known to be new, as if it had just been loaded. */
  put(key: string, value: unknown, tags: readonly string[] = []): void {
    this.#endFlight(key);
    this.#keep(key, value, tags, 0);
    this.#share(key, value, tags);
  }

  /** Drops what bears any of the tags, at every level, loads under way included. Answers how many left memory. */
  dropTags(...tags: readonly string[]): number {
    let dropped = 0;
    for (const tag of tags) dropped += this.#memory.dropTag(tag) + this.#nothing.dropTag(tag);
    for (const [key, flight] of this.#flights)
      if (tags.some((tag) => flight.tags.has(tag))) this.#endFlight(key);
    this.#shared.dropTags(tags);
    this.#counts.invalidated += dropped;
    return dropped;
  }

  report(): CacheReport {
    const { ttlMs, sharedTtlMs, entriesMax, bytesMax } = this.#options;
    return {
      name: this.#name,
      ttlMs,
      sharedTtlMs,
      entries: this.#memory.size,
      entriesMax,
      bytes: this.#memory.bytes,
      bytesMax,
      negativeEntries: this.#nothing.size,
      evicted: this.#memory.evicted,
      sharedState: this.#shared.state,
      sharedProblem: this.#shared.problem,
      sharedFailures: this.#shared.failures,
      ...this.#counts,
    };
  }

  #fly<Value>(question: CacheQuestion<Value>): Flight {
    const known = this.#flights.get(question.key);
    if (known) {
      this.#counts.joined += 1;
      return known;
    }
    const { key, tags = [] } = question;
    const flight: Flight = {
      tags: new Set(tags),
      // The load begins a turn later, when the flight can be found by who drops its tags.
      answer: Promise.resolve()
        .then(() => this.#fetch(question, flight))
        .finally(() => {
          if (this.#flights.get(key) === flight) this.#flights.delete(key);
        }),
      isDropped: false,
    };
    this.#flights.set(key, flight);
    return flight;
  }

  async #fetch<Value>(
    { key, tags = [], load }: CacheQuestion<Value>,
    flight: Flight,
  ): Promise<CacheAnswer<Value>> {
    const entry = this.#shared.state === 'absent' ? undefined : await this.#shared.get(key);
    if (entry && !flight.isDropped) {
      const value = JSON.parse(entry.text) as Value;
      const ageMs = Math.max(0, this.#clock.now() - entry.storedTime);
      this.#counts.hitsL2 += 1;
      this.#keep(key, value, tags, ageMs);
      return { value, level: 'L2', ageMs, isStale: false };
    }
    let value: Value;
    try {
      value = await load();
    } catch (error) {
      this.#counts.loadErrors += 1;
      throw error;
    }
    this.#counts.loadsL3 += 1;
    if (!flight.isDropped) {
      if (value === undefined) this.#keepNothing(key, tags);
      else {
        this.#keep(key, value, tags, 0);
        this.#share(key, value, tags);
      }
    }
    return { value, level: 'L3', ageMs: 0, isStale: false };
  }

  #share(key: string, value: unknown, tags: readonly string[]): void {
    if (this.#shared.state === 'absent') return;
    const entry = { text: JSON.stringify(value), storedTime: this.#clock.now() };
    this.#shared.put(key, entry, { ttlMs: this.#options.sharedTtlMs, tags });
  }

  /** What the team's cache gave lives no longer than it would have there. */
  #keep(key: string, value: unknown, tags: readonly string[], ageAtPut: number): void {
    const { ttlMs, sharedTtlMs } = this.#options;
    const putTime = this.#clock.monotonic();
    const expiryTime = putTime + Math.min(ttlMs, Math.max(0, sharedTtlMs - ageAtPut));
    const bytes = estimateBytes(value) + key.length * 2;
    this.#nothing.drop(key);
    this.#memory.put({ key, value, tags, bytes, ageAtPut, putTime, expiryTime });
  }

  #keepNothing(key: string, tags: readonly string[]): void {
    const putTime = this.#clock.monotonic();
    const expiryTime = putTime + this.#options.negativeTtlMs;
    this.#memory.drop(key);
    this.#nothing.put({
      key,
      value: undefined,
      tags,
      bytes: key.length * 2,
      ageAtPut: 0,
      putTime,
      expiryTime,
    });
  }

  #endFlight(key: string): void {
    const flight = this.#flights.get(key);
    if (!flight) return;
    flight.isDropped = true;
    this.#flights.delete(key);
  }
}

function answerOf<Value>(entry: MemoryEntry<Value>, now: number, isStale: boolean): CacheAnswer<Value> {
  return { value: entry.value, level: 'L1', ageMs: entry.ageAtPut + now - entry.putTime, isStale };
}
