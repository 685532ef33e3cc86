import type { BarColumns } from '#domain/market/bar';
import { readNarrowPrices, writeNarrowPrices, writeNarrowVolumes } from './narrow-prices.ts';
import {
  HEAD_BYTES,
  PLANES_MAX,
  type PlaneReader,
  type PlaneWriter,
  readWidePlanes,
  takePlanes,
  writePlanes,
} from './plane-column.ts';
import { commonScale, POWERS, restorePrices } from './price-scale.ts';
import { RAW, readRaw, writeRaw } from './raw-column.ts';
import { readTimes, timeBytesMax, writeTimes } from './time-column.ts';
import { readVarint, writeVarint } from './varint-column.ts';

/** The form written today; `varint-form.ts` reads the one before. */
export const BAR_FORM = 2;
/** Prices of magnitudes up to here keep every sum of theirs within 32 bits. */
const NARROW_MAX = 2 ** 28;

/** Bars as bytes: a part that compresses well and one that is as good as noise. */
export interface EncodedBars {
  readonly packed: Uint8Array;
  readonly dense: Uint8Array;
}

let room = 0;
let packed = new Uint8Array(0);
let dense = new Uint8Array(0);
let columns: Float64Array[] = [];

/**
 * The bars as bytes, from which {@link decodeBars} gives every float64 back bit for bit. Equal bars give equal bytes.
 *
 * Prices that are all whole multiples of 10⁻ᵏ (k ≤ 8) become integers: open as the gap from the close before, close
 * as the move from open, high and low as wicks beyond the body, each a column of byte planes. Volumes become integers
 * the same way, ascending times become runs of equal steps. A group that does not fit stays raw float64. The answer
 * is two views of buffers that the next call uses again.
 */
export function encodeBars(bars: BarColumns): EncodedBars {
  const { length } = bars;
  if (columns.length === 0 || room < length) {
    room = length * 2;
    packed = new Uint8Array(64 + timeBytesMax(room) + 5 * (HEAD_BYTES + room * (PLANES_MAX + 1)));
    dense = new Uint8Array(5 * room * PLANES_MAX);
    columns = Array.from({ length: 5 }, () => new Float64Array(room));
  }
  packed[0] = BAR_FORM;
  const at = writeVarint(packed, 1, length);
  const writer: PlaneWriter = { packed, at: writeTimes(packed, at, bars.time, length), dense, denseAt: 0 };
  writePrices(writer, bars);
  writeVolumes(writer, bars.volume, length);
  return { packed: packed.subarray(0, writer.at), dense: dense.subarray(0, writer.denseAt) };
}

/** Writes the bars of `bytes` into `target` from `offset` on and answers how many. Throws a `RangeError` on bytes that are not ours. */
export function decodeBars(bytes: EncodedBars, target: BarColumns, offset: number): number {
  if (bytes.packed[0] !== BAR_FORM)
    throw new RangeError(`bars are stored in form ${bytes.packed[0]}, which is not known here`);
  const cursor = { buffer: bytes.packed, position: 1 };
  const reader: PlaneReader = { packed: cursor, dense: { buffer: bytes.dense, position: 0 } };
  const length = readVarint(cursor);
  if (!(offset + length <= target.length))
    throw new RangeError(`${length} stored bars do not fit where ${target.length - offset} were expected`);
  readTimes(cursor, target.time, offset, length);
  readPrices(reader, target, offset, length);
  readVolumes(reader, target.volume, offset, length);
  if (cursor.position !== bytes.packed.length || reader.dense.position !== bytes.dense.length)
    throw new RangeError(`stored bars end at byte ${cursor.position} of ${bytes.packed.length}`);
  return length;
}

function writePrices(writer: PlaneWriter, bars: BarColumns): void {
  if (writeNarrowPrices(writer, bars)) return;
  const { open, high, low, close, length } = bars;
  const [gaps, upper, lower, moves] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  const scale = commonScale([open, high, low, close], length, columns);
  writer.packed[writer.at++] = scale;
  if (scale === RAW) {
    for (const column of [open, high, low, close])
      writer.at = writeRaw(writer.packed, writer.at, column, length);
    return;
  }
  const isNarrow = [gaps, upper, lower, moves].every((column) => staysWithin(column, length, NARROW_MAX));
  let before = 0;
  for (let i = 0; i < length; i++) {
    const opening = gaps[i]!;
    const closing = moves[i]!;
    gaps[i] = opening - before;
    moves[i] = closing - opening;
    upper[i] = upper[i]! - Math.max(opening, closing);
    lower[i] = Math.min(opening, closing) - lower[i]!;
    before = closing;
  }
  writer.packed[writer.at++] = isNarrow ? 1 : 0;
  for (const column of [gaps, moves, upper, lower]) writePlanes(writer, column, length);
}

function staysWithin(values: Float64Array, length: number, magnitude: number): boolean {
  for (let i = 0; i < length; i++) if (values[i]! > magnitude || values[i]! < -magnitude) return false;
  return true;
}

function readPrices(reader: PlaneReader, target: BarColumns, offset: number, length: number): void {
  const { packed: cursor } = reader;
  const { open, high, low, close } = target;
  const scale = cursor.buffer[cursor.position++]!;
  if (scale === RAW) {
    for (const column of [open, high, low, close]) readRaw(cursor, column, offset, length);
    return;
  }
  const power = POWERS[scale]!;
  if (cursor.buffer[cursor.position++] === 1) {
    readNarrowPrices(reader, target, offset, length, scale);
    return;
  }
  for (const column of [open, close, high, low])
    readWidePlanes(takePlanes(reader, length), column, offset, length);
  restorePrices(target, offset, length, power);
}

function writeVolumes(writer: PlaneWriter, volume: Float64Array, length: number): void {
  if (writeNarrowVolumes(writer, volume, length)) return;
  const units = columns[4]!;
  const scale = commonScale([volume], length, [units]);
  writer.packed[writer.at++] = scale;
  if (scale === RAW) writer.at = writeRaw(writer.packed, writer.at, volume, length);
  else writePlanes(writer, units, length);
}

function readVolumes(reader: PlaneReader, volume: Float64Array, offset: number, length: number): void {
  const { packed: cursor } = reader;
  const scale = cursor.buffer[cursor.position++]!;
  if (scale === RAW) {
    readRaw(cursor, volume, offset, length);
    return;
  }
  readWidePlanes(takePlanes(reader, length), volume, offset, length);
  if (scale === 0) return;
  const power = POWERS[scale]!;
  for (let i = offset; i < offset + length; i++) volume[i] = volume[i]! / power;
}
