import { SHORT_BYTES, type SlotLookup } from '#domain/market/slot-lookup';
import { QUOTE_TICK, type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import { type ByteCursor, scanDecimal, scanWhole } from '#domain/values/scan-decimal';
import { type BinanceReading, readBinanceJson } from './read-binance-json.ts';
import { readPlainTrade } from './read-plain-trade.ts';

/** Longest message read without JSON; a combined trade has about 170 bytes. */
const LENGTH_MAX = 512;
const QUOTE = 34;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;
const COLON = 58;
const BACKSLASH = 92;
const CLOSE = 125;
const EXACT_BELOW = 2 ** 53;

/** Four characters as the little-endian word that they are in memory. */
function wordOf(text: string): number {
  return new DataView(new TextEncoder().encode(text).buffer).getInt32(0, true);
}

const TRADE_1 = wordOf('{"e"');
const TRADE_2 = wordOf(':"tr');
const TRADE_3 = wordOf('ade"');
const BOOK_TICKER = wordOf('{"u"');
const ENVELOPE_1 = wordOf('{"st');
const ENVELOPE_2 = wordOf('ream');
const ENVELOPE_DATA_1 = wordOf('","d');
const ENVELOPE_DATA_2 = wordOf('ata"');
/** What stands between two values has six or seven bytes, which two words that overlap cover. */
const EVENT_TIME_1 = wordOf(',"E"');
const EVENT_TIME_2 = wordOf('"E":');
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
const IGNORED_1 = wordOf(',"M"');
const IGNORED_2 = wordOf('"M":');
const BID_1 = wordOf('","b');
const BID_2 = wordOf('b":"');
const BID_SIZE_1 = wordOf('","B');
const BID_SIZE_2 = wordOf('B":"');
const ASK_1 = wordOf('","a');
const ASK_2 = wordOf('a":"');
const ASK_SIZE_1 = wordOf('","A');
const ASK_SIZE_2 = wordOf('A":"');
const TRUE = wordOf('true');
const FALSE = wordOf('alse');
/** Four bytes at once. */
const ZEROS = 0x30303030;
const SIXES = 0x06060606;
const HIGH_HALVES = 0xf0f0f0f0;

/** The message in hand, copied: bytes of one fixed place can be read four at a time and without asking for its end. */
const message = new Uint8Array(LENGTH_MAX + 64);
const words = new DataView(message.buffer);
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
  const row = batch.length;
  // Small enough to become part of its caller, where the time is not boxed on the way.
  if (!readPlainTrade(bytes, symbols, batch)) return readOther(bytes, receivedTime, symbols, batch);
  batch.receivedTime[row] = receivedTime;
  return 'tick';
}

/** Book tickers, and trades that are written less plainly. */
function readOther(
  bytes: Uint8Array,
  receivedTime: number,
  symbols: SlotLookup,
  batch: TickBatch,
): BinanceReading {
  let end = bytes.length;
  if (end > LENGTH_MAX || end < 20) return readBinanceJson(bytes, receivedTime, symbols, batch);
  message.set(bytes);
  // No key and no number goes on over a zero, so nothing below runs into what an older message left behind.
  words.setInt32(end, 0);
  let start = 0;
  let first = words.getInt32(0, true);
  if (first === ENVELOPE_1) {
    start = skipEnvelope(end);
    end--;
    if (start === 0 || message[end] !== CLOSE) return readBinanceJson(bytes, receivedTime, symbols, batch);
    first = words.getInt32(start, true);
  }
  const row = batch.length;
  if (first === TRADE_1) {
    if (!readTrade(start, end, symbols, batch)) return readBinanceJson(bytes, receivedTime, symbols, batch);
  } else if (first === BOOK_TICKER && readBookTicker(start, end, symbols, batch)) {
    batch.eventTime[row] = receivedTime;
  } else return readBinanceJson(bytes, receivedTime, symbols, batch);
  // Written here and not by the two, so that it is not boxed on the way to them.
  batch.receivedTime[row] = receivedTime;
  return 'tick';
}

/** Where the message inside `{"stream":"…","data":` begins; 0 when the envelope is written otherwise. */
function skipEnvelope(end: number): number {
  if (words.getInt32(4, true) !== ENVELOPE_2 || message[8] !== QUOTE) return 0;
  if (message[9] !== COLON || message[10] !== QUOTE) return 0;
  let at = 11;
  while (at < end && message[at] !== QUOTE) {
    if (message[at] === BACKSLASH || message[at]! < 32 || message[at]! > 126) return 0;
    at++;
  }
  if (words.getInt32(at, true) !== ENVELOPE_DATA_1 || words.getInt32(at + 4, true) !== ENVELOPE_DATA_2)
    return 0;
  return message[at + 8] === COLON ? at + 9 : 0;
}

