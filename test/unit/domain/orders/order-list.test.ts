import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ListedFill, type ListedOrder, OrderListText } from '#domain/orders/order-list';
import { type Decimal, formatDecimal as formatExact, parseDecimal } from '#domain/values/decimal';

const textOf = (list: OrderListText) => new TextDecoder().decode(list.bytes);
const formatDecimal = (value: Decimal | number) => formatExact(BigInt(value));
const price = (value: Decimal | number | undefined) => (value === undefined ? '' : formatDecimal(value));

/** The format as strings, written apart from the bytes. */
const orderLine = (o: ListedOrder) =>
  `order|${o.time}|${o.symbol}|${o.side}|${formatDecimal(o.quantity)}|${o.type}|${price(o.limitPrice)}|${price(o.stopPrice)}\n`;
const fillLine = (f: ListedFill) =>
  `fill|${f.eventTime}|${formatDecimal(f.quantity)}|${formatDecimal(f.price)}|${formatDecimal(f.fee)}\n`;

describe('order list text', () => {
  it('holds everything two runs compare, an absent price empty', () => {
    const list = new OrderListText();
    const market = {
      time: 1_354_579_200_000,
      symbol: 'A',
      side: 'sell',
      quantity: parseDecimal('3'),
      type: 'market',
    } as const;
    list.addOrder(market);
    list.addOrder({ ...market, time: 5, type: 'stop', stopPrice: parseDecimal('1.25') });
    list.addFill({ eventTime: 6, quantity: parseDecimal('3'), price: parseDecimal('2.50000001'), fee: 0n });
    expect(textOf(list)).toBe(
      'order|1354579200000|A|sell|3|market||\norder|5|A|sell|3|stop||1.25\nfill|6|3|2.50000001|0\n',
    );
  });

  it('writes the same bytes as the plain format for any time, symbol and amount', () => {
    const amount = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 80n }),
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      fc.bigInt({ min: -(10n ** 12n), max: 0n }),
    );
    const time = fc.oneof(
      fc.integer({ min: -1e15, max: 3e15 }),
      fc.integer({ min: 0, max: 2e6 }),
      fc.double({ min: 0, max: 1e13, noNaN: true }),
    );
    const order = fc.record(
      {
        time,
        symbol: fc.string({ unit: 'grapheme', maxLength: 12 }),
        side: fc.constantFrom('buy' as const, 'sell' as const),
        quantity: amount,
        type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const),
        limitPrice: amount,
        stopPrice: amount,
      },
      { requiredKeys: ['time', 'symbol', 'side', 'quantity', 'type'] },
    );
    const fill = fc.record({ eventTime: time, quantity: amount, price: amount, fee: amount });
    fc.assert(
      fc.property(fc.array(fc.tuple(order, fill), { maxLength: 40 }), (pairs) => {
        const list = new OrderListText();
        for (const [one, other] of pairs) {
          list.addOrder(one);
          list.addFill(other);
        }
        expect(textOf(list)).toBe(pairs.map(([one, other]) => orderLine(one) + fillLine(other)).join(''));
        list.clear();
        expect(list.length).toBe(0);
      }),
    );
  });
});
