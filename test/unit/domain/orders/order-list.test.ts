import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order';
import { type ListedFill, type ListedOrder, OrderListRecords } from '#domain/orders/order-list';
import { type Decimal, parseDecimal } from '#domain/values/decimal';

const bytesOf = (list: OrderListRecords) => [...list.bytes];
const TYPES = ['', ...ORDER_TYPES];
const VALIDITIES = ['gtc', 'day', 'gtd', 'ioc', 'fok', 'at-open', 'at-close'];
/** What each amount adds to a head where it counts, and the types that it counts for. */
const MOVEMENTS = [
  ['trailAmount', 2_048, ['trailing-stop', 'trailing-stop-limit']],
  ['trailPercent', 4_096, ['trailing-stop', 'trailing-stop-limit']],
  ['limitOffset', 8_192, ['trailing-stop-limit']],
] as const;
const isWide = (amounts: readonly (Decimal | number | undefined)[]) =>
  amounts.some((amount) => amount !== undefined && (amount >= 2 ** 53 || amount <= -(2 ** 53)));

/** The format as lists of numbers, written apart from the columns. */
class PlainList {
  /** One list of bytes a record, that of an order with the name before it. */
  readonly #records: number[][] = [];
  readonly #symbols: string[] = [];

  get bytes(): number[] {
    return this.#records.flat();
  }

