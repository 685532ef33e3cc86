import { type Decimal, formatDecimal } from '#domain/values/decimal';
import type { Units } from '#domain/values/units';
import type { OrderIntent, OrderType } from './order.ts';

/** What two runs compare of an order. `time` is when it was decided, milliseconds. Amounts in either exact form. */
export interface ListedOrder extends Pick<OrderIntent, 'symbol' | 'side'> {
  readonly time: number;
  readonly type: OrderType | 'market-on-close';
  readonly quantity: Decimal | Units;
  readonly limitPrice?: Decimal | Units | undefined;
  readonly stopPrice?: Decimal | Units | undefined;
}

export interface ListedFill {
  /** Of the order that filled; not part of the line, which follows that of its order. */
  readonly symbol?: string;
  readonly side?: OrderIntent['side'];
  readonly eventTime: number;
  readonly quantity: Decimal | Units;
  readonly price: Decimal | Units;
  readonly fee: Decimal | Units;
}

/** Bytes that one line needs at most, its symbol apart, and what four bytes at once may write beyond it. */
const LINE_BYTES = 256;
const SAFE_UNITS = Number.MAX_SAFE_INTEGER;
const ENCODER = new TextEncoder();
const BAR = 124;
const LINE_FEED = 10;
const POINT = 46;
/** The two digits of 0 to 99 as ASCII, the first in the lower byte. */
const PAIRS = Uint16Array.from({ length: 100 }, (_, i) => 0x3030 + Math.floor(i / 10) + ((i % 10) << 8));

/** A text that is written often, four bytes at a time. */
interface Phrase {
  readonly length: number;
  /** Little-endian, zeros behind the end. */
  readonly words: Int32Array;
}

const ORDER = phrase('order|');
const FILL = phrase('fill|');
/** What stands between an order's quantity and its limit price. */
const TYPES: Record<ListedOrder['type'], Phrase> = {
  market: phrase('|market|'),
  limit: phrase('|limit|'),
  stop: phrase('|stop|'),
  'stop-limit': phrase('|stop-limit|'),
  'market-if-touched': phrase('|market-if-touched|'),
  'limit-if-touched': phrase('|limit-if-touched|'),
  'trailing-stop': phrase('|trailing-stop|'),
  'trailing-stop-limit': phrase('|trailing-stop-limit|'),
  'market-to-limit': phrase('|market-to-limit|'),
  'market-on-close': phrase('|market-on-close|'),
};

/**
 * Canonical lines of orders and fills as UTF-8 bytes, each ended by a line feed:
 * `order|time|symbol|side|quantity|type|limit price|stop price` and `fill|time|quantity|price|fee`. Decimals are
 * plain decimal text, an absent price is empty. Bytes, not strings, because a long backtest has tens of thousands; and
 * written in words of four, the next of which covers what was too much of the one before.
 */
export class OrderListText {
  #bytes = new Uint8Array(4_096);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  /** The newest symbol, and what is written for it. */
  #symbol: string | undefined;
  #buying: Phrase = ORDER;
  #selling: Phrase = ORDER;
  readonly #symbols = new Map<string, { readonly buying: Phrase; readonly selling: Phrase }>();

  get length(): number {
    return this.#length;
  }

