import type { BarColumns } from '#domain/market/bar';
import { TIMEFRAMES, timeframeMs } from '#domain/market/timeframe';
import {
  type ByteCursor,
  COLUMN_VALUE_MAX,
  readColumn,
  readVarint,
  VARINT_BYTES_MAX,
  writeColumn,
  writeVarint,
} from './varint-column.ts';

const VERSION = 1;
/** Stands for a scale or unit when values are kept as raw float64. */
const RAW = 255;
const SCALE_MAX = 8;
const POWERS = Array.from({ length: SCALE_MAX + 1 }, (_, k) => 10 ** k);
/** Milliseconds a time may be counted in, longest first. */
const TIME_UNITS = [...TIMEFRAMES.map(timeframeMs).reverse(), 1];

let scratch = new Uint8Array(0);
let columns = Array.from({ length: 5 }, () => new Float64Array(0));

/**
 * The bars as bytes, from which {@link decodeBars} gives every float64 back bit for bit. Equal bars give equal bytes.
 *
 * Prices that are all whole multiples of 10⁻ᵏ (k ≤ 8) become integers: open as the gap from the close before, close
 * as the move from open, high and low as wicks beyond the body, each a column of varints. Volumes become integers
 * the same way, ascending times become runs of equal steps. A group that does not fit stays raw float64. The answer is a
 * view of a buffer that the next call uses again.
 */
export function encodeBars(bars: BarColumns): Uint8Array {
  const { length } = bars;
  const room = 32 + length * 6 * (VARINT_BYTES_MAX + 2);
  if (scratch.length < room) {
    scratch = new Uint8Array(room * 2);
    columns = columns.map(() => new Float64Array(length * 2));
  }
  scratch[0] = VERSION;
  let at = writeVarint(scratch, 1, length);
  at = writeTimes(at, bars.time, length);
  at = writePrices(at, bars);
  at = writeVolumes(at, bars.volume, length);
  return scratch.subarray(0, at);
}

/** Writes the bars of `bytes` into `target` from `offset` on and answers how many. Throws a `RangeError` on bytes that are not ours. */
export function decodeBars(bytes: Uint8Array, target: BarColumns, offset: number): number {
  if (bytes[0] !== VERSION)
    throw new RangeError(`bars are stored in form ${bytes[0]}, which is not known here`);
  const cursor: ByteCursor = { buffer: bytes, position: 1 };
  const length = readVarint(cursor);
  if (offset + length > target.length)
    throw new RangeError(`${length} stored bars do not fit where ${target.length - offset} were expected`);
  readTimes(cursor, target.time, offset, length);
  readPrices(cursor, target, offset, length);
  readVolumes(cursor, target.volume, offset, length);
  if (cursor.position !== bytes.length)
    throw new RangeError(`stored bars end at byte ${cursor.position} of ${bytes.length}`);
  return length;
}

/** Fills `units` with `values` × `power` and answers whether dividing again gives every value back bit for bit. */
function toUnits(values: Float64Array, length: number, power: number, units: Float64Array): boolean {
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    const unit = Math.round(value * power);
    if (unit / power !== value || unit > COLUMN_VALUE_MAX || unit < -COLUMN_VALUE_MAX) return false;
    if (unit === 0 && Object.is(value, -0)) return false;
    units[i] = unit;
  }
  return true;
}

/** The least k ≤ 8 for which all columns are whole multiples of 10⁻ᵏ, with `units` filled accordingly, or RAW. */
function commonScale(
  values: readonly Float64Array[],
  length: number,
  units: readonly Float64Array[],
): number {
  for (let scale = 0; scale <= SCALE_MAX; scale++) {
    if (values.every((column, c) => toUnits(column, length, POWERS[scale]!, units[c]!))) return scale;
  }
  return RAW;
}

function writeRaw(at: number, values: Float64Array, length: number): number {
  scratch.set(new Uint8Array(values.buffer, values.byteOffset, length * 8), at);
  return at + length * 8;
}

function readRaw(cursor: ByteCursor, values: Float64Array, offset: number, length: number): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset + offset * 8, length * 8);
  bytes.set(cursor.buffer.subarray(cursor.position, cursor.position + length * 8));
  cursor.position += length * 8;
}

/** As `value % unit === 0`, several times faster. */
function isMultiple(value: number, unit: number): boolean {
  return Math.floor(value / unit) * unit === value;
}

