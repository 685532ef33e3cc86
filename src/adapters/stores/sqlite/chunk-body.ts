import { createHash } from 'node:crypto';
import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { BarColumns } from '#domain/market/bar';
import { BAR_FORM, decodeBars, encodeBars } from './bar-codec.ts';
import { decodeVarintForm } from './varint-form.ts';

/** Length of the compressed part and checksum of the rest, each 32 bits, little endian. */
const HEAD_BYTES = 8;

/**
 * Byte planes give an entropy coder all there is: short repeats in them are chance, and cost more to undo than they
 * save. The checksum is verified on every read, so a damaged chunk is an error and never a wrong price.
 */
const COMPRESSION = {
  [constants.ZSTD_c_compressionLevel]: 1,
  [constants.ZSTD_c_minMatch]: 7,
  [constants.ZSTD_c_checksumFlag]: 1,
};
/** Bytes beyond its own that a frame of what cannot be compressed may take, at most, for each 128 KiB and at all. */
const FRAME_SLACK = 1_024;

/** Bars as they lie in a row of `chunks`. */
export interface ChunkBody {
  /** 1: varints, compressed whole. 2: byte planes, see {@link HEAD_BYTES}. */
  readonly form: number;
  /** Bytes that the compressed part comes to. */
  readonly payload_bytes: number;
  readonly body: Uint8Array;
}

/** Bars ready to be stored, with the SHA-256 of their encoded values. */
export function packBars(bars: BarColumns): ChunkBody & { readonly hash: Uint8Array } {
  const { packed, dense } = encodeBars(bars);
  const hash = createHash('sha256').update(packed).update(dense).digest();
  const frame = zstdCompressSync(packed, { params: COMPRESSION, chunkSize: packed.length + FRAME_SLACK });
  const body = Buffer.allocUnsafe(HEAD_BYTES + frame.length + dense.length);
  body.writeUInt32LE(frame.length, 0);
  body.writeUInt32LE(crc32(dense), 4);
  body.set(frame, HEAD_BYTES);
  body.set(dense, HEAD_BYTES + frame.length);
  return { form: BAR_FORM, payload_bytes: packed.length, body, hash };
}

/** SHA-256 of bars as {@link packBars} gives it. */
export function barsHash(bars: BarColumns): Uint8Array {
  const { packed, dense } = encodeBars(bars);
  return createHash('sha256').update(packed).update(dense).digest();
}

/** Writes the bars into `target` from `offset` on and answers how many. Throws on bytes that are damaged or not ours. */
export function unpackBars(
  { form, payload_bytes, body }: ChunkBody,
  target: BarColumns,
  offset: number,
): number {
  const size = { chunkSize: Math.max(64, payload_bytes), maxOutputLength: payload_bytes };
  if (form === 1) return decodeVarintForm(zstdDecompressSync(body, size), target, offset);
  if (form !== BAR_FORM) throw new RangeError(`bars are stored in form ${form}, which is not known here`);
  const head = new DataView(body.buffer, body.byteOffset, HEAD_BYTES);
  const frameEnd = HEAD_BYTES + head.getUint32(0, true);
  const dense = body.subarray(frameEnd);
  if (crc32(dense) !== head.getUint32(4, true)) throw new RangeError('a checksum does not match');
  return decodeBars(
    { packed: zstdDecompressSync(body.subarray(HEAD_BYTES, frameEnd), size), dense },
    target,
    offset,
  );
}
