import { expect, test } from 'vitest';
import type { OrderView } from '#contract/services/trading';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import { ladderRows, priceOfRow, rowOf, usualStep } from '../../../src/renderer/panels/ladder/ladder-rows.ts';

const tick = parseDecimal('0.01');
const order = (side: 'buy' | 'sell', limitPrice: string): OrderView => ({
  clientOrderId: `${side} ${limitPrice}`,
  account: 'test',
  origin: 'person',
  symbol: 'ACME',
  side,
  type: 'limit',
  quantity: '10',
  limitPrice,
  timeInForce: 'day',
  status: 'working',
  filledQuantity: '0',
  averagePrice: '0',
  reason: '',
  createdTime: 0,
  updatedTime: 0,
});
const book = {
  bids: [
    [99.97, 5],
    [99.96, 7],
  ],
  asks: [
    [100.03, 2],
    [100.04, 4],
  ],
} as const;
const prices = { bid: 99.97, ask: 100.03, last: 100 };

test('every price of a book and every order stands in its own row, exact to the tick', () => {
  const rows = ladderRows({
    centre: rowOf(100, tick),
    count: 11,
    step: tick,
    book,
    prices,
    orders: [order('buy', '99.96'), order('sell', '100.04')],
  });
  expect(rows.map(({ price }) => price)).toEqual([
    '100.05',
    '100.04',
    '100.03',
    '100.02',
    '100.01',
    '100',
    '99.99',
    '99.98',
    '99.97',
    '99.96',
    '99.95',
  ]);
  expect(rows.map(({ askSize }) => askSize)).toEqual([0, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(rows.map(({ bidSize }) => bidSize)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 5, 7, 0]);
  expect(rows.find(({ isLast }) => isLast)?.price).toBe('100');
  expect(rows.find(({ isBestBid }) => isBestBid)?.price).toBe('99.97');
  expect(rows[9]?.buys).toHaveLength(1);
  expect(rows[1]?.sells).toHaveLength(1);
});

// Catches a coarse ladder on which a bid looks higher, or an ask lower, than anybody would trade.
test('in coarse rows bids count downwards and asks upwards', () => {
  const step = parseDecimal('0.05');
  const rows = ladderRows({ centre: rowOf(100, step), count: 5, step, book, prices, orders: [] });
  expect(rows.map(({ price, bidSize, askSize }) => [price, bidSize, askSize])).toEqual([
    ['100.1', 0, 0],
    ['100.05', 0, 6],
    ['100', 0, 0],
    ['99.95', 12, 0],
    ['99.9', 0, 0],
  ]);
});

test('a price and its row are each other, also where binary fractions are not exact', () => {
  for (const text of ['0.07', '0.29', '4.35', '1234567.89', '37371.38'])
    expect(priceOfRow(rowOf(Number(text), tick, 'down'), tick)).toBe(text);
});

test.each([
  [null, '0.01'],
  [99, '0.01'],
  [631, '0.05'],
  [37_371, '2'],
])('the usual step at %s is %s', (price, step) => {
  expect(formatDecimal(usualStep(price, tick))).toBe(step);
});