function writeTimes(position: number, time: Float64Array, length: number): number {
  let unitIndex = 0;
  for (let i = 0; i < length && unitIndex < TIME_UNITS.length; i++) {
    const value = time[i]!;
    const isOrdered = i === 0 || value > time[i - 1]!;
    if (!isOrdered || Object.is(value, -0) || Math.abs(value) > COLUMN_VALUE_MAX)
      unitIndex = TIME_UNITS.length;
    while (unitIndex < TIME_UNITS.length && !isMultiple(value, TIME_UNITS[unitIndex]!)) unitIndex++;
  }
  let at = position;
  if (unitIndex >= TIME_UNITS.length) {
    scratch[at++] = RAW;
    return writeRaw(at, time, length);
  }
  scratch[at++] = unitIndex;
  if (length === 0) return at;
  const unit = TIME_UNITS[unitIndex]!;
  const first = time[0]! / unit;
  at = writeVarint(scratch, at, first < 0 ? -2 * first - 1 : 2 * first);
  for (let i = 1; i < length; ) {
    const step = time[i]! - time[i - 1]!;
    const start = i;
    do i++;
    while (i < length && time[i]! - time[i - 1]! === step);
    at = writeVarint(scratch, at, step / unit);
    at = writeVarint(scratch, at, i - start);
  }
  return at;
}

function readTimes(cursor: ByteCursor, time: Float64Array, offset: number, length: number): void {
  const unitIndex = cursor.buffer[cursor.position++]!;
  if (unitIndex === RAW) readRaw(cursor, time, offset, length);
  if (unitIndex === RAW || length === 0) return;
  const unit = TIME_UNITS[unitIndex];
  if (unit === undefined)
    throw new RangeError(`stored bars count time in unit ${unitIndex}, which is not known here`);
  const coded = readVarint(cursor);
  let value = (coded % 2 === 1 ? -(coded + 1) / 2 : coded / 2) * unit;
  time[offset] = value;
  const end = offset + length;
  for (let i = offset + 1; i < end; ) {
    const step = readVarint(cursor) * unit;
    const stop = i + readVarint(cursor);
    if (stop <= i || stop > end) throw new RangeError('stored bars have more or fewer times than bars');
    for (; i < stop; i++) {
      value += step;
      time[i] = value;
    }
  }
}

function writePrices(position: number, bars: BarColumns): number {
  const { open, high, low, close, length } = bars;
  const [gaps, upper, lower, moves] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  const scale = commonScale([open, high, low, close], length, columns);
  let at = position;
  scratch[at++] = scale;
  if (scale === RAW) {
    for (const column of [open, high, low, close]) at = writeRaw(at, column, length);
    return at;
  }
  let before = 0;
  for (let i = 0; i < length; i++) {
    const opening = gaps[i]!;
    const closing = moves[i]!;
    gaps[i] = opening - before;
    moves[i] = closing - opening;
    upper[i] = upper[i]! - (opening > closing ? opening : closing);
    lower[i] = (opening < closing ? opening : closing) - lower[i]!;
    before = closing;
  }
  for (const column of [gaps, moves, upper, lower]) at = writeColumn(scratch, at, column, length);
  return at;
}

function readPrices(cursor: ByteCursor, target: BarColumns, offset: number, length: number): void {
  const { open, high, low, close } = target;
  const scale = cursor.buffer[cursor.position++]!;
  if (scale === RAW) {
    for (const column of [open, high, low, close]) readRaw(cursor, column, offset, length);
    return;
  }
  for (const column of [open, close, high, low]) readColumn(cursor, column, offset, length);
  const power = POWERS[scale]!;
  const end = offset + length;
  let before = 0;
  for (let i = offset; i < end; i++) {
    const opening = before + open[i]!;
    const closing = opening + close[i]!;
    open[i] = opening / power;
    close[i] = closing / power;
    high[i] = ((opening > closing ? opening : closing) + high[i]!) / power;
    low[i] = ((opening < closing ? opening : closing) - low[i]!) / power;
    before = closing;
  }
}

function writeVolumes(position: number, volume: Float64Array, length: number): number {
  const units = columns[4]!;
  const scale = commonScale([volume], length, [units]);
  scratch[position] = scale;
  return scale === RAW
    ? writeRaw(position + 1, volume, length)
    : writeColumn(scratch, position + 1, units, length);
}

function readVolumes(cursor: ByteCursor, volume: Float64Array, offset: number, length: number): void {
  const scale = cursor.buffer[cursor.position++]!;
  if (scale === RAW) readRaw(cursor, volume, offset, length);
  else readColumn(cursor, volume, offset, length);
  if (scale === RAW || scale === 0) return;
  const power = POWERS[scale]!;
  for (let i = offset; i < offset + length; i++) volume[i] = volume[i]! / power;
}
