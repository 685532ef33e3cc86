import type { SlotLookup } from '#domain/market/slot-lookup';
import { type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';

/** No trade is shorter, and nothing below looks further back from its end. */
const LENGTH_MIN = 64;
const LENGTH_MAX = 512;
/** Bytes that may be looked at behind a message before it is found to be none. */
const MARGIN = 64;
const QUOTE = 34;
const POINT = 46;
const ZERO = 48;
const COLON = 58;
const BACKSLASH = 92;
const CLOSE = 125;
const LETTER_E = 101;
const EXACT_BELOW = 2 ** 53;
const ZEROS = 0x30303030;

const bytesOf = (text: string): DataView => new DataView(new TextEncoder().encode(text).buffer);
/** Four characters as the little-endian word that they are in memory. */
const wordOf = (text: string): number => bytesOf(text).getInt32(0, true);
/** Eight as a float: of letters and signs none is NaN or zero, so that equal floats are equal bytes. */
const pairOf = (text: string): number => bytesOf(text).getFloat64(0, true);

const TRADE_1 = pairOf('{"e":"tr');
const TRADE_2 = pairOf('ade","E"');
const TRADE_3 = wordOf('"E":');
const ENVELOPE = pairOf('{"stream');
const ENVELOPE_DATA = pairOf('","data"');
/** What stands between two values has five to seven bytes, which two words that overlap cover. */
const SYMBOL_1 = wordOf(',"s"');
const SYMBOL_2 = wordOf('s":"');
const TRADE_ID_1 = wordOf('","t');
const TRADE_ID_2 = wordOf('"t":');
const PRICE_1 = wordOf(',"p"');
const PRICE_2 = wordOf('p":"');
const SIZE_1 = wordOf('","q');
const SIZE_2 = wordOf('q":"');
const TIME_1 = wordOf('","T');
const TIME_2 = wordOf('"T":');
const MAKER_1 = wordOf(',"m"');
const MAKER_2 = wordOf('"m":');
const TRUE = wordOf('true');
const TRUE_OR_FALSE = TRUE ^ wordOf('fals');
const IGNORED_1 = pairOf('e,"M":tr');
const IGNORED_2 = wordOf('rue}');

/** Messages of a socket lie in one buffer, which is looked into; one that lies alone or at the end of it is copied. */
const copy = new Uint8Array(LENGTH_MAX + MARGIN);
const copied = new DataView(copy.buffer);
let shared: DataView = copied;
let sharedBuffer: ArrayBufferLike = copy.buffer;
/** Where a message must end to be read in its place; 0 as long as the buffer has no view. */
let sharedEnd = 0;
/** First eight digits of a time, found to be digits: those of the messages around are the same for 100 seconds. */
const lately = { first: wordOf('1700'), second: wordOf('0000'), time: 1.7e12 };

/**
 * Adds a trade written exactly as Binance writes nearly all, raw or combined, as the next row of `batch`, all but
 * `receivedTime`: a symbol of 4 to 12 bytes, a number of the trade of 8 to 15 digits, price and size with eight places
 * and below 2^53 without their point, and a time of which this has seen the first digits. False, and no row, for
 * anything else: it says nothing about what that is. Never throws, allocates nothing.
 *
 * It reads from both ends. Since the size has to end exactly where the time begins, found from the end, bytes of what
 * lies behind the message never count as its own.
 */
export function readPlainTrade(bytes: Uint8Array, symbols: SlotLookup, batch: TickBatch): boolean {
  const length = bytes.length;
  if (length < LENGTH_MIN || length > LENGTH_MAX) return false;
  const isCombined = bytes[length - 2] === CLOSE;
  if (bytes[isCombined ? length - 3 : length - 2] !== LETTER_E) return false;
  // Everything here stands in one function, with no call on its way: what V8 knows of a view is lost with each.
  const buffer = bytes.buffer;
  let start = bytes.byteOffset;
  let view = shared;
  if (buffer !== sharedBuffer || start + length > sharedEnd) {
    copyIn(bytes, buffer);
    view = copied;
    start = 0;
  }
  let end = (start + length) | 0;
  if (isCombined) {
    start = skipEnvelope(view, start, end);
    end = (end - 1) | 0;
    if (start < 0 || end - start < LENGTH_MIN || view.getUint8(end) !== CLOSE) return false;
  }
  if (view.getFloat64(start, true) !== TRADE_1 || view.getFloat64((start + 8) | 0, true) !== TRADE_2)
    return false;
  if (view.getInt32((start + 13) | 0, true) !== TRADE_3) return false;
  // When Binance sent it is not kept, but it has to be a number as everything else.
  const sentAt = (start + 17) | 0;
  if (
    view.getInt32(sentAt, true) !== lately.first ||
    view.getInt32((sentAt + 4) | 0, true) !== lately.second
  ) {
    learnTime(view, sentAt);
    return false;
  }
  const sent = view.getInt32((start + 25) | 0, true) ^ ZEROS;
  const sentLast = view.getUint8((start + 29) | 0) ^ ZERO;
  if (((sent | sentLast | (sent + 0x06060606) | (sentLast + 6)) & 0xf0f0f0f0) !== 0) return false;
  if (view.getInt32((start + 30) | 0, true) !== SYMBOL_1) return false;
  if (view.getInt32((start + 32) | 0, true) !== SYMBOL_2) return false;

  if (view.getFloat64((end - 11) | 0, true) !== IGNORED_1) return false;
  if (view.getInt32((end - 4) | 0, true) !== IGNORED_2) return false;
  // Of `true` and `alse` the first letters differ in their lowest bit: nobody can foresee which, so nothing jumps by it.
  const isFalse = view.getUint8((end - 14) | 0) & 1;
  const maker = (end - 18 - isFalse) | 0;
  if (view.getInt32((maker - 1) | 0, true) !== MAKER_1 || view.getInt32(maker, true) !== MAKER_2)
    return false;
  if (view.getInt32((maker + 4) | 0, true) !== (TRUE ^ (-isFalse & TRUE_OR_FALSE))) return false;
  const timeAt = (maker - 14) | 0;
  if (view.getInt32((timeAt - 6) | 0, true) !== TIME_1) return false;
  if (view.getInt32((timeAt - 4) | 0, true) !== TIME_2) return false;
  if (view.getInt32(timeAt, true) !== lately.first) return false;
  if (view.getInt32((timeAt + 4) | 0, true) !== lately.second) return false;
  const time = view.getInt32((timeAt + 8) | 0, true) ^ ZEROS;
  const timeLast = view.getUint8((timeAt + 12) | 0) ^ ZERO;
  if (((time | timeLast | (time + 0x06060606) | (timeLast + 6)) & 0xf0f0f0f0) !== 0) return false;

  let at = (start + 36) | 0;
  const first = view.getInt32(at, true);
  let second = view.getInt32((at + 4) | 0, true);
  let third = view.getInt32((at + 8) | 0, true);
  // The lowest bit set is above the first quote; what is behind the symbol becomes zeros.
  const inSecond = quotesIn(second);
  let symbolLength = 4;
  if (quotesIn(first) !== 0) return false;
  if (inSecond !== 0) {
    const lowest = inSecond & -inSecond;
    second &= (lowest >>> 7) - 1;
    third = 0;
    symbolLength = 4 + ((31 - Math.clz32(lowest)) >> 3);
  } else {
    const inThird = quotesIn(third);
    const lowest = inThird & -inThird;
    if (inThird !== 0) {
      third &= (lowest >>> 7) - 1;
      symbolLength = 8 + ((31 - Math.clz32(lowest)) >> 3);
    } else symbolLength = 12;
  }
  at = (at + symbolLength) | 0;
  if (view.getInt32(at, true) !== TRADE_ID_1 || view.getInt32((at + 2) | 0, true) !== TRADE_ID_2)
    return false;

  at = (at + 6) | 0;
  const idHigh = view.getInt32(at, true) ^ ZEROS;
  let id = eightDigits(idHigh, view.getInt32((at + 4) | 0, true) ^ ZEROS);
  if (id < 0 || (idHigh & 0xff) === 0) return false;
  at = (at + 8) | 0;
  const idEnd = (at + 7) | 0;
  for (let digit = view.getUint8(at) ^ ZERO; digit <= 9 && at < idEnd; digit = view.getUint8(at) ^ ZERO) {
    id = id * 10 + digit;
    at = (at + 1) | 0;
  }
  if (view.getInt32(at, true) !== PRICE_1 || view.getInt32((at + 2) | 0, true) !== PRICE_2) return false;

  at = (at + 6) | 0;
  const priceAt = at;
  let whole = 0;
  for (
    let digit = view.getUint8(at) ^ ZERO;
    digit <= 9 && at < priceAt + 9;
    digit = view.getUint8(at) ^ ZERO
  ) {
    whole = (((whole + (whole << 2)) << 1) + digit) | 0;
    at = (at + 1) | 0;
  }
  if (at === priceAt || view.getUint8(at) !== POINT) return false;
  let places = eightDigits(
    view.getInt32((at + 1) | 0, true) ^ ZEROS,
    view.getInt32((at + 5) | 0, true) ^ ZEROS,
  );
  const price = whole * 1e8 + places;
  if (places < 0 || price >= EXACT_BELOW) return false;
  at = (at + 9) | 0;
  if (view.getInt32(at, true) !== SIZE_1 || view.getInt32((at + 3) | 0, true) !== SIZE_2) return false;

  at = (at + 7) | 0;
  const sizeAt = at;
  whole = 0;
  for (
    let digit = view.getUint8(at) ^ ZERO;
    digit <= 9 && at < sizeAt + 9;
    digit = view.getUint8(at) ^ ZERO
  ) {
    whole = (((whole + (whole << 2)) << 1) + digit) | 0;
    at = (at + 1) | 0;
  }
  if (at === sizeAt || at !== timeAt - 15 || view.getUint8(at) !== POINT) return false;
  places = eightDigits(view.getInt32((at + 1) | 0, true) ^ ZEROS, view.getInt32((at + 5) | 0, true) ^ ZEROS);
  const size = whole * 1e8 + places;
  if (places < 0 || size >= EXACT_BELOW) return false;

  const slot = symbols.findShort(symbolLength, first, second, third);
  if (slot < 0) return false;
  const row = batch.length;
  batch.slot[row] = slot;
  batch.kind[row] = TRADE_TICK;
  const pairs = (time * 10 + (time >>> 8)) | 0;
  batch.eventTime[row] =
    lately.time + (((pairs & 0xff) * 1_000 + ((pairs >>> 16) & 0xff) * 10 + timeLast) | 0);
  // One rounding, by the division: a whole number below 2^53 over a power of ten (Clinger 1990).
  batch.price[row] = price / 1e8;
  batch.size[row] = size / 1e8;
  batch.sequence[row] = id;
  batch.bid[row] = Number.NaN;
  batch.ask[row] = Number.NaN;
  batch.bidSize[row] = Number.NaN;
  batch.askSize[row] = Number.NaN;
  batch.length = row + 1;
  return true;
}

/** Copies a message; the second one that comes from the same buffer has it looked into from the next one on. */
function copyIn(bytes: Uint8Array, buffer: ArrayBufferLike): void {
  if (buffer !== sharedBuffer) {
    sharedBuffer = buffer;
    sharedEnd = 0;
  } else if (sharedEnd === 0 && !('resizable' in buffer && buffer.resizable)) {
    shared = new DataView(buffer);
    sharedEnd = buffer.byteLength - MARGIN;
  }
  copy.set(bytes);
}

/** Where the message inside `{"stream":"…","data":` begins; −1 when the envelope is written otherwise. */
function skipEnvelope(view: DataView, start: number, end: number): number {
  if (view.getFloat64(start, true) !== ENVELOPE || view.getUint8(start + 8) !== QUOTE) return -1;
  if (view.getUint8(start + 9) !== COLON || view.getUint8(start + 10) !== QUOTE) return -1;
  let at = start + 11;
  for (let byte = view.getUint8(at); byte !== QUOTE; byte = view.getUint8(++at))
    if (at >= end || byte === BACKSLASH || byte < 32 || byte > 126) return -1;
  return view.getFloat64(at, true) === ENVELOPE_DATA && view.getUint8(at + 8) === COLON ? at + 9 : -1;
}

/** Keeps the first eight digits of a time, if they are digits. */
function learnTime(view: DataView, at: number): void {
  const first = view.getInt32(at, true);
  const second = view.getInt32(at + 4, true);
  const high = eightDigits(first ^ ZEROS, second ^ ZEROS);
  // None begins with a zero.
  if (high < 10_000_000) return;
  lately.first = first;
  lately.second = second;
  lately.time = high * 1e5;
}

/**
 * The number that eight digits make, −1 when any byte is none: a byte less 48 is below 10 exactly if neither it nor it
 * plus 6 reaches 16, and what carries over was none itself. Neighbours make pairs, each in its byte; pairs the number.
 */
const eightDigits = (high: number, low: number): number => {
  if (((high | low | (high + 0x06060606) | (low + 0x06060606)) & 0xf0f0f0f0) !== 0) return -1;
  const upper = (high * 10 + (high >>> 8)) | 0;
  const lower = (low * 10 + (low >>> 8)) | 0;
  return (
    ((upper & 0xff) * 1_000_000 +
      ((upper >>> 16) & 0xff) * 10_000 +
      (lower & 0xff) * 100 +
      ((lower >>> 16) & 0xff)) |
    0
  );
};

/** Not zero if a byte of the word is a quote; the lowest bit set is the high one of the first. */
const quotesIn = (word: number): number => {
  const zeroed = word ^ 0x22222222;
  return (zeroed - 0x01010101) & ~zeroed & 0x80808080;
};
