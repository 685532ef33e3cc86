import { describe, expect, it } from 'vitest';
import type { OrderIntent } from '#domain/orders/order';
import { base32, clientOrderId, sha256Hex } from '#engine/journal/hashing';

describe('hashing', () => {
  it('is SHA-256 of FIPS 180-2', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('base32 of "%s" is RFC 4648\'s %s without padding', (text, expected) => {
    expect(base32(new TextEncoder().encode(text))).toBe(expected);
  });

  it('names an order by its intent alone', () => {
    const intent: OrderIntent = {
      origin: 'person',
      account: 'paper',
      symbol: 'GOOG',
      side: 'buy',
      type: 'market',
      quantity: 100_000_000n,
      timeInForce: 'day',
      reason: '',
      nonce: 'n',
    };
    const id = clientOrderId(intent);
    expect(id).toBe('PQMZNF5KFPZ3ZD2TPD2MBUPVD4');
    expect(clientOrderId({ ...intent })).toBe(id);
    expect(clientOrderId({ ...intent, quantity: 100_000_001n })).not.toBe(id);
  });
});
