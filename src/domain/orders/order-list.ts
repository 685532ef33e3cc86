import type { Decimal } from '#domain/values/decimal';
import type { Units } from '#domain/values/units';
import type { OrderIntent, TimeInForce } from './order.ts';

/** An amount in either exact form. */
type Amount = Decimal | Units;

/** What two runs compare of an order. `time` is when it was decided, milliseconds. */
export interface ListedOrder extends Pick<OrderIntent, 'symbol' | 'side' | 'type' | 'timeInForce'> {
  readonly time: number;
  readonly quantity: Amount;
  readonly limitPrice?: Amount | undefined;
  readonly stopPrice?: Amount | undefined;
  /** What moves a stop; counts for the types that it is for. */
  readonly trailAmount?: Amount | undefined;
  readonly trailPercent?: Amount | undefined;
  readonly limitOffset?: Amount | undefined;
  readonly breakEvenAt?: Amount | undefined;
  readonly breakEvenTo?: Amount | undefined;
  /** Of `gtd`, milliseconds. */
  readonly expireTime?: number | undefined;
}

export interface ListedFill {
  /** Number of the order that filled, 1 for the first of the list; 0 for one that is not in it. */
  readonly order: number;
  /** Of that order; no part of the record. */
  readonly symbol?: string;
  readonly side?: OrderIntent['side'];
  readonly eventTime: number;
  readonly quantity: Amount;
  readonly price: Amount;
  readonly fee: Amount;
}

/** Numbers that one record has at most, the name of its symbol apart. */
const RECORD_NUMBERS = 19;
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
};
const NAME = 120;
const IS_WIDE = 128;
const VALIDITIES: Record<TimeInForce, number> = {
  gtc: 0,
  day: 256,
  gtd: 512,
  ioc: 768,
  fok: 1_024,
  'at-open': 1_280,
  'at-close': 1_536,
};
const HAS_TRAIL_AMOUNT = 2_048;
const HAS_TRAIL_PERCENT = 4_096;
const HAS_LIMIT_OFFSET = 8_192;
const BREAKS_EVEN = 16_384;
/** Times the number of its symbol for an order or a name, of its order for a fill. */
const PER_NUMBER = 32_768;

/** What moves a stop: what it adds to the head, and the amounts. */
interface Movement {
  readonly head: number;
  readonly amounts: readonly Amount[];
}

const NO_MOVEMENT: Movement = { head: 0, amounts: [] };

/**
 * Canonical records of orders and fills, made of float64 numbers, little-endian:
 * `head, time, quantity[, limit price][, stop price][, trail amount][, trail percent][, limit offset][, break-even at, to]
 * [, expire time]` for an order and `head, time, quantity, price, fee` for a fill, whose head tells the number of its order.
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

  addFill({ order, eventTime, quantity, price, fee }: ListedFill): void {
    this.#reserve(RECORD_NUMBERS);
    const isWide = isBeyond(quantity) || isBeyond(price) || isBeyond(fee);
    this.#begin(order * PER_NUMBER, eventTime, isWide);
    this.#addAmount(quantity, isWide);
    this.#addAmount(price, isWide);
    this.#addAmount(fee, isWide);
  }

  #writeOrder(order: ListedOrder): void {
    const { time, symbol, side, quantity, type, timeInForce, limitPrice, stopPrice } = order;
    this.#reserve(RECORD_NUMBERS);
    if (symbol !== this.#symbol) this.#take(symbol);
    const movement = type === 'market' || type === 'limit' ? NO_MOVEMENT : movementOf(order);
    const isWide =
      isBeyond(quantity) || isBeyond(limitPrice) || isBeyond(stopPrice) || movement.amounts.some(isBeyond);
    const head =
      this.#symbolPart +
      movement.head +
      VALIDITIES[timeInForce] +
      TYPES[type] +
      (side === 'buy' ? IS_BUY : 0) +
      (limitPrice === undefined ? 0 : HAS_LIMIT) +
      (stopPrice === undefined ? 0 : HAS_STOP);
    this.#begin(head, time, isWide);
    this.#addAmount(quantity, isWide);
    if (limitPrice !== undefined) this.#addAmount(limitPrice, isWide);
    if (stopPrice !== undefined) this.#addAmount(stopPrice, isWide);
    if (movement !== NO_MOVEMENT) for (const amount of movement.amounts) this.#addAmount(amount, isWide);
    if (timeInForce === 'gtd') this.#numbers[this.#length++] = order.expireTime ?? 0;
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

  #addAmount(amount: Amount, isWide: boolean): void {
    // Adding 0 makes a zero of a zero below zero: both forms of an amount must be written alike.
    if (!isWide) this.#numbers[this.#length++] = Number(amount) + 0;
    else {
      this.#numbers[this.#length++] = Number(BigInt(amount) / BigInt(WIDE_FROM)) + 0;
      this.#numbers[this.#length++] = Number(BigInt(amount) % BigInt(WIDE_FROM)) + 0;
    }
  }

  #take(symbol: string): void {
    const known = this.#symbolParts.get(symbol);
    const part = known ?? this.#symbolParts.size * PER_NUMBER;
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

/** Trails move orders that trail, break-even any stop; an offset of nothing is none. */
function movementOf(order: ListedOrder): Movement {
  const { type, trailAmount, trailPercent, limitOffset, breakEvenAt, breakEvenTo } = order;
  const isTrailing = type === 'trailing-stop' || type === 'trailing-stop-limit';
  if (!isTrailing && type !== 'stop') return NO_MOVEMENT;
  const amounts: Amount[] = [];
  let head = 0;
  const add = (part: number, ...told: readonly (Amount | undefined)[]) => {
    const known = told.filter((amount) => amount !== undefined);
    if (known.length < told.length || known.every((amount) => Number(amount) === 0)) return;
    head += part;
    amounts.push(...known);
  };
  if (isTrailing) {
    add(HAS_TRAIL_AMOUNT, trailAmount);
    add(HAS_TRAIL_PERCENT, trailPercent);
  }
  if (type === 'trailing-stop-limit') add(HAS_LIMIT_OFFSET, limitOffset);
  add(BREAKS_EVEN, breakEvenAt, breakEvenTo);
  return { head, amounts };
}

function isBeyond(amount: Amount | undefined): boolean {
  return amount !== undefined && (amount >= WIDE_FROM || amount <= -WIDE_FROM);
}
