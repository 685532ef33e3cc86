import { expect, test } from 'vitest';
import type { OrderView, PositionView } from '#contract/services/trading';
import { exitAt, lineProfit, tradeLines } from '../../../src/renderer/panels/chart/trade-lines.ts';

const entry: OrderView = {
  clientOrderId: 'entry',
  account: 'test',
  origin: 'person',
  symbol: 'ACME',
  side: 'buy',
  type: 'limit',
  quantity: '20',
  limitPrice: '100',
  timeInForce: 'gtc',
  status: 'working',
  filledQuantity: '0',
  averagePrice: '0',
  reason: '',
  createdTime: 0,
  updatedTime: 0,
};
const { limitPrice: _, ...withoutPrice } = entry;
const stop: OrderView = {
  ...withoutPrice,
  clientOrderId: 'stop',
  side: 'sell',
  type: 'stop',
  stopPrice: '95',
  status: 'held',
  parentOrderId: 'entry',
};
const position: PositionView = {
  symbol: 'ACME',
  quantity: '-30',
  averagePrice: '100.45636364',
  lastPrice: 90,
  lastTime: 0,
  marketValue: -2_700,
  unrealizedPnl: 300,
  unrealizedPnlPct: 10,
  realizedPnl: '0',
  weightPct: 1,
  origin: 'person',
};

test('orders at a price, exits that wait for their entry and what is held are lines; what has ended is none', () => {
  const lines = tradeLines(
    'ACME',
    [entry, stop, { ...entry, clientOrderId: 'x', status: 'filled' }],
    position,
    2,
  );
  expect(lines.map(({ label, price, note }) => `${label} @ ${price} ${note}`.trim())).toEqual([
    'Short 30 @ 100.46',
    'Buy limit 20 @ 100',
    'Stop 20 @ 95 once filled',
  ]);
  expect(tradeLines('OTHER', [entry, stop], undefined, 2)).toEqual([]);
});

test('an exit tells what it would lose from the entry it waits for, not from what is held now', () => {
  expect(lineProfit({ order: stop }, 95, [entry, stop], { quantity: 5, averagePrice: 10 })).toBe(-100);
  expect(lineProfit({ order: entry }, 100, [entry], null)).toBeNull();
});

test.each([
  [10, 110, 'sell', 'limit'],
  [10, 90, 'sell', 'stop'],
  [-10, 90, 'buy', 'limit'],
  [-10, 110, 'buy', 'stop'],
] as const)('dragging the line of %d held at 100 to %d means a %s %s', (quantity, price, side, type) => {
  expect(exitAt(price, { quantity, averagePrice: 100 })).toMatchObject({ side, type });
});
