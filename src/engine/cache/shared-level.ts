import type { Clock } from '../ports/clock.ts';
import type { SharedCache, SharedCacheEntry } from '../ports/shared-cache.ts';

/** A call that takes longer counts as failed. */
const CALL_LIMIT_MS = 250;
/** After a failure nothing is asked for so long. */
const REST_MS = 5_000;

export type SharedState = 'ok' | 'absent' | 'degraded';

/**
 * A team's cache as one level among others: it may be absent, slow or failing, and then it simply has nothing. What
 * could not be dropped from it is owed: until that succeeded nothing is read from it.
 */
export class SharedLevel {
  readonly #cache: SharedCache | undefined;
  readonly #clock: Clock;
  readonly #owed = new Set<string>();
  #restUntil = Number.NEGATIVE_INFINITY;
  #problem: string | null = null;
  #failures = 0;

  constructor(cache: SharedCache | undefined, clock: Clock) {
    this.#cache = cache;
    this.#clock = clock;
  }

  get state(): SharedState {
    if (!this.#cache) return 'absent';
    return this.#problem === null ? 'ok' : 'degraded';
  }
  /** Why it is degraded. */
  get problem(): string | null {
    return this.#problem;
  }
  get failures(): number {
    return this.#failures;
  }

  /** The entry; undefined as well when the cache is away. */
  async get(key: string): Promise<SharedCacheEntry | undefined> {
    if (!this.#isAsked() || !(await this.#settle())) return undefined;
    return this.#ask((cache) => cache.get(key));
  }

  put(key: string, entry: SharedCacheEntry, options: { ttlMs: number; tags: readonly string[] }): void {
    if (this.#isAsked() && this.#owed.size === 0) void this.#ask((cache) => cache.put(key, entry, options));
  }

  /** Drops by tag; what fails is tried again before the next read. */
  dropTags(tags: readonly string[]): void {
    if (!this.#cache) return;
    for (const tag of tags) this.#owed.add(tag);
    if (this.#isAsked()) void this.#settle();
  }

  async #settle(): Promise<boolean> {
    if (this.#owed.size === 0) return true;
    const tags = [...this.#owed];
    const done = await this.#ask(async (cache) => {
      await cache.dropTags(tags);
      return true;
    });
    if (done !== true) return false;
    for (const tag of tags) this.#owed.delete(tag);
    return this.#owed.size === 0;
  }

  #isAsked(): boolean {
    return this.#cache !== undefined && this.#clock.monotonic() >= this.#restUntil;
  }

  /** What the cache answers; undefined, and a rest, when it fails or takes too long. */
  async #ask<Answer>(call: (cache: SharedCache) => Promise<Answer>): Promise<Answer | undefined> {
    try {
      const answer = await withinLimit(call(this.#cache!), this.#clock);
      this.#problem = null;
      return answer;
    } catch (error) {
      this.#failures += 1;
      this.#restUntil = this.#clock.monotonic() + REST_MS;
      this.#problem = `${this.#cache!.name} does not serve (${error instanceof Error ? error.message : String(error)}); reads go to memory and store`;
      return undefined;
    }
  }
}

function withinLimit<Answer>(work: Promise<Answer>, clock: Clock): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const forget = clock.after(CALL_LIMIT_MS, () =>
      reject(new Error(`no answer within ${CALL_LIMIT_MS} ms`)),
    );
    work.then(
      (answer) => {
        forget();
        resolve(answer);
      },
      (error: unknown) => {
        forget();
        reject(error);
      },
    );
  });
}
