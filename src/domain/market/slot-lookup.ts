/** Finds a symbol's slot on the quote board from the bytes of a message. */
export interface SlotLookup {
  readonly size: number;
  /** Makes the symbol, as the venue writes it, known under a slot; a known one gets the new slot. */
  add(symbol: string, slot: number): void;
  /** False when it was not known. */
  remove(symbol: string): boolean;
  /** Slot of the symbol written in UTF-8 from `start` (inclusive) to `end` (exclusive), −1 when unknown. Allocates nothing. */
  find(bytes: Uint8Array, start: number, end: number): number;
}

/** An empty lookup. */
export function createSlotLookup(): SlotLookup {
  return new HashedSlotLookup();
}

const EMPTY = -1;

/** Open addressing with linear probing, never more than half full, over the symbols' bytes laid end to end. */
class HashedSlotLookup implements SlotLookup {
  readonly #slots = new Map<string, number>();
  #mask = 63;
  /** Position in the table → slot, −1 for empty; its hash; where its bytes begin; how many there are. */
  #slotAt = new Int32Array(64).fill(EMPTY);
  #hashAt = new Int32Array(64);
  #startAt = new Int32Array(64);
  #lengthAt = new Int32Array(64);
  #bytes = new Uint8Array(0);

  get size(): number {
    return this.#slots.size;
  }

  add(symbol: string, slot: number): void {
    if (this.#slots.get(symbol) === slot) return;
    this.#slots.set(symbol, slot);
    this.#rebuild();
  }

  remove(symbol: string): boolean {
    const isKnown = this.#slots.delete(symbol);
    if (isKnown) this.#rebuild();
    return isKnown;
  }

  find(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const length = end - start;
    const mask = this.#mask;
    const slots = this.#slotAt;
    const hashes = this.#hashAt;
    for (let position = hash & mask; ; position = (position + 1) & mask) {
      const slot = slots[position]!;
      if (slot === EMPTY) return EMPTY;
      if (hashes[position] === hash && this.#lengthAt[position] === length) {
        const known = this.#bytes;
        const offset = this.#startAt[position]! - start;
        let i = start;
        while (i < end && known[i + offset] === bytes[i]) i++;
        if (i === end) return slot;
      }
    }
  }

  /** Subscriptions change seldom and lookups run millions of times a second: the table is made anew each time. */
  #rebuild(): void {
    const encoder = new TextEncoder();
    const names = [...this.#slots].map(([symbol, slot]) => ({ name: encoder.encode(symbol), slot }));
    let capacity = 64;
    while (capacity < names.length * 2) capacity *= 2;
    this.#mask = capacity - 1;
    this.#slotAt = new Int32Array(capacity).fill(EMPTY);
    this.#hashAt = new Int32Array(capacity);
    this.#startAt = new Int32Array(capacity);
    this.#lengthAt = new Int32Array(capacity);
    this.#bytes = new Uint8Array(names.reduce((sum, { name }) => sum + name.length, 0));
    let offset = 0;
    for (const { name, slot } of names) {
      const hash = hashBytes(name, 0, name.length);
      let position = hash & this.#mask;
      while (this.#slotAt[position] !== EMPTY) position = (position + 1) & this.#mask;
      this.#slotAt[position] = slot;
      this.#hashAt[position] = hash;
      this.#startAt[position] = offset;
      this.#lengthAt[position] = name.length;
      this.#bytes.set(name, offset);
      offset += name.length;
    }
  }
}

/** Multiplies by 31 for each byte, then spreads the high bits over the low ones that choose the position. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) hash = ((hash << 5) - hash + bytes[i]!) | 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 12);
}
