import type { ByteCursor } from './varint-column.ts';

/** Stands for a scale or unit when values are kept as raw float64. */
export const RAW = 255;

/** Writes values as float64 in the machine's order (little endian on all we run on); answers the position after them. */
export function writeRaw(buffer: Uint8Array, at: number, values: Float64Array, length: number): number {
  buffer.set(new Uint8Array(values.buffer, values.byteOffset, length * 8), at);
  return at + length * 8;
}

/** Reads what {@link writeRaw} wrote into `values` from `offset` on. */
export function readRaw(cursor: ByteCursor, values: Float64Array, offset: number, length: number): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset + offset * 8, length * 8);
  bytes.set(cursor.buffer.subarray(cursor.position, cursor.position + length * 8));
  cursor.position += length * 8;
}
