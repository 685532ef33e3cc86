import { describe, expect, it } from 'vitest';
import { sha256Hex } from '#engine/journal/hashing';
import { OrderListHash } from '#engine/simulation/order-list-hash';

const order = (time: number, quantity: bigint) =>
  ({ time, symbol: 'A', side: 'buy', quantity, type: 'market' }) as const;
const fill = (eventTime: number, quantity: bigint) => ({ eventTime, quantity, price: 100_000_000n, fee: 0n });

describe('order list hash', () => {
  it('is the SHA-256 of the lines by time, orders before fills of the same time', () => {
    const hash = new OrderListHash();
    hash.addOrder(order(1, 1n));
    hash.addFill(fill(2, 1n));
    hash.addOrder(order(1, 2n));
    hash.addFill(fill(2, 2n));
    hash.addOrder(order(2, 3n));
    hash.addFill(fill(3, 3n));
    const line = (time: number, n: number) => `order|${time}|A|buy|0.0000000${n}|market||\n`;
    const filled = (time: number, n: number) => `fill|${time}|0.0000000${n}|1|0\n`;
    expect(hash.digest()).toBe(
      sha256Hex(line(1, 1) + line(1, 2) + line(2, 3) + filled(2, 1) + filled(2, 2) + filled(3, 3)),
    );
  });

  it('can be read on the way without changing what comes after', () => {
    const read = new OrderListHash();
    const unread = new OrderListHash();
    for (let i = 0; i < 2_000; i++) {
      for (const hash of [read, unread]) {
        hash.addOrder(order(i, BigInt(i + 1)));
        hash.addFill(fill(i + 1, BigInt(i + 1)));
      }
      if (i % 97 === 0) read.digest();
    }
    expect(read.digest()).toBe(unread.digest());
  });
});
