import type { Decimal } from '#domain/values/decimal';
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
  /** Of the order that filled; not part of the record, which follows that of its order. */
  readonly symbol?: string;
  readonly side?: OrderIntent['side'];
  readonly eventTime: number;
  readonly quantity: Decimal | Units;
  readonly price: Decimal | Units;
  readonly fee: Decimal | Units;
}

/** Numbers that one record has at most, the name of its symbol apart. */
const RECORD_NUMBERS = 16;
/** From here on float64 misses whole numbers: such an amount is written as two numbers. */
const WIDE_FROM = 2 ** 53;
const ENCODER = new TextEncoder();

// The head of a record: what it is, in parts that are added. A fill is 0.
const HAS_STOP = 1;
const HAS_LIMIT = 2;
const IS_BUY = 4;
const TYPES: Record<ListedOrder['type'], number> = {
  market: 8,
  limit: 16,
  stop: 24,
  'stop-limit': 32,
  'market-if-touched': 40,
  'limit-if-touched': 48,
  'trailing-stop': 56,
  'trailing-stop-limit': 64,
  'market-to-limit': 72,
  'market-on-close': 80,
};
const NAME = 120;
const IS_WIDE = 128;
const PER_SYMBOL = 256;

/**
 * Canonical records of orders and fills, made of float64 numbers, little-endian:
 * `head, time, quantity[, limit price][, stop price]` for an order and `head, time, quantity, price, fee` for a fill.
 * Amounts are whole units of 10⁻⁸; in a record with one of 2⁵³ or more each takes two numbers, quotient and remainder of 2⁵³.
 * Symbols are numbered by their first orders, before which `head, byte length` and the name as UTF-8 stand, zeros up to
 * a multiple of eight. Heads are as above. Numbers, not text, because a long backtest has tens of thousands of records.
 */
export class OrderListRecords {
  #numbers = new Float64Array(512);
  #length = 0;
  /** The newest symbol, and what it adds to a head. */
  #symbol: string | undefined;
  #symbolPart = 0;
  readonly #symbolParts = new Map<string, number>();

  /** How many numbers there are. */
  get length(): number {
    return this.#length;
  }

  /** A view of everything written since the last {@link clear}, valid until the next change. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#numbers.buffer, 0, this.#length * 8);
  }

  clear(): void {
    this.#length = 0;
  }

  /** Writes an order's record before what stands from number `place` on, mostly nothing; where the record ends. */
  addOrder(order: ListedOrder, place = this.#length): number {
    const start = this.#length;
    this.#writeOrder(order);
    const count = this.#length - start;
    if (place !== start) this.#moveBefore(place, count);
    return place + count;
  }

  addFill({ eventTime, quantity, price, fee }: ListedFill): void {
    this.#reserve(RECORD_NUMBERS);
    const isWide = isBeyond(quantity) || isBeyond(price) || isBeyond(fee);
    this.#begin(0, eventTime, isWide);
    this.#addAmount(quantity, isWide);
    this.#addAmount(price, isWide);
    this.#addAmount(fee, isWide);
  }

  #writeOrder({ time, symbol, side, quantity, type, limitPrice, stopPrice }: ListedOrder): void {
    this.#reserve(RECORD_NUMBERS);
    if (symbol !== this.#symbol) this.#take(symbol);
    const isWide = isBeyond(quantity) || isBeyond(limitPrice) || isBeyond(stopPrice);
    const head =
      this.#symbolPart +
      TYPES[type] +
      (side === 'buy' ? IS_BUY : 0) +
      (limitPrice === undefined ? 0 : HAS_LIMIT) +
      (stopPrice === undefined ? 0 : HAS_STOP);
    this.#begin(head, time, isWide);
    this.#addAmount(quantity, isWide);
    if (limitPrice !== undefined) this.#addAmount(limitPrice, isWide);
    if (stopPrice !== undefined) this.#addAmount(stopPrice, isWide);
  }

  /** Puts the last `count` numbers before what stands from number `place` on. */
  #moveBefore(place: number, count: number): void {
    this.#reserve(count);
    const numbers = this.#numbers;
    const end = this.#length;
    for (let i = end - 1; i >= place; i--) numbers[i + count] = numbers[i]!;
    for (let i = 0; i < count; i++) numbers[place + i] = numbers[end + i]!;
  }

  #begin(head: number, time: number, isWide: boolean): void {
    this.#numbers[this.#length++] = isWide ? head + IS_WIDE : head;
    this.#numbers[this.#length++] = time + 0;
  }

  #addAmount(amount: Decimal | Units, isWide: boolean): void {
    // Adding 0 makes a zero of a zero below zero: both forms of an amount must be written alike.
    if (!isWide) this.#numbers[this.#length++] = Number(amount) + 0;
    else {
      this.#numbers[this.#length++] = Number(BigInt(amount) / BigInt(WIDE_FROM)) + 0;
      this.#numbers[this.#length++] = Number(BigInt(amount) % BigInt(WIDE_FROM)) + 0;
    }
  }

  #take(symbol: string): void {
    const known = this.#symbolParts.get(symbol);
    const part = known ?? this.#symbolParts.size * PER_SYMBOL;
    this.#symbol = symbol;
    this.#symbolPart = part;
    if (known !== undefined) return;
    this.#symbolParts.set(symbol, part);
    const name = ENCODER.encode(symbol);
    const count = Math.ceil(name.length / 8);
    this.#reserve(RECORD_NUMBERS + count + 2);
    this.#numbers[this.#length++] = part + NAME;
    this.#numbers[this.#length++] = name.length;
    this.#numbers.fill(0, this.#length, this.#length + count);
    new Uint8Array(this.#numbers.buffer).set(name, this.#length * 8);
    this.#length += count;
  }

  /** Room for so many numbers more. */
  #reserve(count: number): void {
    if (this.#length + count <= this.#numbers.length) return;
    const larger = new Float64Array(Math.max(this.#numbers.length * 2, this.#length + count));
    larger.set(this.#numbers.subarray(0, this.#length));
    this.#numbers = larger;
  }
}

function isBeyond(amount: Decimal | Units | undefined): boolean {
  return amount !== undefined && (amount >= WIDE_FROM || amount <= -WIDE_FROM);
}
