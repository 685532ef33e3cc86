/** Where a reader stands in a buffer. */
export interface ByteCursor {
  readonly buffer: Uint8Array;
  position: number;
}

/** Writes one non-negative integer as base-128 digits, least significant first; answers the position after it. */
export function writeVarint(buffer: Uint8Array, position: number, value: number): number {
  let at = position;
  let rest = value;
  while (rest >= 0x8000_0000) {
    buffer[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest >= 128) {
    buffer[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  buffer[at++] = rest;
  return at;
}

/** Reads what {@link writeVarint} wrote. */
export function readVarint(cursor: ByteCursor): number {
  const { buffer } = cursor;
  let value = 0;
  let weight = 1;
  for (;;) {
    const byte = buffer[cursor.position++]!;
    value += (byte & 127) * weight;
    if (byte < 128) return value;
    weight *= 128;
  }
}

/** Reads `length` integers of a column of form 1 into `values` from `offset` on: a byte for the sign, then varints. */
export function readVarintColumn(
  cursor: ByteCursor,
  values: Float64Array,
  offset: number,
  length: number,
): void {
  const isSigned = cursor.buffer[cursor.position++] === 1;
  for (let i = offset; i < offset + length; i++) {
    const coded = readVarint(cursor);
    if (!isSigned) values[i] = coded;
    else values[i] = coded % 2 === 1 ? -(coded + 1) / 2 : coded / 2;
  }
}