/** Slot of the symbol written there, −1 when unknown. */
function slotAt(start: number, end: number, symbols: SlotLookup): number {
  const length = end - start;
  if (length > SHORT_BYTES || length < 5) return symbols.find(message, start, end);
  // What is behind the symbol is shifted out of its last word.
  const first = words.getInt32(start, true);
  const second = words.getInt32(start + 4, true);
  if (length <= 8) {
    const unused = (8 - length) << 3;
    return symbols.findShort(length, first, ((second << unused) >>> unused) | 0, 0);
  }
  const unused = (SHORT_BYTES - length) << 3;
  return symbols.findShort(
    length,
    first,
    second,
    ((words.getInt32(start + 8, true) << unused) >>> unused) | 0,
  );
}

/** Where the text that `from` is inside of ends, or `end`. An escaped one ends wrongly, and then nothing fits. */
function findQuote(from: number, end: number): number {
  let at = from;
  while (at < end && message[at] !== QUOTE) at++;
  return at;
}

/** Whether two words are written, one at each place. */
function hasWords(at: number, first: number, then: number, second: number): boolean {
  return words.getInt32(at, true) === first && words.getInt32(then, true) === second;
}

/** False, and no row, unless it is written exactly so: `{"e":"trade","E":…,"s":"…","t":…,"p":"…","q":"…","T":…,"m":…,"M":…}` */
function readTrade(start: number, end: number, symbols: SlotLookup, batch: TickBatch): boolean {
  if (!hasWords(start + 4, TRADE_2, start + 8, TRADE_3)) return false;
  if (!hasWords(start + 12, EVENT_TIME_1, start + 13, EVENT_TIME_2)) return false;
  // When Binance sent it is not kept, but it has to be a number as everything else.
  if (!hasTime(start + 17) || !hasWords(start + 30, SYMBOL_1, start + 32, SYMBOL_2)) return false;
  const row = batch.length;
  const symbolStart = start + 36;
  let at = symbolStart;
  while (at < end && message[at] !== QUOTE) at++;
  const symbolEnd = at;
  if (!hasWords(at, TRADE_ID_1, at + 2, TRADE_ID_2)) return false;
  at = readWhole(at + 6, end, batch.sequence, row);
  if (!hasWords(at, PRICE_1, at + 2, PRICE_2)) return false;
  at = readDecimal(at + 6, end, batch.price, row);
  if (!hasWords(at, SIZE_1, at + 3, SIZE_2)) return false;
  at = readDecimal(at + 7, end, batch.size, row);
  if (!hasWords(at, TIME_1, at + 2, TIME_2)) return false;
  const timeStart = at + 6;
  if (!hasTime(timeStart) || !hasWords(timeStart + 13, MAKER_1, timeStart + 14, MAKER_2)) return false;
  at = skipTruth(timeStart + 18);
  if (!hasWords(at, IGNORED_1, at + 1, IGNORED_2)) return false;
  at = skipTruth(at + 5);
  if (at !== end - 1 || message[at] !== CLOSE) return false;
  const slot = slotAt(symbolStart, symbolEnd, symbols);
  if (slot < 0) return false;
  batch.slot[row] = slot;
  batch.kind[row] = TRADE_TICK;
  writeTime(timeStart, batch.eventTime, row);
  batch.bid[row] = Number.NaN;
  batch.ask[row] = Number.NaN;
  batch.bidSize[row] = Number.NaN;
  batch.askSize[row] = Number.NaN;
  batch.length = row + 1;
  return true;
}

/** False, and no row, unless it is written exactly so: `{"u":…,"s":"…","b":"…","B":"…","a":"…","A":"…"}` */
function readBookTicker(start: number, end: number, symbols: SlotLookup, batch: TickBatch): boolean {
  if (message[start + 4] !== COLON) return false;
  const row = batch.length;
  const updateEnd = readWhole(start + 5, end, batch.sequence, row);
  if (!hasWords(updateEnd, SYMBOL_1, updateEnd + 2, SYMBOL_2)) return false;
  const symbolStart = updateEnd + 6;
  const symbolEnd = findQuote(symbolStart, end);
  if (!hasWords(symbolEnd, BID_1, symbolEnd + 3, BID_2)) return false;
  const bidEnd = readDecimal(symbolEnd + 7, end, batch.bid, row);
  if (!hasWords(bidEnd, BID_SIZE_1, bidEnd + 3, BID_SIZE_2)) return false;
  const bidSizeEnd = readDecimal(bidEnd + 7, end, batch.bidSize, row);
  if (!hasWords(bidSizeEnd, ASK_1, bidSizeEnd + 3, ASK_2)) return false;
  const askEnd = readDecimal(bidSizeEnd + 7, end, batch.ask, row);
  if (!hasWords(askEnd, ASK_SIZE_1, askEnd + 3, ASK_SIZE_2)) return false;
  const askSizeEnd = readDecimal(askEnd + 7, end, batch.askSize, row);
  if (message[askSizeEnd] !== QUOTE || askSizeEnd !== end - 2 || message[end - 1] !== CLOSE) return false;
  const slot = slotAt(symbolStart, symbolEnd, symbols);
  if (slot < 0) return false;
  batch.slot[row] = slot;
  batch.kind[row] = QUOTE_TICK;
  batch.price[row] = Number.NaN;
  batch.size[row] = Number.NaN;
  batch.length = row + 1;
  return true;
}

