/** What a place in memory holds. */
export interface MemoryEntry<Value> {
  readonly key: string;
  readonly value: Value;
  readonly tags: readonly string[];
  readonly bytes: number;
  /** Age at the moment it was put, in milliseconds: what came from a shared cache was not new. */
  readonly ageAtPut: number;
  /** Monotonic milliseconds. */
  readonly putTime: number;
  /** Monotonic milliseconds; at this instant it is no longer fresh. */
  readonly expiryTime: number;
}

interface Node<Value> extends MemoryEntry<Value> {
  older: Node<Value> | null;
  newer: Node<Value> | null;
}

export interface MemoryCacheLimits {
  readonly entriesMax: number;
  readonly bytesMax: number;
}

/**
 * Entries in memory, bounded by count and bytes; the least recently used go first. Expiry is the reader's matter: an
 * entry stays until it is replaced, dropped or pushed out.
 */
export class MemoryCache<Value> {
  readonly limits: MemoryCacheLimits;
  readonly #nodes = new Map<string, Node<Value>>();
  readonly #tagged = new Map<string, Set<Node<Value>>>();
  #newest: Node<Value> | null = null;
  #oldest: Node<Value> | null = null;
  #bytes = 0;
  #evicted = 0;

  constructor(limits: MemoryCacheLimits) {
    this.limits = limits;
  }

  get size(): number {
    return this.#nodes.size;
  }
  get bytes(): number {
    return this.#bytes;
  }
  /** Entries pushed out by others so far. */
  get evicted(): number {
    return this.#evicted;
  }

  /** The entry, which counts as used now. */
  get(key: string): MemoryEntry<Value> | undefined {
    const node = this.#nodes.get(key);
    if (node === undefined) return undefined;
    if (node !== this.#newest) {
      this.#unlink(node);
      this.#link(node);
    }
    return node;
  }

  /** Keeps an entry in the place of the one with its key. False when it alone is larger than the cache may be. */
  put(entry: MemoryEntry<Value>): boolean {
    this.drop(entry.key);
    if (entry.bytes > this.limits.bytesMax) return false;
    const node: Node<Value> = { ...entry, older: null, newer: null };
    this.#nodes.set(entry.key, node);
    for (const tag of entry.tags) {
      const tagged = this.#tagged.get(tag);
      if (tagged) tagged.add(node);
      else this.#tagged.set(tag, new Set([node]));
    }
    this.#bytes += entry.bytes;
    this.#link(node);
    while (this.#nodes.size > this.limits.entriesMax || this.#bytes > this.limits.bytesMax) {
      this.#remove(this.#oldest!);
      this.#evicted += 1;
    }
    return true;
  }

  drop(key: string): boolean {
    const node = this.#nodes.get(key);
    if (node) this.#remove(node);
    return node !== undefined;
  }

  /** Drops every entry with the tag; answers how many there were. */
  dropTag(tag: string): number {
    const tagged = [...(this.#tagged.get(tag) ?? [])];
    for (const node of tagged) this.#remove(node);
    return tagged.length;
  }

  #remove(node: Node<Value>): void {
    this.#nodes.delete(node.key);
    this.#bytes -= node.bytes;
    for (const tag of node.tags) {
      const tagged = this.#tagged.get(tag);
      tagged?.delete(node);
      if (tagged?.size === 0) this.#tagged.delete(tag);
    }
    this.#unlink(node);
  }

  #link(node: Node<Value>): void {
    node.older = this.#newest;
    if (this.#newest) this.#newest.newer = node;
    this.#newest = node;
    this.#oldest ??= node;
  }

  #unlink(node: Node<Value>): void {
    if (node.older) node.older.newer = node.newer;
    else this.#oldest = node.newer;
    if (node.newer) node.newer.older = node.older;
    else this.#newest = node.older;
    node.older = null;
    node.newer = null;
  }
}
