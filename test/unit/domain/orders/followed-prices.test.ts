import { expect, it } from 'vitest';
import { followedPrices } from '#domain/orders/followed-prices';
import type { Order } from '#domain/orders/order';
import { parseDecimal as D } from '#domain/values/decimal';

const TARGET: Order = {
  origin: 'person',
  clientOrderId: 'O',
  account: 'A',
  symbol: 'BBB',
  side: 'sell',
  type: 'limit',
  quantity: D('10'),
  limitPrice: D('41.08'),
  parentPrice: D('40.25'),
  priceStep: D('0.01'),
  timeInForce: 'gtc',
  reason: '',
  nonce: 'n',
  status: 'working',
  filledQuantity: 0n,
  averagePrice: 0n,
  createdTime: 0,
  updatedTime: 0,
};

// Would catch: an exit moved up and down a step for ever, a command each time, when its entry filled at half a step.
it.each(['40.495', '40.505', '40.2451', '40.25', '40.245', '-0.005'])(
  'goes once with an entry at %s',
  (at) => {
    const moved = { ...TARGET, ...followedPrices(TARGET, D(at)) };
    expect(followedPrices(moved, D(at))).toEqual({});
    expect(moved.limitPrice! - moved.parentPrice!).toBe(D('0.83'));
    expect(moved.parentPrice! % D('0.01')).toBe(0n);
  },
);

it('goes to the nearest step', () => {
  expect(followedPrices(TARGET, D('40.495'))).toEqual({ parentPrice: D('40.5'), limitPrice: D('41.33') });
  expect(followedPrices(TARGET, D('40.2549'))).toEqual({});
});
