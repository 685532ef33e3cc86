import type { TickKind } from '#domain/market/tick-columns';
import {
  COLUMN_VALUE_MAX,
  HEAD_BYTES,
  PLANES_MAX,
  type PlaneReader,
  type PlaneWriter,
  readNarrowPlanes,
  readWidePlanes,
  takePlanes,
  writePlanes,
} from './plane-column.ts';
import { commonScale, POWERS } from './price-scale.ts';
import { RAW, readRaw, writeRaw } from './raw-column.ts';
import type { TickTable } from './tick-table.ts';
import { readVarint, writeVarint } from './varint-column.ts';

/** Stands for a column that is NaN throughout. */
const UNKNOWN = 254;
/** Parts of a millisecond that times may be counted in. */
const TIME_PARTS = [1, 1_000] as const;
/** Planes whose values, zig-zagged or not, fit 32 bits with room to spare. */
const NARROW_PLANES = 3;
const COLUMNS_MAX = 6;

/** Ticks as bytes: a part that compresses well and one that is as good as noise. */
export interface EncodedTicks {
  readonly packed: Uint8Array;
  readonly dense: Uint8Array;
}

let room = 0;
let packed = new Uint8Array(0);
let dense = new Uint8Array(0);
let first = new Float64Array(0);
let second = new Float64Array(0);
let narrow = new Int32Array(0);

/**
 * The ticks as bytes, from which {@link decodeTicks} gives every float64 back bit for bit.
 *
 * Times that are whole milliseconds or microseconds become gaps; prices that are whole multiples of 10⁻ᵏ (k ≤ 8)
 * become moves, the ask the spread above its bid; sizes become integers and sequences steps, each a column of byte
 * planes. A column that does not fit stays raw float64, one of NaN alone is a single byte. The answer is two views of
 * buffers that the next call uses again.
 */
export function encodeTicks(kind: TickKind, { length, columns }: TickTable): EncodedTicks {
  makeRoom(length);
  const writer: PlaneWriter = { packed, at: writeVarint(packed, 0, length), dense, denseAt: 0 };
  if (length > 0) {
    writeTimes(writer, columns[0]!, length);
    if (kind === 'trades') {
      writePrices(writer, columns[1]!, length);
      writeSizes(writer, columns[2]!, length);
    } else {
      writeSpreads(writer, columns[1]!, columns[2]!, length);
      writeSizes(writer, columns[3]!, length);
      writeSizes(writer, columns[4]!, length);
    }
    writeSequences(writer, columns.at(-1)!, length);
  }
  return { packed: packed.subarray(0, writer.at), dense: dense.subarray(0, writer.denseAt) };
}

/** Writes the ticks of `bytes` into `target` from `offset` on and answers how many. Throws a `RangeError` on bytes that are not ours. */
export function decodeTicks(kind: TickKind, bytes: EncodedTicks, target: TickTable, offset: number): number {
  const cursor = { buffer: bytes.packed, position: 0 };
  const reader: PlaneReader = { packed: cursor, dense: { buffer: bytes.dense, position: 0 } };
  const length = readVarint(cursor);
  if (!(offset + length <= target.length))
    throw new RangeError(`${length} stored ticks do not fit where ${target.length - offset} were expected`);
  makeRoom(length);
  if (length > 0) {
    const { columns } = target;
    readTimes(reader, columns[0]!, offset, length);
    if (kind === 'trades') {
      readPrices(reader, columns[1]!, offset, length);
      readSizes(reader, columns[2]!, offset, length);
    } else {
      readSpreads(reader, columns[1]!, columns[2]!, offset, length);
      readSizes(reader, columns[3]!, offset, length);
      readSizes(reader, columns[4]!, offset, length);
    }
    readSequences(reader, columns.at(-1)!, offset, length);
  }
  if (cursor.position !== bytes.packed.length || reader.dense.position !== bytes.dense.length)
    throw new RangeError(`stored ticks end at byte ${cursor.position} of ${bytes.packed.length}`);
  return length;
}

