import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyLevel,
  clearBook,
  emptyLevelBook,
  endKnowledgeHere,
  isCrossed,
} from '#domain/market/level-book';
import { levelsOf } from '#test/support/streams/recording-sink';

const changes = fc.array(
  fc.record({
    isBid: fc.boolean(),
    price: fc.integer({ min: 1, max: 40 }),
    size: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 200 },
);

describe('a book of levels', () => {
  it('holds what a plain map of the same changes holds, best first', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const book = emptyLevelBook(100);
        const maps = { bids: new Map<number, number>(), asks: new Map<number, number>() };
        for (const { isBid, price, size } of list) {
          applyLevel(isBid ? book.bids : book.asks, price, size);
          const map = isBid ? maps.bids : maps.asks;
          if (size === 0) map.delete(price);
          else map.set(price, size);
        }
        expect(levelsOf(book)).toEqual({
          bids: [...maps.bids].sort((a, b) => b[0] - a[0]),
          asks: [...maps.asks].sort((a, b) => a[0] - b[0]),
        });
      }),
    );
  });

  it('of limited depth never has a hole: it is the beginning of the whole book', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const whole = emptyLevelBook(100);
        const bounded = emptyLevelBook(5);
        for (const { isBid, price, size } of list) {
          applyLevel(isBid ? whole.bids : whole.asks, price, size);
          applyLevel(isBid ? bounded.bids : bounded.asks, price, size);
          const [all, some] = [levelsOf(whole), levelsOf(bounded)];
          expect(some.bids).toEqual(all.bids.slice(0, some.bids.length));
          expect(some.asks).toEqual(all.asks.slice(0, some.asks.length));
        }
      }),
    );
  });

  it('lets the worst level go when full, and takes none beyond it again', () => {
    const { asks } = emptyLevelBook(3);
    for (const price of [10, 12, 14, 11]) applyLevel(asks, price, 1);
    expect([...asks.price.subarray(0, asks.length)]).toEqual([10, 11, 12]);
    applyLevel(asks, 10, 0);
    applyLevel(asks, 15, 1);
    expect([...asks.price.subarray(0, asks.length)]).toEqual([11, 12]);
    applyLevel(asks, 11.5, 1);
    expect([...asks.price.subarray(0, asks.length)]).toEqual([11, 11.5, 12]);
  });

  it('takes nothing beyond a snapshot of limited depth', () => {
    const { bids } = emptyLevelBook(10);
    applyLevel(bids, 100, 1);
    applyLevel(bids, 99, 1);
    endKnowledgeHere(bids);
    applyLevel(bids, 97, 5);
    applyLevel(bids, 99.5, 5);
    expect([...bids.price.subarray(0, bids.length)]).toEqual([100, 99.5, 99]);
  });

  it('knows when it is crossed, and forgets all when cleared', () => {
    const book = emptyLevelBook(10);
    expect(isCrossed(book)).toBe(false);
    applyLevel(book.bids, 100, 1);
    expect(isCrossed(book)).toBe(false);
    applyLevel(book.asks, 101, 1);
    expect(isCrossed(book)).toBe(false);
    applyLevel(book.asks, 100, 1);
    expect(isCrossed(book)).toBe(true);
    book.sequence = 5;
    clearBook(book);
    expect([book.bids.length, book.asks.length, book.sequence]).toEqual([0, 0, Number.NaN]);
  });
});
