import { TIMEFRAMES, timeframeMs } from '#domain/market/timeframe';
import { COLUMN_VALUE_MAX } from './plane-column.ts';
import { RAW, readRaw, writeRaw } from './raw-column.ts';
import { type ByteCursor, readVarint, writeVarint } from './varint-column.ts';

/** Milliseconds a time may be counted in, longest first. */
const TIME_UNITS = [...TIMEFRAMES.map(timeframeMs).reverse(), 1];

/** Most bytes `length` times can take. */
export function timeBytesMax(length: number): number {
  return 16 + length * 16;
}

/** Writes ascending times as runs of equal steps, others raw; answers the position after them. */
export function writeTimes(buffer: Uint8Array, position: number, time: Float64Array, length: number): number {
  const unitIndex = commonUnit(time, length);
  let at = position;
  if (unitIndex >= TIME_UNITS.length) {
    buffer[at++] = RAW;
    return writeRaw(buffer, at, time, length);
  }
  buffer[at++] = unitIndex;
  if (length === 0) return at;
  const unit = TIME_UNITS[unitIndex]!;
  const first = time[0]! / unit;
  at = writeVarint(buffer, at, first < 0 ? -2 * first - 1 : 2 * first);
  for (let i = 1; i < length; ) {
    const step = time[i]! - time[i - 1]!;
    const start = i;
    do i++;
    while (i < length && time[i]! - time[i - 1]! === step);
    at = writeVarint(buffer, at, step / unit);
    at = writeVarint(buffer, at, i - start);
  }
  return at;
}

/** Reads what {@link writeTimes} wrote into `time` from `offset` on. Throws a `RangeError` on bytes that are not ours. */
export function readTimes(cursor: ByteCursor, time: Float64Array, offset: number, length: number): void {
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
    if (!(stop > i && stop <= end)) throw new RangeError('stored bars have more or fewer times than bars');
    for (; i < stop; i++) {
      value += step;
      time[i] = value;
    }
  }
}

/** Index of the longest unit that every time is a multiple of; beyond the last when times do not fit a run. */
function commonUnit(time: Float64Array, length: number): number {
  const first = time[0]!;
  if (length > 0 && !(first >= -COLUMN_VALUE_MAX && time[length - 1]! <= COLUMN_VALUE_MAX))
    return TIME_UNITS.length;
  let unitIndex = 0;
  let valueBefore = 0;
  let stepBefore = Number.NaN;
  for (let i = 0; i < length; i++) {
    const value = time[i]!;
    const step = value - valueBefore;
    valueBefore = value;
    // From 1970 on differences are exact: an equal step onto a multiple is a multiple.
    if (step === stepBefore && first >= 0) continue;
    if (!(step > 0 || i === 0) || Object.is(value, -0)) return TIME_UNITS.length;
    if (i > 0) stepBefore = step;
    while (unitIndex < TIME_UNITS.length && !isMultiple(value, TIME_UNITS[unitIndex]!)) unitIndex++;
    if (unitIndex >= TIME_UNITS.length) return unitIndex;
  }
  return unitIndex;
}

/** As `value % unit === 0`, several times faster. */
function isMultiple(value: number, unit: number): boolean {
  return Math.floor(value / unit) * unit === value;
}
