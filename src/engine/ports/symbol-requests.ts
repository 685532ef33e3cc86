/** What a vendor is yet to be told about which symbols we want; `Name` is its own form of a symbol. */
export class SymbolRequests {
  readonly #slots = new Map<string, number>();
  /** What the vendor was told on this connection. */
  readonly #told = new Set<string>();
  readonly #toAdd = new Set<string>();
  readonly #toDrop = new Set<string>();

  get size(): number {
    return this.#slots.size;
  }

  slotOf(name: string): number | undefined {
    return this.#slots.get(name);
  }

  slots(): number[] {
    return [...this.#slots.values()];
  }

  /** A name feeds one slot: that of who asked last. */
  want(name: string, slot: number): void {
    this.#slots.set(name, slot);
    this.#toDrop.delete(name);
    if (!this.#told.has(name)) this.#toAdd.add(name);
  }

  /** False when that slot was not fed by that name. */
  drop(name: string, slot: number): boolean {
    if (this.#slots.get(name) !== slot) return false;
    this.#slots.delete(name);
    this.#toAdd.delete(name);
    if (this.#told.has(name)) this.#toDrop.add(name);
    return true;
  }

  /** On a new connection nothing was told yet. */
  forgetTold(): void {
    this.#told.clear();
    this.#toDrop.clear();
    for (const name of this.#slots.keys()) this.#toAdd.add(name);
  }

  /** Up to `count` names that belong into one message, counted as told from now on; undefined when all is said. */
  take(count: number): { isWanted: boolean; names: string[] } | undefined {
    const isWanted = this.#toDrop.size === 0;
    const queue = isWanted ? this.#toAdd : this.#toDrop;
    const names: string[] = [];
    for (const name of queue) {
      if (names.length === count) break;
      names.push(name);
      queue.delete(name);
      if (isWanted) this.#told.add(name);
      else this.#told.delete(name);
    }
    return names.length === 0 ? undefined : { isWanted, names };
  }
}
