/** Largest magnitude a column can hold: doubled twice it is still an exact float64 integer. */
export const COLUMN_VALUE_MAX = 2 ** 50;
/** Most bytes one value can take. */
export const VARINT_BYTES_MAX = 8;

const UNSIGNED = 0;
const ZIGZAG = 1;

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

/** Where a reader stands in a buffer. */
export interface ByteCursor {
  readonly buffer: Uint8Array;
  position: number;
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

/**
 * Writes `length` integers (magnitude at most {@link COLUMN_VALUE_MAX}) as varints, zig-zagged only when one of them
 * is negative; answers the position after them. The buffer must have room for 1 + 8 × length bytes.
 */
export function writeColumn(
  buffer: Uint8Array,
  position: number,
  values: Float64Array,
  length: number,
): number {
  let least = 0;
  for (let i = 0; i < length; i++) if (values[i]! < least) least = values[i]!;
  const isSigned = least < 0;
  let at = position;
  buffer[at++] = isSigned ? ZIGZAG : UNSIGNED;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    const coded = isSigned ? (value < 0 ? -2 * value - 1 : 2 * value) : value;
    if (coded < 128) buffer[at++] = coded;
    else if (coded < 16_384) {
      buffer[at++] = (coded & 127) | 128;
      buffer[at++] = coded >>> 7;
    } else at = writeVarint(buffer, at, coded);
  }
  return at;
}

/** Reads `length` integers into `values` from `offset` on. */
export function readColumn(cursor: ByteCursor, values: Float64Array, offset: number, length: number): void {
  const { buffer } = cursor;
  const isSigned = buffer[cursor.position] === ZIGZAG;
  let at = cursor.position + 1;
  const end = offset + length;
  for (let i = offset; i < end; i++) {
    let coded = buffer[at++]!;
    if (coded >= 128) {
      const second = buffer[at++]!;
      coded = (coded & 127) | ((second & 127) << 7);
      if (second >= 128) {
        let weight = 16_384;
        let byte = second;
        while (byte >= 128) {
          byte = buffer[at++]!;
          coded += (byte & 127) * weight;
          weight *= 128;
        }
      }
    }
    if (!isSigned) values[i] = coded;
    else if (coded < 0x4000_0000) values[i] = (coded >>> 1) ^ -(coded & 1);
    else values[i] = coded % 2 === 1 ? -(coded + 1) / 2 : coded / 2;
  }
  cursor.position = at;
}
