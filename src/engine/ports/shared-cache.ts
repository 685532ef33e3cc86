/** A value as a team's cache holds it: text, because every member reads it. */
export interface SharedCacheEntry {
  readonly text: string;
  /** Wall time at which the value was loaded from the store, in milliseconds. */
  readonly storedTime: number;
}

/**
 * A cache that a team shares, across a network: every call may fail or take long, and none decides about a trade.
 * Every adapter passes `test/contract/shared-cache.ts`.
 */
export interface SharedCache {
  /** Name for people: `Redis at cache.example:6379`. */
  readonly name: string;
  /** Undefined when absent or expired. */
  get(key: string): Promise<SharedCacheEntry | undefined>;
  /** Keeps an entry for `ttlMs`, to be dropped with any of its tags. Calls take effect in the order they are made. */
  put(
    key: string,
    entry: SharedCacheEntry,
    options: { readonly ttlMs: number; readonly tags: readonly string[] },
  ): Promise<void>;
  drop(key: string): Promise<void>;
  /** Drops every entry that bears one of the tags. */
  dropTags(tags: readonly string[]): Promise<void>;
}
