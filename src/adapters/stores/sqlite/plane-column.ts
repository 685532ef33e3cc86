import type { ByteCursor } from './varint-column.ts';

/** Largest magnitude a column can hold: doubled twice it is still an exact float64 integer. */
export const COLUMN_VALUE_MAX = 2 ** 50;
/** Most planes a column of such values takes, and the bytes of its head. */
export const PLANES_MAX = 7;
export const HEAD_BYTES = 2;

const SIGNED = 0x80;
/** Bits a byte above which compressing a plane gains less than it costs to undo, and bytes enough to tell. */
const DENSE_BITS = 7.5;
const DENSE_LENGTH_MIN = 1_024;
const SAMPLE = 4_096;
const counts = new Uint32Array(256);

/** Two places that planes are written to: what is worth compressing, and what is as good as noise. */
export interface PlaneWriter {
  readonly packed: Uint8Array;
  at: number;
  readonly dense: Uint8Array;
  denseAt: number;
}

/** Two places that planes are read from. */
export interface PlaneReader {
  readonly packed: ByteCursor;
  readonly dense: ByteCursor;
}

/** A column as it stands: the nth plane holds the nth lowest byte of every value. */
export interface PlaneColumn {
  /** Values are zig-zagged: 0, -1, 1, -2 … are 0, 1, 2, 3 … */
  readonly isSigned: boolean;
  readonly planes: readonly Uint8Array[];
}

/**
 * Writes `length` integers (magnitude at most {@link COLUMN_VALUE_MAX}) as planes of bytes, zig-zagged only when one
 * is negative and as many planes as the largest needs; a plane near noise goes where nothing is compressed. The
 * values are changed on the way.
 */
export function writePlanes(writer: PlaneWriter, values: Float64Array, length: number): void {
  let least = 0;
  let most = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const isSigned = least < 0;
  if (isSigned) {
    zigzag(values, length, Math.max(most, -least));
    most = Math.max(2 * most, -2 * least - 1);
  }
  writeHead(
    writer,
    most,
    isSigned,
    (plane, index) => {
      if (index < 4) fillLowPlane(plane, values, index * 8);
      else fillHighPlane(plane, values, 256 ** index);
    },
    length,
  );
}

/**
 * As {@link writePlanes} for 32-bit integers, which stay as they are. `bits` has every bit that is set in a value, or
 * in the complement of one below zero; `isSigned` tells that there are such.
 */
export function writeNarrowPlanes(
  writer: PlaneWriter,
  values: Int32Array,
  length: number,
  bits: number,
  isSigned: boolean,
): void {
  const most = isSigned ? 2 * bits + 1 : bits;
  writeHead(
    writer,
    most,
    isSigned,
    (plane, index) => {
      if (isSigned) fillSignedPlane(plane, values, index * 8);
      else fillPlane(plane, values, index * 8);
    },
    length,
  );
}

/** Writes the head of a column and as many planes as `most` needs, each where it belongs. */
function writeHead(
  writer: PlaneWriter,
  most: number,
  isSigned: boolean,
  fill: (plane: Uint8Array, index: number) => void,
  length: number,
): void {
  const head = writer.at;
  writer.at += HEAD_BYTES;
  let planes = 0;
  let denseMask = 0;
  for (let rest = most; rest > 0; planes++, rest = Math.floor(rest / 256)) {
    const plane = writer.packed.subarray(writer.at, writer.at + length);
    fill(plane, planes);
    if (isDense(plane)) {
      denseMask |= 1 << planes;
      writer.dense.set(plane, writer.denseAt);
      writer.denseAt += length;
    } else writer.at += length;
  }
  writer.packed[head] = planes | (isSigned ? SIGNED : 0);
  writer.packed[head + 1] = denseMask;
}

function fillPlane(plane: Uint8Array, values: Int32Array, shift: number): void {
  for (let i = 0; i < plane.length; i++) plane[i] = values[i]! >>> shift;
}

function fillSignedPlane(plane: Uint8Array, values: Int32Array, shift: number): void {
  for (let i = 0; i < plane.length; i++) {
    const value = values[i]!;
    plane[i] = ((value << 1) ^ (value >> 31)) >>> shift;
  }
}

