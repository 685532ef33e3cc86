/** Finds a symbol's slot on the quote board from the bytes of a message. */
export interface SlotLookup {
  readonly size: number;
  /** Makes the symbol, as the venue writes it known under a slot; a known one gets the new slot. Throws a RangeError above 85 characters. */
  add(symbol: string, slot: number): void;
  /** False when it was not known. */
  remove(symbol: string): boolean;
  /** Slot of the symbol written in UTF-8 from `start` (inclusive) to `end` (exclusive), −1 when unknown. Allocates nothing. */
  find(bytes: Uint8Array, start: number, end: number): number;
  /** The same, faster, through a view that can be read three bytes past `end`. */
  findIn(view: DataView, start: number, end: number): number;
}

/** An empty lookup. */
export function createSlotLookup(): SlotLookup {
  return new HashedSlotLookup();
}

const EMPTY = -1;
/** Bytes of the longest name that can be added. */
const NAME_BYTES_MAX = 256;
/** Numbers an entry of the table has. */
const FIELDS = 4;
/** Odd, with its bits spread: a product with it carries every bit of a word upwards. */
const SPREAD = 0x2c1b3c6d;

/** Open addressing with linear probing, never more than half full, over the symbols' bytes four to a word. */
class HashedSlotLookup implements SlotLookup {
  readonly #slots = new Map<string, number>();
  #mask = 63;
  /** Position in the table → slot, −1 for empty; hash of the name; how many bytes it has; its first word. */
  #table = new Int32Array(64 * FIELDS).fill(EMPTY);
  #words = new Int32Array(0);
  readonly #name = new Uint8Array(NAME_BYTES_MAX + 4);
  readonly #view = new DataView(this.#name.buffer);

  get size(): number {
    return this.#slots.size;
  }

  add(symbol: string, slot: number): void {
    if (this.#slots.get(symbol) === slot) return;
    if (symbol.length * 3 > NAME_BYTES_MAX)
      throw new RangeError(`symbol "${symbol}" is longer than any of a venue`);
    this.#slots.set(symbol, slot);
    this.#rebuild();
  }

  remove(symbol: string): boolean {
    const isKnown = this.#slots.delete(symbol);
    if (isKnown) this.#rebuild();
    return isKnown;
  }

  find(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > NAME_BYTES_MAX) return EMPTY;
    for (let i = start; i < end; i++) this.#name[i - start] = bytes[i]!;
    return this.findIn(this.#view, 0, end - start);
  }

  findIn(view: DataView, start: number, end: number): number {
    const length = end - start;
    const mask = this.#mask;
    const table = this.#table;
    let hash = length;
    let at = start;
    for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), SPREAD);
    // A tail of one to three bytes, or of none, is a word with the bytes behind it shifted out.
    const unused = (4 - (end - at)) << 3;
    const tail = at === end ? 0 : (view.getInt32(at, true) << unused) >>> unused;
    hash = Math.imul(hash ^ tail, SPREAD);
    hash ^= hash >>> 15;
    for (let position = hash & mask; ; position = (position + 1) & mask) {
      const entry = position * FIELDS;
      const slot = table[entry]!;
      if (slot === EMPTY) return EMPTY;
      if (table[entry + 1] !== hash || table[entry + 2] !== length) continue;
      const words = this.#words;
      let word = table[entry + 3]!;
      for (at = start; at + 4 <= end; at += 4) if (words[word++] !== view.getInt32(at, true)) break;
      if (at + 4 > end && words[word] === (tail | 0)) return slot;
    }
  }

  /** Subscriptions change seldom and lookups run millions of times a second: the table is made anew each time. */
  #rebuild(): void {
    const encoder = new TextEncoder();
    const entries = [...this.#slots].map(([symbol, slot]) => ({ name: encoder.encode(symbol), slot }));
    let capacity = 64;
    while (capacity < entries.length * 2) capacity *= 2;
    this.#mask = capacity - 1;
    this.#table = new Int32Array(capacity * FIELDS).fill(EMPTY);
    this.#words = new Int32Array(entries.reduce((sum, { name }) => sum + (name.length >> 2) + 1, 0));
    let word = 0;
    for (const { name, slot } of entries) {
      let hash = name.length;
      const first = word;
      for (let at = 0; at <= name.length; at += 4) {
        const value = wordAt(name, at);
        this.#words[word++] = value;
        hash = Math.imul(hash ^ value, SPREAD);
      }
      hash ^= hash >>> 15;
      let position = hash & this.#mask;
      while (this.#table[position * FIELDS] !== EMPTY) position = (position + 1) & this.#mask;
      this.#table.set([slot, hash, name.length, first], position * FIELDS);
    }
  }
}

/** Four bytes as the little-endian word they make; bytes past the end are zeros. */
function wordAt(bytes: Uint8Array, at: number): number {
  const byte = (i: number): number => bytes[at + i] ?? 0;
  return byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24);
}
