import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { TickKind } from '#domain/market/tick-columns';
import { decodeTicks, encodeTicks } from './tick-codec.ts';
import type { TickTable } from './tick-table.ts';

/** Length of the first part and checksum of both, each 32 bits, little endian. */
const HEAD_BYTES = 8;
const PARAMS = { [constants.ZSTD_c_compressionLevel]: 1 };

/** As they are written while they stream in: byte planes as they are. */
export const HOT_FORM = 1;
/** As they are kept: byte planes, entropy coded. */
export const COLD_FORM = 2;

/** Ticks as they lie in a row of `tick_chunks`. */
export interface TickBody {
  readonly form: number;
  /** Bytes that the first part comes to. */
  readonly payload_bytes: number;
  readonly body: Uint8Array;
}

let room = Buffer.alloc(0);

/** Ticks ready to be stored. The body is a view of a buffer that the next call uses again. */
export function packTicks(kind: TickKind, ticks: TickTable, form: number): TickBody {
  const { packed, dense } = encodeTicks(kind, ticks);
  // Room for the answer is made anew each time, 64 KiB unless told: at thousands a second more than a collector keeps up with.
  const size = { chunkSize: Math.max(1_024, packed.length) };
  const part = form === COLD_FORM ? zstdCompressSync(packed, { params: PARAMS, ...size }) : packed;
  const length = HEAD_BYTES + part.length + dense.length;
  if (room.length < length) room = Buffer.allocUnsafeSlow(length * 2);
  const body = room.subarray(0, length);
  body.writeUInt32LE(part.length, 0);
  body.set(part, HEAD_BYTES);
  body.set(dense, HEAD_BYTES + part.length);
  body.writeUInt32LE(crc32(body.subarray(HEAD_BYTES)), 4);
  return { form, payload_bytes: packed.length, body };
}

/** Writes the ticks into `target` from `offset` on and answers how many. Throws on bytes that are damaged or not ours. */
export function unpackTicks(
  kind: TickKind,
  { form, payload_bytes, body }: TickBody,
  target: TickTable,
  offset: number,
): number {
  if (form !== COLD_FORM && form !== HOT_FORM)
    throw new RangeError(`ticks are stored in form ${form}, which is not known here`);
  const head = new DataView(body.buffer, body.byteOffset, HEAD_BYTES);
  if (crc32(body.subarray(HEAD_BYTES)) !== head.getUint32(4, true))
    throw new RangeError('a checksum does not match');
  const partEnd = HEAD_BYTES + head.getUint32(0, true);
  const part = body.subarray(HEAD_BYTES, partEnd);
  const size = { chunkSize: Math.max(64, payload_bytes), maxOutputLength: payload_bytes };
  const packed = form === COLD_FORM ? zstdDecompressSync(part, size) : part;
  return decodeTicks(kind, { packed, dense: body.subarray(partEnd) }, target, offset);
}
