import { describe, expect, test } from 'vitest';
import type { OrderView } from '#contract/services/trading';
import {
  canMove,
  changeToPrice,
  profitAt,
  typeAtPrice,
  workingPrice,
} from '../../../src/renderer/trading/price-order.ts';

const market = { bid: 99.9, ask: 100.1, last: 100 };

// Catches a press above the market that buys there at once instead of waiting for it.
test.each([
  ['buy', 100.1, 'limit'],
  ['buy', 100.11, 'stop'],
  ['sell', 99.9, 'limit'],
  ['sell', 99.89, 'stop'],
] as const)('a %s at %d waits as a %s', (side, price, type) => {
  expect(typeAtPrice(side, price, market)).toBe(type);
});

test('without quotes the last price stands for both sides, without any price a limit is safe', () => {
  expect(typeAtPrice('buy', 101, { bid: null, ask: null, last: 100 })).toBe('stop');
  expect(typeAtPrice('sell', 99, { bid: null, ask: null, last: null })).toBe('limit');
});

describe('moving an order', () => {
  test('changes the price it waits at, and keeps the distance of a limit behind its stop', () => {
    expect(changeToPrice({ type: 'limit', limitPrice: '10' }, '11')).toEqual({ limitPrice: '11' });
    expect(changeToPrice({ type: 'stop', stopPrice: '10' }, '9')).toEqual({ stopPrice: '9' });
    const both = { type: 'stop-limit', stopPrice: '10', limitPrice: '10.05' } as const;
    expect(changeToPrice(both, '9.5')).toEqual({ stopPrice: '9.5', limitPrice: '9.55' });
  });

  test('is offered for orders at rest that stand at a price of their own', () => {
    const resting: Pick<OrderView, 'type' | 'status' | 'limitPrice'> = {
      type: 'limit',
      status: 'working',
      limitPrice: '10',
    };
    expect(canMove(resting)).toBe(true);
    expect(canMove({ ...resting, status: 'held' })).toBe(true);
    expect(canMove({ ...resting, status: 'unknown' })).toBe(false);
    expect(canMove({ ...resting, status: 'pending-replace' })).toBe(false);
    expect(canMove({ type: 'trailing-stop', status: 'working', stopPrice: '9' })).toBe(false);
    expect(workingPrice({ type: 'market' })).toBeUndefined();
  });
});

describe('what a fill would win or lose', () => {
  const long = { quantity: 100, averagePrice: 50 };

  test('is that of the part it closes', () => {
    expect(profitAt(52, { side: 'sell', quantity: 40 }, long)).toBe(80);
    expect(profitAt(48, { side: 'sell', quantity: 500 }, long)).toBe(-200);
    expect(profitAt(48, { side: 'buy', quantity: 100 }, { quantity: -100, averagePrice: 50 })).toBe(200);
  });

  test('is nothing for an order that opens more', () => {
    expect(profitAt(48, { side: 'buy', quantity: 1 }, long)).toBeNull();
    expect(profitAt(48, { side: 'sell', quantity: 1 }, null)).toBeNull();
  });
});
