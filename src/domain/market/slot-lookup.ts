/** Finds a symbol's slot on the quote board from the bytes of a message. */
export interface SlotLookup {
  readonly size: number;
  /**
   * Makes the symbol, as the venue writes it, known under a slot; a known one gets the new slot. Throws a RangeError
   * above 85 characters.
   */
  add(symbol: string, slot: number): void;
  /** False when it was not known. */
  remove(symbol: string): boolean;
  /** Slot of the symbol written in UTF-8 from `start` (inclusive) to `end` (exclusive), −1 when unknown. Allocates nothing. */
  find(bytes: Uint8Array, start: number, end: number): number;
  /**
   * The same for a symbol of at most twelve bytes, which nearly all are, given as three little-endian words with zeros
   * behind its last byte.
   */
  findShort(length: number, first: number, second: number, third: number): number;
}

/** Bytes that {@link SlotLookup.findShort} takes. */
export const SHORT_BYTES = 12;

/** An empty lookup. */
export function createSlotLookup(): SlotLookup {
  return new HashedSlotLookup();
}

const encoder = new TextEncoder();
const EMPTY = -1;
/** Bytes of the longest name that can be added. */
const NAME_BYTES_MAX = 256;
/** Numbers an entry of the table has: slot, −1 for none; length; first, second, third word; index of the whole name. */
const FIELDS = 8;

/** Open addressing with linear probing, never more than a quarter full, over the first words of the symbols. */
class HashedSlotLookup implements SlotLookup {
  readonly #slots = new Map<string, number>();
  #mask = 63;
  #table = new Int32Array(64 * FIELDS).fill(EMPTY);
  #names: Uint8Array[] = [];

  get size(): number {
    return this.#slots.size;
  }

  add(symbol: string, slot: number): void {
    if (this.#slots.get(symbol) === slot) return;
    if (symbol.length * 3 > NAME_BYTES_MAX)
      throw new RangeError(`symbol "${symbol}" is longer than any of a venue`);
    const isNew = !this.#slots.has(symbol);
    this.#slots.set(symbol, slot);
    if (isNew && this.#slots.size * 4 <= this.#mask + 1) this.#insert(encoder.encode(symbol), slot);
    else this.#rebuild();
  }

  remove(symbol: string): boolean {
    const isKnown = this.#slots.delete(symbol);
    if (isKnown) this.#rebuild();
    return isKnown;
  }

  find(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const first = wordAt(bytes, start, end);
    const second = wordAt(bytes, start + 4, end);
    const third = wordAt(bytes, start + 8, end);
    if (length <= SHORT_BYTES) return this.findShort(length, first, second, third);
    const table = this.#table;
    for (let place = placeOf(first, second, third); ; place++) {
      const entry = (place & this.#mask) * FIELDS;
      if (table[entry] === EMPTY) return EMPTY;
      if (table[entry + 1] !== length || table[entry + 2] !== first) continue;
      const name = this.#names[table[entry + 5]!]!;
      let i = 0;
      while (i < length && name[i] === bytes[start + i]) i++;
      if (i === length) return table[entry]!;
    }
  }

  findShort(length: number, first: number, second: number, third: number): number {
    const table = this.#table;
    const place = placeOf(first, second, third);
    const entry = (place & this.#mask) * FIELDS;
    if (
      table[entry + 2] === first &&
      table[entry + 3] === second &&
      table[entry + 4] === third &&
      table[entry + 1] === length
    )
      return table[entry]!;
    return table[entry] === EMPTY ? EMPTY : this.#findFrom(place + 1, length, first, second, third);
  }

  /** Apart from the first try, which is short enough to become part of its caller. */
  #findFrom(from: number, length: number, first: number, second: number, third: number): number {
    const table = this.#table;
    for (let place = from; ; place++) {
      const entry = (place & this.#mask) * FIELDS;
      if (table[entry] === EMPTY) return EMPTY;
      if (
        table[entry + 1] === length &&
        table[entry + 2] === first &&
        table[entry + 3] === second &&
        table[entry + 4] === third
      )
        return table[entry]!;
    }
  }

  #insert(name: Uint8Array, slot: number): void {
    const words = [0, 4, 8].map((at) => wordAt(name, at, name.length)) as [number, number, number];
    let place = placeOf(...words);
    while (this.#table[(place & this.#mask) * FIELDS] !== EMPTY) place++;
    const index = this.#names.push(name) - 1;
    this.#table.set([slot, name.length, ...words, index], (place & this.#mask) * FIELDS);
  }

  /** Symbols are removed seldom and looked up millions of times a second: the table is made anew. */
  #rebuild(): void {
    let capacity = 64;
    while (capacity < this.#slots.size * 8) capacity *= 2;
    this.#mask = capacity - 1;
    this.#table = new Int32Array(capacity * FIELDS).fill(EMPTY);
    this.#names = [];
    for (const [symbol, slot] of this.#slots) this.#insert(encoder.encode(symbol), slot);
  }
}

/** Four bytes as the little-endian word they make; bytes at `end` and behind are zeros. */
function wordAt(bytes: Uint8Array, at: number, end: number): number {
  let word = 0;
  for (let i = 0; i < 4 && at + i < end; i++) word |= bytes[at + i]! << (i << 3);
  return word;
}

/** Products with odd constants that do not wait for one another; their high bits are spread over the low ones. */
const placeOf = (first: number, second: number, third: number): number => {
  const mixed = Math.imul(first, 0x2c1b3c6d) ^ Math.imul(second, 0x297a2d39) ^ Math.imul(third, 0x1b56c4e9);
  return (mixed ^ (mixed >>> 15)) & 0x3fffffff;
};
