import { describe, expect, test } from 'vitest';
import { createQuoteBoard } from '#engine/cache/columnar-quote-board';

describe('quote board', () => {
  test('a day opens empty and its ticks make open, high, low and volume', () => {
    const board = createQuoteBoard();
    const slot = board.slot('AAPL');
    board.openDay(slot, 99);
    board.publish(slot, 1, 100, 99.9, 100.1, 5);
    board.publish(slot, 2, 103, 102.9, 103.1, 7);
    board.publish(slot, 3, 98, 97.9, 98.1, 1);
    const row = [
      board.eventTime,
      board.last,
      board.bid,
      board.ask,
      board.volume,
      board.previousClose,
      board.dayOpen,
      board.dayHigh,
      board.dayLow,
    ];
    expect(row.map((column) => column[slot])).toEqual([3, 98, 97.9, 98.1, 13, 99, 100, 103, 98]);
    board.openDay(slot, 98);
    expect([board.volume[slot], board.dayHigh[slot], board.last[slot]]).toEqual([0, Number.NaN, 98]);
    expect(board.updates).toBe(3);
  });

  test('a reader sees each changed slot once and counts what was folded', () => {
    const board = createQuoteBoard();
    const [a, b] = [board.slot('A'), board.slot('B')];
    const reader = board.reader();
    const slots = new Uint32Array(10);
    expect(reader.drain(slots)).toBe(0);
    for (let i = 0; i < 5; i++) board.publish(b, i, i, i, i, 1);
    board.publish(a, 1, 1, 1, 1, 1);
    expect([reader.drain(slots), slots[0], slots[1], reader.conflated]).toEqual([2, a, b, 4]);
    expect([reader.drain(slots), reader.conflated]).toEqual([0, 0]);
  });

  test('a late reader starts with what is there, without calling history conflated', () => {
    const board = createQuoteBoard();
    for (let i = 0; i < 5; i++) board.publish(board.slot('A'), i, i, i, i, 1);
    board.slot('B');
    const reader = board.reader();
    expect([reader.drain(new Uint32Array(4)), reader.conflated]).toEqual([1, 0]);
  });

  test('a filtered reader is not woken by other slots, and may watch more', () => {
    const board = createQuoteBoard();
    const [a, b] = [board.slot('A'), board.slot('B')];
    const reader = board.reader([a]);
    const slots = new Uint32Array(4);
    board.publish(b, 1, 1, 1, 1, 1);
    expect(reader.drain(slots)).toBe(0);
    reader.watch(b);
    expect([reader.drain(slots), slots[0]]).toEqual([1, b]);
  });

  test('what does not fit stays changed', () => {
    const board = createQuoteBoard();
    for (const symbol of ['A', 'B', 'C']) board.publish(board.slot(symbol), 1, 1, 1, 1, 1);
    const reader = board.reader();
    const two = new Uint32Array(2);
    expect([reader.drain(two), reader.drain(two), two[0], reader.drain(two)]).toEqual([2, 1, 2, 0]);
  });

  test('growing past its room keeps values and what readers have yet to see', () => {
    const board = createQuoteBoard();
    const reader = board.reader();
    const slots = new Uint32Array(1_000);
    board.publish(board.slot('S0'), 1, 42, 1, 1, 1);
    for (let i = 1; i < 1_000; i++) board.publish(board.slot(`S${i}`), 1, i, 1, 1, 1);
    expect(reader.drain(slots)).toBe(1_000);
    expect([board.last[0], board.last[999], board.slot('S500'), board.find('S1000')]).toEqual([
      42,
      999,
      500,
      undefined,
    ]);
  });

  test('publishing into a slot that does not exist is an error, not a lost tick', () => {
    expect(() => createQuoteBoard().publish(0, 1, 1, 1, 1, 1)).toThrow('quote board has no slot 0');
  });
});