  /** Before the newest so many records. */
  addOrder(order: ListedOrder, behind: number): void {
    const { time, symbol, side, quantity, type, timeInForce, limitPrice, stopPrice } = order;
    const record: number[] = [];
    this.#records.splice(this.#records.length - behind, 0, record);
    if (!this.#symbols.includes(symbol)) {
      const name = new TextEncoder().encode(symbol);
      record.push(...bytesOfNumbers([32_768 * this.#symbols.length + 120, name.length]));
      record.push(...name, ...Array.from({ length: (8 - (name.length % 8)) % 8 }, () => 0));
      this.#symbols.push(symbol);
    }
    const parts = [side === 'buy' ? 4 : 0, limitPrice === undefined ? 0 : 2, stopPrice === undefined ? 0 : 1];
    parts.push(8 * TYPES.indexOf(type), 256 * VALIDITIES.indexOf(timeInForce));
    const amounts = [quantity, limitPrice, stopPrice].filter((amount) => amount !== undefined);
    for (const [name, part, types] of MOVEMENTS) {
      const amount = order[name];
      if (amount === undefined || Number(amount) === 0 || !types.some((one) => one === type)) continue;
      parts.push(part);
      amounts.push(amount);
    }
    const { breakEvenAt, breakEvenTo } = order;
    const isStop = ['stop', 'trailing-stop', 'trailing-stop-limit'].includes(type);
    const isMoved = Number(breakEvenAt ?? 0) !== 0 || Number(breakEvenTo ?? 0) !== 0;
    if (isStop && isMoved && breakEvenAt !== undefined && breakEvenTo !== undefined) {
      parts.push(16_384);
      amounts.push(breakEvenAt, breakEvenTo);
    }
    const head = 32_768 * this.#symbols.indexOf(symbol) + parts.reduce((a, b) => a + b);
    record.push(...bytesOfRecord(head, time, amounts));
    if (timeInForce === 'gtd') record.push(...bytesOfNumbers([order.expireTime ?? 0]));
  }

  addFill({ order, eventTime, quantity, price, fee }: ListedFill): void {
    this.#records.push(bytesOfRecord(32_768 * order, eventTime, [quantity, price, fee]));
  }
}

function bytesOfRecord(head: number, time: number, amounts: readonly (Decimal | number)[]): number[] {
  if (!isWide(amounts)) return bytesOfNumbers([head, time, ...amounts.map(Number)]);
  const unit = 2n ** 53n;
  const pairs = amounts.map(BigInt).flatMap((amount) => [Number(amount / unit), Number(amount % unit)]);
  return bytesOfNumbers([head + 128, time, ...pairs]);
}

function bytesOfNumbers(numbers: readonly number[]): number[] {
  return numbers.flatMap((number) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, number === 0 ? 0 : number, true);
    return [...new Uint8Array(view.buffer)];
  });
}

describe('order list records', () => {
  it('hold everything two runs compare, an absent price left out', () => {
    const list = new OrderListRecords();
    const market = {
      time: 1_354_579_200_000,
      symbol: 'A',
      side: 'sell',
      quantity: parseDecimal('3'),
      type: 'market',
      timeInForce: 'gtc',
    } as const;
    list.addOrder(market);
    list.addOrder({ ...market, time: 5, type: 'stop', stopPrice: parseDecimal('1.25'), timeInForce: 'day' });
    list.addFill({
      order: 2,
      eventTime: 6,
      quantity: parseDecimal('3'),
      price: parseDecimal('2.50000001'),
      fee: 0n,
    });
    const numbers = [...new Float64Array(list.bytes.slice().buffer)];
    // The third number is the name: an "A" and seven zeros.
    expect(numbers.toSpliced(2, 1)).toEqual([
      ...[120, 1],
      ...[8, 1_354_579_200_000, 3e8],
      ...[256 + 25, 5, 3e8, 1.25e8],
      ...[2 * 32_768, 6, 3e8, 2.50000001e8, 0],
    ]);
    expect(bytesOf(list).slice(16, 24)).toEqual([65, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('tell how long an order lasts, what moves its stop, and whose a fill is', () => {
    const trailing: ListedOrder = {
      time: 1,
      symbol: 'A',
      side: 'sell',
      quantity: 1n,
      type: 'trailing-stop',
      trailAmount: 5n,
      timeInForce: 'gtc',
    };
    const orders: ListedOrder[] = [
      trailing,
      ...TIMES_IN_FORCE.map((timeInForce) => ({ ...trailing, timeInForce, expireTime: 9 })),
      { ...trailing, timeInForce: 'gtd', expireTime: 10 },
      { ...trailing, trailAmount: 6n },
      { ...trailing, trailAmount: undefined, trailPercent: 5n },
      { ...trailing, type: 'trailing-stop-limit', limitOffset: 5n },
      { ...trailing, breakEvenAt: 7n, breakEvenTo: 6n },
      { ...trailing, breakEvenAt: 7n, breakEvenTo: 5n },
    ];
    const fills = [1, 2].map((order) => ({ order, eventTime: 1, quantity: 1n, price: 1n, fee: 0n }));
    const records = [...orders, ...fills].map((one) => {
      const list = new OrderListRecords();
      if ('eventTime' in one) list.addFill(one);
      else list.addOrder(one);
      return bytesOf(list).join();
    });
    // The first is good till cancelled, and so is one of those of every validity.
    expect(new Set(records).size).toBe(records.length - 1);
  });

  it('say nothing of a trail on an order that does not trail', () => {
    const stop = {
      time: 1,
      symbol: 'A',
      side: 'buy',
      quantity: 1n,
      type: 'limit',
      timeInForce: 'gtc',
    } as const;
    const [plain, told] = [new OrderListRecords(), new OrderListRecords()];
    plain.addOrder(stop);
    told.addOrder({ ...stop, trailAmount: 5n, limitOffset: 1n, breakEvenAt: 2n, breakEvenTo: 1n });
    expect(bytesOf(told)).toEqual(bytesOf(plain));
  });

  it('are the same of amounts in float64 as of bigints, a zero below zero among them', () => {
    const [one, other] = [new OrderListRecords(), new OrderListRecords()];
    one.addFill({ order: 1, eventTime: -0, quantity: 3e8, price: 1.25e8, fee: -0 });
    other.addFill({ order: 1, eventTime: 0, quantity: 300_000_000n, price: 125_000_000n, fee: 0n });
    expect(bytesOf(one)).toEqual(bytesOf(other));
  });

  it('differ wherever one unit does, however large the amount', () => {
    const bytes = [0n, 1n, 2n].map((more) => {
      const list = new OrderListRecords();
      list.addFill({ order: 1, eventTime: 1, quantity: 2n ** 80n + more, price: 1n, fee: 0n });
      return bytesOf(list).join();
    });
    expect(new Set(bytes).size).toBe(3);
  });

  it('are the same bytes as the plain format for any time, symbol and amount', () => {
    const amount = fc.oneof(
      fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
      fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n }),
      fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      fc.integer({ min: -1e15, max: 3e15 }),
    );
    const time = fc.oneof(
      fc.integer({ min: -1e15, max: 3e15 }),
      fc.integer({ min: 0, max: 2e6 }),
      fc.double({ min: 0, max: 1e13, noNaN: true }),
    );
    const order = fc.record(
      {
        time,
        symbol: fc.oneof(fc.constantFrom('A', 'B'), fc.string({ unit: 'grapheme', maxLength: 12 })),
        side: fc.constantFrom('buy' as const, 'sell' as const),
        quantity: amount,
        type: fc.constantFrom(...ORDER_TYPES),
        timeInForce: fc.constantFrom(...TIMES_IN_FORCE),
        limitPrice: amount,
        stopPrice: amount,
        trailAmount: amount,
        trailPercent: amount,
        limitOffset: fc.oneof(amount, fc.constantFrom(0, 0n)),
        breakEvenAt: amount,
        breakEvenTo: fc.oneof(amount, fc.constantFrom(0, 0n)),
        expireTime: time,
      },
      { requiredKeys: ['time', 'symbol', 'side', 'quantity', 'type', 'timeInForce'] },
    );
    const number = fc.nat({ max: 1e6 });
    const fill = fc.record({ order: number, eventTime: time, quantity: amount, price: amount, fee: amount });
    fc.assert(
      fc.property(fc.array(fc.tuple(order, order, fill), { maxLength: 40 }), (steps) => {
        const list = new OrderListRecords();
        const plain = new PlainList();
        for (const [first, late, one] of steps) {
          list.addOrder(first);
          plain.addOrder(first, 0);
          const place = list.length;
          for (const each of [list, plain]) each.addFill(one);
          // An order that belongs before a fill which stands there already.
          const count = list.length - place;
          expect(list.addOrder(late, place)).toBe(list.length - count);
          plain.addOrder(late, 1);
        }
        expect(bytesOf(list)).toEqual(plain.bytes);
        list.clear();
        expect(list.length).toBe(0);
      }),
    );
  });
});