function makeRoom(length: number): void {
  if (room >= length) return;
  room = Math.max(1_024, length * 2);
  packed = new Uint8Array(64 + COLUMNS_MAX * (16 + HEAD_BYTES + room * (PLANES_MAX + 1)));
  dense = new Uint8Array(COLUMNS_MAX * room * PLANES_MAX);
  first = new Float64Array(room);
  second = new Float64Array(room);
  narrow = new Int32Array(room);
}

function writeTimes(writer: PlaneWriter, time: Float64Array, length: number): void {
  const part = TIME_PARTS.findIndex((perMs) => stepsOf(time, length, perMs));
  writer.packed[writer.at++] = part < 0 ? RAW : part;
  if (part < 0) {
    writer.at = writeRaw(writer.packed, writer.at, time, length);
    return;
  }
  writer.at = writeRaw(writer.packed, writer.at, time, 1);
  writePlanes(writer, first, length);
}

function readTimes(reader: PlaneReader, time: Float64Array, offset: number, length: number): void {
  const { packed: cursor } = reader;
  const part = cursor.buffer[cursor.position++]!;
  if (part === RAW) {
    readRaw(cursor, time, offset, length);
    return;
  }
  const perMs = TIME_PARTS[part];
  if (perMs === undefined)
    throw new RangeError(`stored ticks count time in unit ${part}, which is not known here`);
  readRaw(cursor, time, offset, 1);
  const start = Math.round(time[offset]! * perMs);
  readSums(reader, time, offset, length, start);
  if (perMs > 1) for (let i = offset; i < offset + length; i++) time[i] = time[i]! / perMs;
}

function writePrices(writer: PlaneWriter, price: Float64Array, length: number): void {
  const scale = commonScale([price], length, [first]);
  writer.packed[writer.at++] = scale;
  if (scale === RAW) {
    writer.at = writeRaw(writer.packed, writer.at, price, length);
    return;
  }
  toMoves(first, length);
  writePlanes(writer, first, length);
}

function readPrices(reader: PlaneReader, price: Float64Array, offset: number, length: number): void {
  const { packed: cursor } = reader;
  const scale = cursor.buffer[cursor.position++]!;
  if (scale === RAW) {
    readRaw(cursor, price, offset, length);
    return;
  }
  readSums(reader, price, offset, length, 0);
  const power = powerOf(scale);
  for (let i = offset; i < offset + length; i++) price[i] = price[i]! / power;
}

function writeSpreads(writer: PlaneWriter, bid: Float64Array, ask: Float64Array, length: number): void {
  const scale = commonScale([bid, ask], length, [first, second]);
  writer.packed[writer.at++] = scale;
  if (scale === RAW) {
    writer.at = writeRaw(writer.packed, writer.at, bid, length);
    writer.at = writeRaw(writer.packed, writer.at, ask, length);
    return;
  }
  for (let i = 0; i < length; i++) second[i] = second[i]! - first[i]!;
  toMoves(first, length);
  writePlanes(writer, first, length);
  writePlanes(writer, second, length);
}

function readSpreads(
  reader: PlaneReader,
  bid: Float64Array,
  ask: Float64Array,
  offset: number,
  length: number,
): void {
  const { packed: cursor } = reader;
  const scale = cursor.buffer[cursor.position++]!;
  if (scale === RAW) {
    readRaw(cursor, bid, offset, length);
    readRaw(cursor, ask, offset, length);
    return;
  }
  readSums(reader, bid, offset, length, 0);
  readWidePlanes(takePlanes(reader, length), ask, offset, length);
  const power = powerOf(scale);
  for (let i = offset; i < offset + length; i++) {
    const units = bid[i]!;
    ask[i] = (units + ask[i]!) / power;
    bid[i] = units / power;
  }
}