/** A number with a point and eight places, as Binance writes nearly all of them, goes four digits at a time. Where it ends; 0 when none begins. */
function readDecimal(at: number, end: number, column: Float64Array, row: number): number {
  // Where the point is, is found byte by byte: a processor that guesses that rightly reads on without waiting for it.
  let point = at;
  let whole = 0;
  for (; point < at + 9; point++) {
    const digit = message[point]! ^ ZERO;
    if (digit > 9) break;
    whole = (((whole + (whole << 2)) << 1) + digit) | 0;
  }
  if (point > at && message[point] === POINT && message[point + 9] === QUOTE) {
    const fraction = eightDigits(point + 1);
    const mantissa = whole * 1e8 + fraction;
    if (fraction >= 0 && mantissa < EXACT_BELOW) {
      column[row] = mantissa / 1e8;
      return point + 9;
    }
  }
  cursor.at = at;
  const value = scanDecimal(message, cursor, end);
  column[row] = value;
  return Number.isNaN(value) ? 0 : cursor.at;
}

/** Where the whole number that begins at `at` ends; 0 when none begins. */
function readWhole(at: number, end: number, column: Float64Array, row: number): number {
  const first = words.getInt32(at, true) ^ ZEROS;
  const second = words.getInt32(at + 4, true) ^ ZEROS;
  if (((first | second | (first + SIXES) | (second + SIXES)) & HIGH_HALVES) === 0 && message[at] !== ZERO) {
    let value = (Math.imul(fourDigits(first), 10_000) + fourDigits(second)) | 0;
    let after = at + 8;
    for (; after < at + 15; after++) {
      const digit = message[after]! ^ ZERO;
      if (digit > 9) break;
      value = value * 10 + digit;
    }
    if (message[after] === COMMA) {
      column[row] = value;
      return after;
    }
  }
  cursor.at = at;
  const value = scanWhole(message, cursor, end);
  column[row] = value;
  return Number.isNaN(value) ? 0 : cursor.at;
}

/** Whether the time of these centuries, thirteen digits, is written at `at`, with a comma behind. */
function hasTime(at: number): boolean {
  const first = words.getInt32(at, true) ^ ZEROS;
  const second = words.getInt32(at + 4, true) ^ ZEROS;
  const third = words.getInt32(at + 8, true) ^ ZEROS;
  const last = message[at + 12]! ^ ZERO;
  const sums = (first + SIXES) | (second + SIXES) | (third + SIXES) | (last + 6);
  return (
    ((first | second | third | last | sums) & HIGH_HALVES) === 0 &&
    message[at + 13] === COMMA &&
    message[at] !== ZERO
  );
}

/** Puts what thirteen digits make into its column, where it is not boxed. */
function writeTime(at: number, column: Float64Array, row: number): void {
  const high = fourDigits(words.getInt32(at, true) ^ ZEROS) * 10 + (message[at + 4]! ^ ZERO);
  const middle = fourDigits(words.getInt32(at + 5, true) ^ ZEROS);
  const low = fourDigits(words.getInt32(at + 9, true) ^ ZEROS);
  column[row] = high * 1e8 + ((Math.imul(middle, 10_000) + low) | 0);
}

/**
 * The number that eight digits make, −1 when any byte is none: a byte less 48 is below 10 exactly if neither it nor it
 * plus 6 reaches 16, and what carries over was none itself.
 */
function eightDigits(at: number): number {
  const high = words.getInt32(at, true) ^ ZEROS;
  const low = words.getInt32(at + 4, true) ^ ZEROS;
  if (((high | low | (high + SIXES) | (low + SIXES)) & HIGH_HALVES) !== 0) return -1;
  return (Math.imul(fourDigits(high), 10_000) + fourDigits(low)) | 0;
}

/** Neighbours make pairs, each in its byte of the word; pairs make the number. */
function fourDigits(digits: number): number {
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) | 0;
  return (Math.imul(pairs & 0xff, 100) + ((pairs >>> 16) & 0xff)) | 0;
}

/** Behind `true` or `false`; 0, where no key is, when neither is written there. */
function skipTruth(at: number): number {
  if (words.getInt32(at, true) === TRUE) return at + 4;
  return message[at] === 102 && words.getInt32(at + 1, true) === FALSE ? at + 5 : 0;
}
