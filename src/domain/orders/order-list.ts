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
  readonly eventTime: number;
  readonly quantity: Decimal | Units;
  readonly price: Decimal | Units;
  readonly fee: Decimal | Units;
}

/** Bytes that one line needs at most, its symbol apart. */
const LINE_BYTES = 256;
const SAFE_UNITS = Number.MAX_SAFE_INTEGER;
const ENCODER = new TextEncoder();
const BAR = 124;
const LINE_FEED = 10;
const ORDER = ENCODER.encode('order|');
const FILL = ENCODER.encode('fill|');
/** What stands between an order's quantity and its limit price. */
const TYPES: Record<ListedOrder['type'], Uint8Array> = {
  market: ENCODER.encode('|market|'),
  limit: ENCODER.encode('|limit|'),
  stop: ENCODER.encode('|stop|'),
  'stop-limit': ENCODER.encode('|stop-limit|'),
  'market-if-touched': ENCODER.encode('|market-if-touched|'),
  'limit-if-touched': ENCODER.encode('|limit-if-touched|'),
  'trailing-stop': ENCODER.encode('|trailing-stop|'),
  'trailing-stop-limit': ENCODER.encode('|trailing-stop-limit|'),
  'market-to-limit': ENCODER.encode('|market-to-limit|'),
  'market-on-close': ENCODER.encode('|market-on-close|'),
};

/**
 * Canonical lines of orders and fills as UTF-8 bytes, each ended by a line feed:
 * `order|time|symbol|side|quantity|type|limit price|stop price` and `fill|time|quantity|price|fee`. Decimals are
 * plain decimal text, an absent price is empty. Bytes, not strings, because a long backtest has tens of thousands.
 */
export class OrderListText {
  #bytes = new Uint8Array(4_096);
  #length = 0;
  /** The newest symbol, and what is written for it. */
  #symbol: string | undefined;
  #buying: Uint8Array = ORDER;
  #selling: Uint8Array = ORDER;
  readonly #symbols = new Map<string, { readonly buying: Uint8Array; readonly selling: Uint8Array }>();

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
    this.#reserve(other.#length);
    const bytes = this.#bytes;
    const more = other.#bytes;
    const start = this.#length;
    for (let i = 0; i < other.#length; i++) bytes[start + i] = more[i]!;
    this.#length = start + other.#length;
  }

  addOrder({ time, symbol, side, quantity, type, limitPrice, stopPrice }: ListedOrder): void {
    this.#reserve(LINE_BYTES + symbol.length * 3);
    this.#copy(ORDER);
    this.#time(time);
    if (symbol !== this.#symbol) this.#take(symbol);
    this.#copy(side === 'buy' ? this.#buying : this.#selling);
    this.#decimal(quantity);
    this.#copy(TYPES[type]);
    if (limitPrice !== undefined) this.#decimal(limitPrice);
    this.#bytes[this.#length++] = BAR;
    if (stopPrice !== undefined) this.#decimal(stopPrice);
    this.#bytes[this.#length++] = LINE_FEED;
  }

  addFill({ eventTime, quantity, price, fee }: ListedFill): void {
    this.#reserve(LINE_BYTES);
    this.#copy(FILL);
    this.#time(eventTime);
    this.#bytes[this.#length++] = BAR;
    this.#decimal(quantity);
    this.#bytes[this.#length++] = BAR;
    this.#decimal(price);
    this.#bytes[this.#length++] = BAR;
    this.#decimal(fee);
    this.#bytes[this.#length++] = LINE_FEED;
  }

  #take(symbol: string): void {
    let known = this.#symbols.get(symbol);
    if (!known) {
      known = { buying: ENCODER.encode(`|${symbol}|buy|`), selling: ENCODER.encode(`|${symbol}|sell|`) };
      this.#symbols.set(symbol, known);
    }
    this.#symbol = symbol;
    this.#buying = known.buying;
    this.#selling = known.selling;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.bytes);
    this.#bytes = larger;
  }

  #copy(text: Uint8Array): void {
    const bytes = this.#bytes;
    const start = this.#length;
    for (let i = 0; i < text.length; i++) bytes[start + i] = text[i]!;
    this.#length = start + text.length;
  }

  #time(time: number): void {
    if (!(Number.isInteger(time) && time >= 1e6 && time < 2 ** 31 * 1e6)) {
      this.#copy(ENCODER.encode(String(time)));
      return;
    }
    const high = Math.floor(time / 1e6);
    this.#digits(high, digitsOf(high));
    this.#digits(time - high * 1e6, 6);
  }

  #decimal(value: Decimal | Units): void {
    if (!(value >= 0 && value <= SAFE_UNITS)) {
      this.#copy(ENCODER.encode(formatDecimal(BigInt(value))));
      return;
    }
    const units = typeof value === 'number' ? value : Number(value);
    const whole = Math.floor(units / 1e8);
    this.#digits(whole, digitsOf(whole));
    let fraction = (units - whole * 1e8) | 0;
    if (fraction === 0) return;
    let places = 8;
    while (fraction % 100 === 0) {
      fraction = (fraction / 100) | 0;
      places -= 2;
    }
    if (fraction % 10 === 0) {
      fraction = (fraction / 10) | 0;
      places -= 1;
    }
    this.#bytes[this.#length++] = 46;
    this.#digits(fraction, places);
  }

  /** The lowest `count` digits of a whole number below 2³¹, zeros in front. */
  #digits(value: number, count: number): void {
    const bytes = this.#bytes;
    let rest = value | 0;
    let at = this.#length + count;
    this.#length = at;
    let left = count;
    for (; left >= 2; left -= 2) {
      const quotient = (rest / 100) | 0;
      const pair = rest - quotient * 100;
      const tens = (pair / 10) | 0;
      at -= 2;
      bytes[at] = 48 + tens;
      bytes[at + 1] = 48 + pair - tens * 10;
      rest = quotient;
    }
    if (left === 1) bytes[at - 1] = 48 + rest - ((rest / 10) | 0) * 10;
  }
}

/** Decimal digits of a whole number below 2³¹. */
function digitsOf(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count++;
  return count;
}
