import { describe, expect, it } from 'vitest';
import { canonicalIntent } from '#domain/orders/canonical-intent';
import type { OrderIntent } from '#domain/orders/order';
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
