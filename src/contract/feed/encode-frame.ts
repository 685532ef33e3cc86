import { BAR_FIELDS, type BarColumns } from '#domain/market/bar';
import {
  FRAME_BARS_REPLACED,
  FRAME_BARS_UPDATED,
  FRAME_HEADER_BYTES,
  FRAME_QUOTES,
  QUOTE_COLUMNS,
} from './frames.ts';

/** What a frame says beside its rows. */
export interface FrameHeader {
  readonly subscription: number;
  /** Number of the frame on its connection; wraps at 2³². */
  readonly sequence: number;
  readonly conflated: number;
}

const SOURCE_COLUMNS = QUOTE_COLUMNS.slice(1) as readonly Exclude<
  (typeof QUOTE_COLUMNS)[number],
  'symbolIndex'
>[];

/** Columns that quotes are taken from, one slot a symbol. */
export type QuoteSource = { readonly [Column in (typeof SOURCE_COLUMNS)[number]]: Float64Array };

/** Picks the first `count` of `slots` out of `source`; `symbolIndexes[i]` is what the client calls `slots[i]`. */
export function encodeQuotesFrame(
  header: FrameHeader,
  source: QuoteSource,
  slots: Uint32Array,
  symbolIndexes: Uint32Array,
  count: number,
): ArrayBuffer {
  const frame = new ArrayBuffer(FRAME_HEADER_BYTES + QUOTE_COLUMNS.length * 8 * count);
  writeHeader(frame, FRAME_QUOTES, count, header);
  const rows = new Float64Array(frame, FRAME_HEADER_BYTES);
  for (let row = 0; row < count; row++) rows[row] = symbolIndexes[row]!;
  SOURCE_COLUMNS.forEach((name, index) => {
    const column = source[name];
    const start = (index + 1) * count;
    for (let row = 0; row < count; row++) rows[start + row] = column[slots[row]!]!;
  });
  return frame;
}

/** All of `bars`, the first of which has `firstIndex` in the whole series. */
export function encodeBarsFrame(
  kind: 'replaced' | 'updated',
  header: FrameHeader,
  firstIndex: number,
  bars: BarColumns,
): ArrayBuffer {
  const frame = new ArrayBuffer(FRAME_HEADER_BYTES + 8 + BAR_FIELDS.length * 8 * bars.length);
  writeHeader(frame, kind === 'replaced' ? FRAME_BARS_REPLACED : FRAME_BARS_UPDATED, bars.length, header);
  const values = new Float64Array(frame, FRAME_HEADER_BYTES);
  values[0] = firstIndex;
  BAR_FIELDS.forEach((field, index) => {
    values.set(bars[field].subarray(0, bars.length), 1 + index * bars.length);
  });
  return frame;
}

function writeHeader(frame: ArrayBuffer, kind: number, count: number, header: FrameHeader): void {
  const view = new DataView(frame);
  view.setUint16(0, kind, true);
  view.setUint16(2, header.subscription, true);
  view.setUint32(4, count, true);
  view.setUint32(8, header.sequence >>> 0, true);
  view.setUint32(12, Math.min(header.conflated, 0xffff_ffff), true);
}
