import type { SlotLookup } from '#domain/market/slot-lookup';
import { QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import { type ByteCursor, scanDecimal, scanWhole } from '#domain/values/scan-decimal';
import { readBinanceJson } from './read-binance-json.ts';

/** `tick`: a row was added. `other`: no trade or book ticker, or of a symbol nobody asked for. `unreadable`: no message of Binance at all. */
export type BinanceReading = 'tick' | 'other' | 'unreadable';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
const LETTER = {
  A: 65,
  B: 66,
  E: 69,
  M: 77,
  T: 84,
  a: 97,
  b: 98,
  e: 101,
  m: 109,
  p: 112,
  q: 113,
  s: 115,
  t: 116,
  u: 117,
};

const cursor: ByteCursor = { at: 0 };

/**
 * Reads one message of Binance's spot streams, raw or combined (`{"stream":…,"data":…}`), and writes a trade or book
 * ticker as the next row of `batch`, which must have room for one. In the order of fields that Binance documents
 * nothing is allocated; in any other, or with more fields, the message goes through JSON and gives the same row. A
 * trade happened at `T`; a book ticker of the spot market tells no time and happened when it was received. Never throws.
 */
export function readBinanceMessage(
  bytes: Uint8Array,
  receivedTime: number,
  symbols: SlotLookup,
  batch: TickBatch,
): BinanceReading {
  let end = bytes.length;
  // A closing brace at the very end keeps every scan below within the bytes without asking each time.
  if (end < 20 || bytes[end - 1] !== CLOSE) return readBinanceJson(bytes, receivedTime, symbols, batch);
  let start = 0;
  if (bytes[2] === LETTER.s && bytes[3] === LETTER.t) {
    start = skipEnvelope(bytes, end);
    if (start === 0 || bytes[end - 2] !== CLOSE) return readBinanceJson(bytes, receivedTime, symbols, batch);
    end--;
  }
  if (bytes[start] === OPEN && bytes[start + 1] === QUOTE) {
    const first = bytes[start + 2];
    const isWritten =
      first === LETTER.u
        ? readBookTicker(bytes, start, end, receivedTime, symbols, batch)
        : first === LETTER.e && readTrade(bytes, start, end, receivedTime, symbols, batch);
    if (isWritten) return 'tick';
  }
  return readBinanceJson(bytes, receivedTime, symbols, batch);
}

/** Where the message inside `{"stream":"…","data":` begins; 0 when the envelope is written otherwise. */
function skipEnvelope(bytes: Uint8Array, end: number): number {
  const isStream =
    bytes[0] === OPEN &&
    bytes[1] === QUOTE &&
    bytes[4] === 114 &&
    bytes[5] === LETTER.e &&
    bytes[6] === LETTER.a &&
    bytes[7] === LETTER.m &&
    bytes[8] === QUOTE &&
    bytes[9] === COLON &&
    bytes[10] === QUOTE;
  if (!isStream) return 0;
  const at = findQuote(bytes, 11, end);
  const isData =
    at > 0 &&
    bytes[at + 1] === COMMA &&
    bytes[at + 2] === QUOTE &&
    bytes[at + 3] === 100 &&
    bytes[at + 4] === LETTER.a &&
    bytes[at + 5] === LETTER.t &&
    bytes[at + 6] === LETTER.a &&
    bytes[at + 7] === QUOTE &&
    bytes[at + 8] === COLON;
  return isData ? at + 9 : 0;
}

/** Where the text that `from` is inside of ends; 0 when it has no end or anything in it is escaped. */
function findQuote(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < 32) return 0;
  }
  return 0;
}

/** Whether `,"x":` is written at `at`. */
function hasKey(bytes: Uint8Array, at: number, letter: number): boolean {
  return (
    bytes[at] === COMMA &&
    bytes[at + 1] === QUOTE &&
    bytes[at + 2] === letter &&
    bytes[at + 3] === QUOTE &&
    bytes[at + 4] === COLON
  );
}

/** Whether `,"x":"` is written at `at`. */
function hasTextKey(bytes: Uint8Array, at: number, letter: number): boolean {
  return hasKey(bytes, at, letter) && bytes[at + 5] === QUOTE;
}