function zigzag(values: Float64Array, length: number, magnitude: number): void {
  if (magnitude < 2 ** 30) {
    // Without a branch: the sign of a price's move is chance.
    for (let i = 0; i < length; i++) {
      const value = values[i]! | 0;
      values[i] = (value << 1) ^ (value >> 31);
    }
    return;
  }
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    values[i] = value < 0 ? -2 * value - 1 : 2 * value;
  }
}

function fillLowPlane(plane: Uint8Array, values: Float64Array, shift: number): void {
  // Above 2³² a shift keeps the lowest 32 bits, which is what is wanted here.
  for (let i = 0; i < plane.length; i++) plane[i] = (values[i]! >>> shift) & 255;
}

function fillHighPlane(plane: Uint8Array, values: Float64Array, weight: number): void {
  for (let i = 0; i < plane.length; i++) plane[i] = Math.floor(values[i]! / weight) % 256;
}

/** Whether a sample of the bytes is spread so evenly that an entropy coder gains next to nothing. */
function isDense(plane: Uint8Array): boolean {
  if (plane.length < DENSE_LENGTH_MIN) return false;
  const stride = Math.ceil(plane.length / SAMPLE);
  let sampled = 0;
  counts.fill(0);
  for (let i = 0; i < plane.length; i += stride, sampled++) counts[plane[i]!]!++;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / sampled) * Math.log2(count / sampled);
  return bits > DENSE_BITS;
}

/** Takes the next column of `length` values without decoding it. Throws a `RangeError` when bytes are missing. */
export function takePlanes({ packed, dense }: PlaneReader, length: number): PlaneColumn {
  const head = packed.buffer[packed.position]!;
  const denseMask = packed.buffer[packed.position + 1]!;
  packed.position += HEAD_BYTES;
  const planes: Uint8Array[] = [];
  for (let plane = 0; plane < (head & ~SIGNED); plane++) {
    const from = denseMask & (1 << plane) ? dense : packed;
    const bytes = from.buffer.subarray(from.position, from.position + length);
    if (bytes.length < length) throw new RangeError(`stored bars lack ${length - bytes.length} bytes`);
    from.position += length;
    planes.push(bytes);
  }
  return { isSigned: (head & SIGNED) !== 0, planes };
}

/** Decodes a column of values below 2³¹ (zig-zagged ones included) into `values` from 0 on. */
export function readNarrowPlanes(
  { isSigned, planes }: PlaneColumn,
  values: Int32Array,
  length: number,
): void {
  const [low, ...higher] = planes;
  if (!low) {
    values.fill(0, 0, length);
    return;
  }
  if (isSigned && higher.length === 0) {
    for (let i = 0; i < length; i++) {
      const coded = low[i]!;
      values[i] = (coded >>> 1) ^ -(coded & 1);
    }
    return;
  }
  for (let i = 0; i < length; i++) values[i] = low[i]!;
  higher.forEach((plane, index) => {
    const shift = (index + 1) * 8;
    for (let i = 0; i < length; i++) values[i]! |= plane[i]! << shift;
  });
  if (!isSigned) return;
  for (let i = 0; i < length; i++) {
    const coded = values[i]!;
    values[i] = (coded >>> 1) ^ -(coded & 1);
  }
}

/** Decodes a column of any size into `values` from `offset` on. */
export function readWidePlanes(
  { isSigned, planes }: PlaneColumn,
  values: Float64Array,
  offset: number,
  length: number,
): void {
  const [low, middle, high] = planes;
  if (low && middle && !isSigned && planes.length <= 3) {
    for (let i = 0; i < length; i++) values[offset + i] = low[i]! | (middle[i]! << 8);
    if (high) for (let i = 0; i < length; i++) values[offset + i]! += high[i]! * 65_536;
    return;
  }
  for (let i = 0; i < length; i++) {
    let coded = 0;
    for (let plane = planes.length - 1; plane >= 0; plane--) coded = coded * 256 + planes[plane]![i]!;
    if (!isSigned) values[offset + i] = coded;
    else values[offset + i] = coded % 2 === 1 ? -(coded + 1) / 2 : coded / 2;
  }
}
