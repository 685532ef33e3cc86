import type { BarColumns } from '#domain/market/bar';
import { POWERS, restorePrices } from './price-scale.ts';
import { RAW, readRaw } from './raw-column.ts';
import { readTimes } from './time-column.ts';
import { type ByteCursor, readVarint, readVarintColumn } from './varint-column.ts';

/** Decodes form 1, which stores of version 1 hold: as `bar-codec.ts`, with columns of varints. Nothing writes it. */
export function decodeVarintForm(bytes: Uint8Array, target: BarColumns, offset: number): number {
  if (bytes[0] !== 1) throw new RangeError(`bars are stored in form ${bytes[0]}, where form 1 was expected`);
  const cursor: ByteCursor = { buffer: bytes, position: 1 };
  const length = readVarint(cursor);
  if (offset + length > target.length)
    throw new RangeError(`${length} stored bars do not fit where ${target.length - offset} were expected`);
  readTimes(cursor, target.time, offset, length);
  const { open, high, low, close, volume } = target;
  const scale = bytes[cursor.position++]!;
  if (scale === RAW) for (const column of [open, high, low, close]) readRaw(cursor, column, offset, length);
  else {
    for (const column of [open, close, high, low]) readVarintColumn(cursor, column, offset, length);
    restorePrices(target, offset, length, POWERS[scale]!);
  }
  const volumeScale = bytes[cursor.position++]!;
  if (volumeScale === RAW) readRaw(cursor, volume, offset, length);
  else {
    readVarintColumn(cursor, volume, offset, length);
    for (let i = offset; i < offset + length; i++) volume[i] = volume[i]! / POWERS[volumeScale]!;
  }
  if (cursor.position !== bytes.length)
    throw new RangeError(`stored bars end at byte ${cursor.position} of ${bytes.length}`);
  return length;
}
