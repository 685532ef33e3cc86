import { type Decimal, formatDecimal } from '#domain/values/decimal';
import type { Units } from '#domain/values/units';
import type { OrderIntent, OrderType } from './order.ts';

/** What two runs compare of an order. `time` is when it was decided, milliseconds. Amounts in either exact form. */
export interface ListedOrder extends Pick<OrderIntent, 'symbol' | 'side'> {
  readonly time: number;
  readonly type: OrderType | 'stop-limit' | 'market-on-close';
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

/**
 * Canonical lines of orders and fills as UTF-8 bytes, each ended by a line feed:
 * `order|time|symbol|side|quantity|type|limit price|stop price` and `fill|time|quantity|price|fee`. Decimals are
 * plain decimal text, an absent price is empty. Bytes, not strings, because a long backtest has tens of thousands.
 */
export class OrderListText {
  #bytes = new Uint8Array(4_096);
  #length = 0;

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
    this.#reserve(other.length);
    this.#bytes.set(other.bytes, this.#length);
    this.#length += other.length;
  }

  addOrder({ time, symbol, side, quantity, type, limitPrice, stopPrice }: ListedOrder): void {
    this.#reserve(LINE_BYTES + symbol.length * 3);
    this.#text('order|');
    this.#time(time);
    this.#text('|');
    this.#text(symbol);
    this.#text(side === 'buy' ? '|buy|' : '|sell|');
    this.#decimal(quantity);
    this.#text('|');
    this.#text(type);
    this.#text('|');
    if (limitPrice !== undefined) this.#decimal(limitPrice);
    this.#text('|');
    if (stopPrice !== undefined) this.#decimal(stopPrice);
    this.#text('\n');
  }

  addFill({ eventTime, quantity, price, fee }: ListedFill): void {
    this.#reserve(LINE_BYTES);
    this.#text('fill|');
    this.#time(eventTime);
    this.#text('|');
    this.#decimal(quantity);
    this.#text('|');
    this.#decimal(price);
    this.#text('|');
    this.#decimal(fee);
    this.#text('\n');
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.bytes);
    this.#bytes = larger;
  }

  #text(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) {
        this.#length += ENCODER.encodeInto(text.slice(i), this.#bytes.subarray(this.#length)).written;
        return;
      }
      this.#bytes[this.#length++] = code;
    }
  }

  #time(time: number): void {
    if (!(Number.isInteger(time) && time >= 1e6 && time < 2 ** 31 * 1e6)) {
      this.#text(String(time));
      return;
    }
    const high = Math.floor(time / 1e6);
    this.#digits(high, digitsOf(high));
    this.#digits(time - high * 1e6, 6);
  }

  #decimal(value: Decimal | Units): void {
    if (!(value >= 0 && value <= SAFE_UNITS)) {
      this.#text(formatDecimal(BigInt(value)));
      return;
    }
    const units = Number(value);
    const whole = Math.floor(units / 1e8);
    this.#digits(whole, digitsOf(whole));
    let fraction = units - whole * 1e8;
    if (fraction === 0) return;
    let places = 8;
    for (; fraction % 10 === 0; places--) fraction /= 10;
    this.#bytes[this.#length++] = 46;
    this.#digits(fraction, places);
  }

  /** The lowest `count` digits of a whole number below 2³¹, zeros in front. */
  #digits(value: number, count: number): void {
    const bytes = this.#bytes;
    let rest = value | 0;
    for (let at = this.#length + count - 1; at >= this.#length; at--) {
      const quotient = (rest / 10) | 0;
      bytes[at] = 48 + rest - quotient * 10;
      rest = quotient;
    }
    this.#length += count;
  }
}

/** Decimal digits of a whole number below 2³¹. */
function digitsOf(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound; bound *= 10) count++;
  return count;
}
