import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OrderListHash } from '#engine/simulation/order-list-hash';

const order = (time: number, quantity: bigint) =>
  ({ time, symbol: 'A', side: 'buy', quantity, type: 'market', timeInForce: 'gtc' }) as const;
const fill = (order: number, eventTime: number, quantity: bigint) => ({
  ...{ order, eventTime, quantity },
  ...{ price: 100_000_000n, fee: 0n },
});

describe('order list hash', () => {
  it('is the SHA-256 of the records by time, orders before fills of the same time', () => {
    const hash = new OrderListHash();
    expect(hash.addOrder(order(1, 1n))).toBe(1);
    hash.addFill(fill(1, 2, 1n));
    expect(hash.addOrder(order(1, 2n))).toBe(2);
    hash.addFill(fill(2, 2, 2n));
    expect(hash.addOrder(order(2, 3n))).toBe(3);
    hash.addFill(fill(2, 3, 3n));
    const name = [120, 1, 'A'.charCodeAt(0) * 2 ** -1_074];
    const placed = (time: number, n: number) => [12, time, n];
    const filled = (one: number, time: number, n: number) => [one * 32_768, time, n, 1e8, 0];
    const orders = [placed(1, 1), placed(1, 2), placed(2, 3)];
    const numbers = [...orders, filled(1, 2, 1), filled(2, 2, 2), filled(2, 3, 3)];
    const bytes = new Uint8Array(Float64Array.from([name, ...numbers].flat()).buffer);
    expect(hash.digest()).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('can be read on the way without changing what comes after', () => {
    const read = new OrderListHash();
    const unread = new OrderListHash();
    for (let i = 0; i < 2_000; i++) {
      for (const hash of [read, unread]) {
        hash.addOrder(order(i, BigInt(i + 1)));
        hash.addFill(fill(i + 1, i + 1, BigInt(i + 1)));
      }
      if (i % 97 === 0) read.digest();
    }
    expect(read.digest()).toBe(unread.digest());
  });
});