  /** A view of everything written since the last {@link clear}, valid until the next change. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  /** Adds every line of another text. */
  append(other: OrderListText): void {
    this.#reserve(other.#length + 4);
    const to = this.#view;
    const from = other.#view;
    const start = this.#length;
    for (let i = 0; i < other.#length; i += 4) to.setInt32(start + i, from.getInt32(i, true), true);
    this.#length = start + other.#length;
  }

  addOrder({ time, symbol, side, quantity, type, limitPrice, stopPrice }: ListedOrder): void {
    this.#reserve(LINE_BYTES + symbol.length * 3);
    if (symbol !== this.#symbol) this.#take(symbol);
    const view = this.#view;
    let at = writePhrase(view, this.#length, ORDER);
    at = writeTime(view, at, time);
    at = writePhrase(view, at, side === 'buy' ? this.#buying : this.#selling);
    at = writeDecimal(view, at, quantity);
    at = writePhrase(view, at, TYPES[type]);
    if (limitPrice !== undefined) at = writeDecimal(view, at, limitPrice);
    at = writeByte(view, at, BAR);
    if (stopPrice !== undefined) at = writeDecimal(view, at, stopPrice);
    this.#length = writeByte(view, at, LINE_FEED);
  }

  addFill({ eventTime, quantity, price, fee }: ListedFill): void {
    this.#reserve(LINE_BYTES);
    const view = this.#view;
    let at = writePhrase(view, this.#length, FILL);
    at = writeByte(view, writeTime(view, at, eventTime), BAR);
    at = writeByte(view, writeDecimal(view, at, quantity), BAR);
    at = writeByte(view, writeDecimal(view, at, price), BAR);
    this.#length = writeByte(view, writeDecimal(view, at, fee), LINE_FEED);
  }

  #take(symbol: string): void {
    let known = this.#symbols.get(symbol);
    if (!known) {
      known = { buying: phrase(`|${symbol}|buy|`), selling: phrase(`|${symbol}|sell|`) };
      this.#symbols.set(symbol, known);
    }
    this.#symbol = symbol;
    this.#buying = known.buying;
    this.#selling = known.selling;
  }

  /** Room for so many bytes more, and for the word that may begin on the last of them. */
  #reserve(count: number): void {
    if (this.#length + count + 4 <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count + 4));
    larger.set(this.bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

// Each writes at a place in the view and gives the place behind.

function writeByte(view: DataView, at: number, byte: number): number {
  view.setUint8(at, byte);
  return at + 1;
}

function writePhrase(view: DataView, at: number, { words, length }: Phrase): number {
  for (let i = 0; i < words.length; i++) view.setInt32(at + i * 4, words[i]!, true);
  return at + length;
}

function writeTime(view: DataView, at: number, time: number): number {
  if (!(Number.isInteger(time) && time >= 0 && time <= SAFE_UNITS))
    return writePhrase(view, at, phrase(String(time)));
  const high = Math.floor(time / 1e8);
  if (high === 0) return writeWhole(view, at, time);
  const place = writeWhole(view, at, high);
  writeEight(view, place, time - high * 1e8);
  return place + 8;
}

function writeDecimal(view: DataView, at: number, value: Decimal | Units): number {
  if (!(value >= 0 && value <= SAFE_UNITS))
    return writePhrase(view, at, phrase(formatDecimal(BigInt(value))));
  const units = typeof value === 'number' ? value : Number(value);
  const whole = Math.floor(units / 1e8);
  const fraction = (units - whole * 1e8) | 0;
  const place = writeWhole(view, at, whole);
  if (fraction === 0) return place;
  writeEight(view, writeByte(view, place, POINT), fraction);
  let places = 8;
  for (let rest = fraction; rest % 10 === 0; rest = (rest / 10) | 0) places -= 1;
  return place + 1 + places;
}

/** A whole number below 10⁸, without zeros in front. */
function writeWhole(view: DataView, at: number, value: number): number {
  const high = (value / 10_000) | 0;
  const first = high === 0 ? value | 0 : high;
  const digits = first < 100 ? (first < 10 ? 1 : 2) : first < 1_000 ? 3 : 4;
  view.setInt32(at, fourDigits(first) >>> ((4 - digits) * 8), true);
  if (high === 0) return at + digits;
  view.setInt32(at + digits, fourDigits((value | 0) - high * 10_000), true);
  return at + digits + 4;
}

/** Eight digits, zeros in front. */
function writeEight(view: DataView, at: number, value: number): void {
  const high = (value / 10_000) | 0;
  view.setInt32(at, fourDigits(high), true);
  view.setInt32(at + 4, fourDigits((value | 0) - high * 10_000), true);
}

/** The digits of 0 to 9,999 as ASCII, the first in the lowest byte. */
function fourDigits(value: number): number {
  const high = (value / 100) | 0;
  return PAIRS[high]! | (PAIRS[value - high * 100]! << 16);
}

function phrase(text: string): Phrase {
  const bytes = ENCODER.encode(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const words = Int32Array.from({ length: padded.length / 4 }, (_, i) => view.getInt32(i * 4, true));
  return { length: bytes.length, words };
}
