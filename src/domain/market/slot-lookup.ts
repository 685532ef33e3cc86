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

/** Open addressing with linear probing, never more than half full, over the symbols' bytes four to a word. */
class HashedSlotLookup implements SlotLookup {
  readonly #slots = new Map<string, number>();
  #mask = 63;
  /** Position in the table → slot, −1 for empty; its hash; its first word; how many bytes it has. */
  #slotAt = new Int32Array(64).fill(EMPTY);
  #hashAt = new Int32Array(64);
  #wordAt = new Int32Array(64);
  #lengthAt = new Int32Array(64);
  #words = new Int32Array(0);

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
    for (let position = hash & mask; ; position = (position + 1) & mask) {
      const slot = slots[position]!;
      if (slot === EMPTY) return EMPTY;
      if (this.#hashAt[position] !== hash || this.#lengthAt[position] !== length) continue;
      const words = this.#words;
      let word = this.#wordAt[position]!;
      let at = start;
      for (; at + 4 <= end; at += 4) if (words[word++] !== wordAt(bytes, at)) break;
      if (at + 4 > end && (at === end || words[word] === tailAt(bytes, at, end))) return slot;
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
    this.#wordAt = new Int32Array(capacity);
    this.#lengthAt = new Int32Array(capacity);
    this.#words = new Int32Array(names.reduce((sum, { name }) => sum + Math.ceil(name.length / 4), 0));
    let word = 0;
    for (const { name, slot } of names) {
      const hash = hashBytes(name, 0, name.length);
      let position = hash & this.#mask;
      while (this.#slotAt[position] !== EMPTY) position = (position + 1) & this.#mask;
      this.#slotAt[position] = slot;
      this.#hashAt[position] = hash;
      this.#wordAt[position] = word;
      this.#lengthAt[position] = name.length;
      let at = 0;
      for (; at + 4 <= name.length; at += 4) this.#words[word++] = wordAt(name, at);
      if (at < name.length) this.#words[word++] = tailAt(name, at, name.length);
    }
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** The last one to three bytes. */
function tailAt(bytes: Uint8Array, at: number, end: number): number {
  let word = bytes[at]!;
  if (at + 1 < end) word |= bytes[at + 1]! << 8;
  if (at + 2 < end) word |= bytes[at + 2]! << 16;
  return word;
}

/** Multiplies by an odd constant for each word, then spreads the high bits over the low ones that choose the position. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ wordAt(bytes, at), 0x2c1b3c6d);
  if (at < end) hash = Math.imul(hash ^ tailAt(bytes, at, end), 0x2c1b3c6d);
  return hash ^ (hash >>> 15);
}
