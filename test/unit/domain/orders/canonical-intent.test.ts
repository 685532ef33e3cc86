import { describe, expect, it } from 'vitest';
import { canonicalIntent } from '#domain/orders/canonical-intent';
import type { OrderIntent } from '#domain/orders/order';
import { fillLine, orderLine } from '#domain/orders/order-list';
import { parseDecimal } from '#domain/values/decimal';

const intent: OrderIntent = {
  symbol: 'GOOG',
  origin: 'person',
  account: 'paper',
  side: 'buy',
  type: 'limit',
  quantity: parseDecimal('10.50'),
  limitPrice: parseDecimal('99.00000001'),
  timeInForce: 'day',
  reason: 'a "test"',
  nonce: '1',
};

describe('canonical intent', () => {
  it('is sorted, exact and without absent parts', () => {
    expect(canonicalIntent(intent)).toBe(
      '{"account":"paper","limitPrice":"99.00000001","nonce":"1","origin":"person","quantity":"10.5","reason":"a \\"test\\"","side":"buy","symbol":"GOOG","timeInForce":"day","type":"limit"}',
    );
  });

  it('does not depend on the order in which properties were written', () => {
    const turned = Object.fromEntries(Object.entries(intent).reverse()) as unknown as OrderIntent;
    expect(canonicalIntent(turned)).toBe(canonicalIntent(intent));
  });

  it('differs when only the nonce differs, so that the same wish twice is two orders', () => {
    expect(canonicalIntent({ ...intent, nonce: '2' })).not.toBe(canonicalIntent(intent));
  });
});

describe('order list lines', () => {
  it('hold everything two runs compare, an absent price empty', () => {
    const market = {
      time: 5,
      symbol: 'A',
      side: 'sell',
      quantity: parseDecimal('3'),
      type: 'market',
    } as const;
    expect(orderLine(market)).toBe('order|5|A|sell|3|market||\n');
    expect(orderLine({ ...market, type: 'stop', stopPrice: parseDecimal('1.25') })).toBe(
      'order|5|A|sell|3|stop||1.25\n',
    );
    expect(fillLine({ eventTime: 6, quantity: parseDecimal('3'), price: parseDecimal('2.5'), fee: 0n })).toBe(
      'fill|6|3|2.5|0\n',
    );
  });
});
