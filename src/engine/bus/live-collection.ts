/** Items by id that others watch: they are told which ids changed. Keeps the newest `capacity` by order of arrival. */
export class LiveCollection<Item> {
  readonly #items = new Map<string, Item>();
  readonly #idOf: (item: Item) => string;
  readonly #capacity: number;
  readonly #listeners = new Set<(changed: readonly string[], removed: readonly string[]) => void>();

  constructor(idOf: (item: Item) => string, capacity = Number.POSITIVE_INFINITY) {
    this.#idOf = idOf;
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#items.size;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** Oldest first. */
  items(): Item[] {
    return [...this.#items.values()];
  }

  upsert(...items: Item[]): void {
    const removed: string[] = [];
    for (const item of items) {
      this.#items.set(this.#idOf(item), item);
      if (this.#items.size > this.#capacity) {
        const oldest = this.#items.keys().next().value as string;
        this.#items.delete(oldest);
        removed.push(oldest);
      }
    }
    this.#tell(items.map(this.#idOf), removed);
  }

  remove(id: string): boolean {
    const removed = this.#items.delete(id);
    if (removed) this.#tell([], [id]);
    return removed;
  }

  /** Puts other items in the place of all. */
  replace(items: readonly Item[]): void {
    const removed = [...this.#items.keys()];
    this.#items.clear();
    for (const item of items) this.#items.set(this.#idOf(item), item);
    this.#tell(
      [...this.#items.keys()],
      removed.filter((id) => !this.#items.has(id)),
    );
  }

  onChange(listener: (changed: readonly string[], removed: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(changed: readonly string[], removed: readonly string[]): void {
    if (changed.length === 0 && removed.length === 0) return;
    for (const listener of this.#listeners) listener(changed, removed);
  }
}