/** False, and no row, unless it is written exactly so: `{"e":"trade","E":…,"s":"…","t":…,"p":"…","q":"…","T":…,"m":…,"M":…}` */
function readTrade(
  bytes: Uint8Array,
  start: number,
  end: number,
  receivedTime: number,
  symbols: SlotLookup,
  batch: TickBatch,
): boolean {
  const isTrade =
    bytes[start + 3] === QUOTE &&
    bytes[start + 4] === COLON &&
    bytes[start + 5] === QUOTE &&
    bytes[start + 6] === LETTER.t &&
    bytes[start + 7] === 114 &&
    bytes[start + 8] === LETTER.a &&
    bytes[start + 9] === 100 &&
    bytes[start + 10] === LETTER.e &&
    bytes[start + 11] === QUOTE &&
    hasKey(bytes, start + 12, LETTER.E);
  if (!isTrade) return false;
  const timeEnd = skipDigits(bytes, start + 17, end);
  if (timeEnd === start + 17 || !hasTextKey(bytes, timeEnd, LETTER.s)) return false;
  const symbolStart = timeEnd + 6;
  const symbolEnd = findQuote(bytes, symbolStart, end);
  if (symbolEnd === 0 || !hasKey(bytes, symbolEnd + 1, LETTER.t)) return false;
  cursor.at = symbolEnd + 6;
  const sequence = scanWhole(bytes, cursor, end);
  if (!hasTextKey(bytes, cursor.at, LETTER.p)) return false;
  cursor.at += 6;
  const price = scanDecimal(bytes, cursor, end);
  if (bytes[cursor.at] !== QUOTE || !hasTextKey(bytes, cursor.at + 1, LETTER.q)) return false;
  cursor.at += 7;
  const size = scanDecimal(bytes, cursor, end);
  if (bytes[cursor.at] !== QUOTE || !hasKey(bytes, cursor.at + 1, LETTER.T)) return false;
  cursor.at += 6;
  const eventTime = scanWhole(bytes, cursor, end);
  if (!hasKey(bytes, cursor.at, LETTER.m)) return false;
  const makerEnd = skipTruth(bytes, cursor.at + 5);
  if (makerEnd === 0 || !hasKey(bytes, makerEnd, LETTER.M)) return false;
  const ignoredEnd = skipTruth(bytes, makerEnd + 5);
  if (ignoredEnd !== end - 1) return false;
  // A sum with NaN is NaN: one question instead of four.
  if (Number.isNaN(sequence + price + size + eventTime)) return false;
  const slot = symbols.find(bytes, symbolStart, symbolEnd);
  if (slot < 0) return false;
  const row = batch.length;
  batch.slot[row] = slot;
  batch.kind[row] = TRADE_TICK;
  batch.eventTime[row] = eventTime;
  batch.receivedTime[row] = receivedTime;
  batch.price[row] = price;
  batch.size[row] = size;
  batch.bid[row] = Number.NaN;
  batch.ask[row] = Number.NaN;
  batch.bidSize[row] = Number.NaN;
  batch.askSize[row] = Number.NaN;
  batch.sequence[row] = sequence;
  batch.length = row + 1;
  return true;
}

/** False, and no row, unless it is written exactly so: `{"u":…,"s":"…","b":"…","B":"…","a":"…","A":"…"}` */
function readBookTicker(
  bytes: Uint8Array,
  start: number,
  end: number,
  receivedTime: number,
  symbols: SlotLookup,
  batch: TickBatch,
): boolean {
  if (bytes[start + 3] !== QUOTE || bytes[start + 4] !== COLON) return false;
  cursor.at = start + 5;
  const sequence = scanWhole(bytes, cursor, end);
  if (!hasTextKey(bytes, cursor.at, LETTER.s)) return false;
  const symbolStart = cursor.at + 6;
  const symbolEnd = findQuote(bytes, symbolStart, end);
  if (symbolEnd === 0 || !hasTextKey(bytes, symbolEnd + 1, LETTER.b)) return false;
  cursor.at = symbolEnd + 7;
  const bid = scanDecimal(bytes, cursor, end);
  if (bytes[cursor.at] !== QUOTE || !hasTextKey(bytes, cursor.at + 1, LETTER.B)) return false;
  cursor.at += 7;
  const bidSize = scanDecimal(bytes, cursor, end);
  if (bytes[cursor.at] !== QUOTE || !hasTextKey(bytes, cursor.at + 1, LETTER.a)) return false;
  cursor.at += 7;
  const ask = scanDecimal(bytes, cursor, end);
  if (bytes[cursor.at] !== QUOTE || !hasTextKey(bytes, cursor.at + 1, LETTER.A)) return false;
  cursor.at += 7;
  const askSize = scanDecimal(bytes, cursor, end);
  if (bytes[cursor.at] !== QUOTE || cursor.at !== end - 2) return false;
  if (Number.isNaN(sequence + bid + bidSize + ask + askSize)) return false;
  const slot = symbols.find(bytes, symbolStart, symbolEnd);
  if (slot < 0) return false;
  const row = batch.length;
  batch.slot[row] = slot;
  batch.kind[row] = QUOTE_TICK;
  batch.eventTime[row] = receivedTime;
  batch.receivedTime[row] = receivedTime;
  batch.price[row] = Number.NaN;
  batch.size[row] = Number.NaN;
  batch.bid[row] = bid;
  batch.ask[row] = ask;
  batch.bidSize[row] = bidSize;
  batch.askSize[row] = askSize;
  batch.sequence[row] = sequence;
  batch.length = row + 1;
  return true;
}

/** Behind a whole number; `from` when there is none. */
function skipDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at]! ^ 48) <= 9) at++;
  return at > from + 1 && bytes[from] === 48 ? from : at;
}

/** Behind `true` or `false`; 0 when neither is written there. */
function skipTruth(bytes: Uint8Array, at: number): number {
  const tail = bytes[at] === LETTER.t ? at + 1 : bytes[at] === 102 && bytes[at + 1] === LETTER.a ? at + 3 : 0;
  if (tail === 0) return 0;
  if (tail === at + 1)
    return bytes[tail] === 114 && bytes[tail + 1] === LETTER.u && bytes[tail + 2] === LETTER.e ? tail + 3 : 0;
  return bytes[at + 2] === 108 && bytes[tail] === LETTER.s && bytes[tail + 1] === LETTER.e ? tail + 2 : 0;
}
