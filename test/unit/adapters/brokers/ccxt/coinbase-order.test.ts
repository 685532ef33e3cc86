import { expect, test } from 'vitest';
import { coinbase } from '#adapters/brokers/ccxt/coinbase';
import {
  coinbaseOrderParameters,
  readCoinbaseFill,
  readCoinbaseNews,
  readCoinbaseOrder,
} from '#adapters/brokers/ccxt/coinbase-order';
import type { BrokerOrder } from '#engine/ports/broker';
import { exact } from '../../../../support/brokers/open-broker.ts';

const OURS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const order = (terms: Partial<BrokerOrder>): BrokerOrder => ({
  clientOrderId: OURS,
  symbol: 'BTC-USD',
  side: 'buy',
  type: 'stop-limit',
  quantity: exact('0.5'),
  limitPrice: exact('101'),
  stopPrice: exact('100'),
  timeInForce: 'gtc',
  instrument: {
    symbol: 'BTC-USD',
    assetClass: 'crypto',
    currency: 'USD',
    venue: 'COINBASE',
    pricePrecision: 2,
  },
  ...terms,
});

test.each([
  ['buy', 'stop-limit', 'UP'],
  ['sell', 'stop-limit', 'DOWN'],
  ['buy', 'limit-if-touched', 'DOWN'],
  ['sell', 'limit-if-touched', 'UP'],
] as const)('to %s, a %s waits for the price to go %s', (side, type, way) => {
  expect(coinbaseOrderParameters(order({ side, type }))).toMatchObject({
    order_configuration: { stop_limit_stop_limit_gtc: { stop_direction: `STOP_DIRECTION_STOP_${way}` } },
  });
});

test.each([
  ['a stop at the market', { type: 'stop' as const }, 'Coinbase takes no stop order of validity gtc'],
  ['an iceberg', { type: 'limit' as const, displayQuantity: 1n }, 'Coinbase takes no iceberg order'],
  ['a post-only stop', { isPostOnly: true }, /post-only/],
  ['an end without a time', { timeInForce: 'gtd' as const }, /needs the time it ends at/],
])('%s is no order of Coinbase', (_, terms, sentence) => {
  expect(coinbaseOrderParameters(order(terms))).toMatch(sentence);
});

const ROW = {
  order_id: '0000-000000-000000',
  product_id: 'BTC-USD',
  client_order_id: '11111-000000',
  side: 'BUY',
  status: 'OPEN',
  order_configuration: { limit_limit_gtc: { base_size: '0.001', limit_price: '10000.00', post_only: false } },
  filled_size: '0.0004',
  average_filled_price: '9999.1234567890123456',
  created_time: '2026-05-31T09:59:59.123Z',
};

test('an average of many digits keeps eight, an order placed elsewhere has no id of ours', () => {
  expect(readCoinbaseOrder(ROW)).toEqual({
    clientOrderId: null,
    venueOrderId: '0000-000000-000000',
    symbol: 'BTC-USD',
    side: 'buy',
    type: 'limit',
    timeInForce: 'gtc',
    quantity: exact('0.001'),
    limitPrice: exact('10000'),
    status: 'partially-filled',
    filledQuantity: exact('0.0004'),
    averagePrice: exact('9999.12345678'),
    updatedTime: Date.parse('2026-05-31T09:59:59.123Z'),
  });
});

test('an order to spend an amount of money is as large as what it bought', () => {
  const row = { ...ROW, order_configuration: { market_market_ioc: { quote_size: '10.00' } } };
  expect(readCoinbaseOrder(row)).toMatchObject({ type: 'market', quantity: exact('0.0004') });
});

test('what is of no documented form is refused with the field it lacks', () => {
  expect(() => readCoinbaseOrder({ ...ROW, order_configuration: { twap_limit_gtd: {} } })).toThrow(
    'twap_limit_gtd',
  );
  expect(() => readCoinbaseOrder({ ...ROW, status: 'ASLEEP' })).toThrow('status ASLEEP is unknown');
  expect(() => readCoinbaseNews({ ...ROW, cumulative_quantity: '0' }, 1)).toThrow('order_side is missing');
  const fill = { entry_id: '1', order_id: '2', product_id: 'BTC-USD', side: 'BUY', price: '1', size: '10' };
  expect(() => readCoinbaseFill({ ...fill, trade_time: 'x' })).toThrow('trade_time is no time');
  expect(() => readCoinbaseFill({ ...fill, size_in_quote: true })).toThrow('told in money');
});

test('Coinbase Pro is known by its name, and says that it is closed', () => {
  expect(coinbase.aliases).toMatchObject([{ id: 'coinbase-pro', notice: expect.stringContaining('closed') }]);
});
