import { expect, test } from 'vitest';
import type { OrderView } from '#contract/services/trading';
import { ordersTable } from '../../../src/cli/commands/orders.ts';

const order: OrderView = {
  clientOrderId: 'A',
  account: 'desk',
  symbol: 'GOOG',
  side: 'buy',
  type: 'stop',
  stopPrice: '1100',
  quantity: '2500',
  timeInForce: 'gtc',
  origin: 'person',
  status: 'working',
  filledQuantity: '0',
  averagePrice: '0',
  reason: 'a test',
  createdTime: 0,
  updatedTime: 0,
};

// Catches "buy 2500 GOOG stop stop 1100 gtc".
test('an order is listed as it is told everywhere, its validity behind it', () => {
  const [row] = ordersTable([order]).rows;
  expect(row?.[3]).toBe('Buy 2,500 GOOG stop 1,100.00, gtc');
});
