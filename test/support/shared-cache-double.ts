import type { SharedCache, SharedCacheEntry } from '#engine/ports/shared-cache';

/** A team's cache in memory, with time of its own, that can be made to fail or to hang. */
export class SharedCacheDouble implements SharedCache {
  readonly name = 'cache double';
  readonly #entries = new Map<string, { entry: SharedCacheEntry; tags: readonly string[]; expiry: number }>();
  #now: number;
  #trouble: 'none' | 'hanging' | { readonly reason: string } = 'none';

  constructor(now: number) {
    this.#now = now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
  fail(reason: string): void {
    this.#trouble = { reason };
  }
  hang(): void {
    this.#trouble = 'hanging';
  }
  heal(): void {
    this.#trouble = 'none';
  }

  get(key: string): Promise<SharedCacheEntry | undefined> {
    return this.#serve(() => {
      const found = this.#entries.get(key);
      return found && this.#now < found.expiry ? found.entry : undefined;
    });
  }

  put(
    key: string,
    entry: SharedCacheEntry,
    { ttlMs, tags }: { ttlMs: number; tags: readonly string[] },
  ): Promise<void> {
    return this.#serve(() => {
      this.#entries.set(key, { entry, tags, expiry: this.#now + ttlMs });
    });
  }

  drop(key: string): Promise<void> {
    return this.#serve(() => {
      this.#entries.delete(key);
    });
  }

  dropTags(tags: readonly string[]): Promise<void> {
    return this.#serve(() => {
      for (const [key, { tags: own }] of this.#entries)
        if (own.some((tag) => tags.includes(tag))) this.#entries.delete(key);
    });
  }

  #serve<Answer>(work: () => Answer): Promise<Answer> {
    if (this.#trouble === 'hanging') return new Promise(() => undefined);
    if (this.#trouble !== 'none') return Promise.reject(new Error(this.#trouble.reason));
    return Promise.resolve(work());
  }
}