function writeSizes(writer: PlaneWriter, size: Float64Array, length: number): void {
  const scale = isUnknown(size, length) ? UNKNOWN : commonScale([size], length, [first]);
  writer.packed[writer.at++] = scale;
  if (scale === RAW) writer.at = writeRaw(writer.packed, writer.at, size, length);
  else if (scale !== UNKNOWN) writePlanes(writer, first, length);
}

function readSizes(reader: PlaneReader, size: Float64Array, offset: number, length: number): void {
  const { packed: cursor } = reader;
  const scale = cursor.buffer[cursor.position++]!;
  if (scale === UNKNOWN) size.fill(Number.NaN, offset, offset + length);
  else if (scale === RAW) readRaw(cursor, size, offset, length);
  else {
    readWidePlanes(takePlanes(reader, length), size, offset, length);
    const power = powerOf(scale);
    if (scale > 0) for (let i = offset; i < offset + length; i++) size[i] = size[i]! / power;
  }
}

function writeSequences(writer: PlaneWriter, sequence: Float64Array, length: number): void {
  const form = isUnknown(sequence, length) ? UNKNOWN : stepsOf(sequence, length, 1) ? 0 : RAW;
  writer.packed[writer.at++] = form;
  if (form === RAW) writer.at = writeRaw(writer.packed, writer.at, sequence, length);
  if (form !== 0) return;
  writer.at = writeRaw(writer.packed, writer.at, sequence, 1);
  writePlanes(writer, first, length);
}

function readSequences(reader: PlaneReader, sequence: Float64Array, offset: number, length: number): void {
  const { packed: cursor } = reader;
  const form = cursor.buffer[cursor.position++]!;
  if (form === UNKNOWN) sequence.fill(Number.NaN, offset, offset + length);
  else if (form === RAW) readRaw(cursor, sequence, offset, length);
  else {
    readRaw(cursor, sequence, offset, 1);
    readSums(reader, sequence, offset, length, sequence[offset]!);
  }
}

/** Fills `first` with the steps between values in parts of 1 / `per` (0 first); false when adding them up again would not give every value back. */
function stepsOf(values: Float64Array, length: number, per: number): boolean {
  let before = Math.round(values[0]! * per);
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    const units = per === 1 ? value : Math.round(value * per);
    const step = units - before;
    if (!(step <= COLUMN_VALUE_MAX && step >= -COLUMN_VALUE_MAX)) return false;
    if (Math.floor(units) !== units || units / per !== value || Math.abs(units) > Number.MAX_SAFE_INTEGER)
      return false;
    if (units === 0 && Object.is(value, -0)) return false;
    first[i] = step;
    before = units;
  }
  return true;
}

function toMoves(units: Float64Array, length: number): void {
  let before = 0;
  for (let i = 0; i < length; i++) {
    const value = units[i]!;
    units[i] = value - before;
    before = value;
  }
}

/** Reads a column of steps and adds them up from `start`. */
function readSums(
  reader: PlaneReader,
  values: Float64Array,
  offset: number,
  length: number,
  start: number,
): void {
  const column = takePlanes(reader, length);
  let sum = start;
  if (column.planes.length <= NARROW_PLANES) {
    readNarrowPlanes(column, narrow, length);
    for (let i = 0; i < length; i++) {
      sum += narrow[i]!;
      values[offset + i] = sum;
    }
    return;
  }
  readWidePlanes(column, values, offset, length);
  for (let i = offset; i < offset + length; i++) {
    sum += values[i]!;
    values[i] = sum;
  }
}

function isUnknown(values: Float64Array, length: number): boolean {
  if (!Number.isNaN(values[0])) return false;
  for (let i = 1; i < length; i++) if (!Number.isNaN(values[i])) return false;
  return true;
}

function powerOf(scale: number): number {
  const power = POWERS[scale];
  if (power === undefined)
    throw new RangeError(`stored ticks count in scale ${scale}, which is not known here`);
  return power;
}
