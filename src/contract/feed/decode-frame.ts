import { BAR_FIELDS } from '#domain/market/bar';
import { OctopusError } from '../errors.ts';
import type { FrameHeader } from './encode-frame.ts';
import {
  type BarBatch,
  FRAME_BARS_REPLACED,
  FRAME_BARS_UPDATED,
  FRAME_HEADER_BYTES,
  FRAME_QUOTES,
  QUOTE_COLUMNS,
  type QuoteBatch,
} from './frames.ts';

export type Frame =
  | { readonly kind: 'quotes'; readonly header: FrameHeader; readonly batch: QuoteBatch }
  | { readonly kind: 'bars'; readonly header: FrameHeader; readonly batch: BarBatch };

/**
 * Reads a frame. The columns are views into `data`, not copies, unless `data` starts off an eight-byte boundary.
 * Throws BAD_REQUEST naming what does not fit; assumes a little-endian machine, as every platform of the app is.
 */
export function decodeFrame(data: ArrayBuffer | Uint8Array): Frame {
  const bytes = aligned(data);
  if (bytes.byteLength < FRAME_HEADER_BYTES)
    throw unreadable(`${bytes.byteLength} bytes are shorter than a header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = view.getUint16(0, true);
  const count = view.getUint32(4, true);
  const header = {
    subscription: view.getUint16(2, true),
    sequence: view.getUint32(8, true),
    conflated: view.getUint32(12, true),
  };
  if (kind === FRAME_QUOTES) {
    const take = columnReader(bytes, 0, count, QUOTE_COLUMNS.length);
    const columns = Object.fromEntries(QUOTE_COLUMNS.map((name, index) => [name, take(index)])) as Omit<
      QuoteBatch,
      'length'
    >;
    return { kind: 'quotes', header, batch: { length: count, ...columns } };
  }
  if (kind === FRAME_BARS_REPLACED || kind === FRAME_BARS_UPDATED) {
    const take = columnReader(bytes, 1, count, BAR_FIELDS.length);
    const [time, open, high, low, close, volume] = [take(0), take(1), take(2), take(3), take(4), take(5)];
    const batch: BarBatch = {
      kind: kind === FRAME_BARS_REPLACED ? 'replaced' : 'updated',
      firstIndex: view.getFloat64(FRAME_HEADER_BYTES, true),
      bars: { length: count, time, open, high, low, close, volume },
    };
    return { kind: 'bars', header, batch };
  }
  throw unreadable(`unknown kind ${kind}`);
}

/** Reads column after column once the length is known to be right. */
function columnReader(
  bytes: Uint8Array<ArrayBuffer>,
  leading: number,
  count: number,
  columns: number,
): (index: number) => Float64Array {
  const expected = FRAME_HEADER_BYTES + 8 * (leading + columns * count);
  if (bytes.byteLength !== expected)
    throw unreadable(`${bytes.byteLength} bytes where ${count} rows need ${expected}`);
  const start = bytes.byteOffset + FRAME_HEADER_BYTES + 8 * leading;
  return (index) => new Float64Array(bytes.buffer, start + 8 * index * count, count);
}

function aligned(data: ArrayBuffer | Uint8Array): Uint8Array<ArrayBuffer> {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (data.byteOffset % 8 === 0 && data.buffer instanceof ArrayBuffer)
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}

function unreadable(reason: string): OctopusError {
  return new OctopusError('BAD_REQUEST', `market-data frame unreadable: ${reason}`);
}
