import { describe, expect, test } from 'vitest';
import {
  binanceOrderParameters,
  readBinanceOrder,
  readBinanceTrade,
  readExecutionReport,
} from '#adapters/brokers/ccxt/binance-order';
import type { BrokerOrder } from '#engine/ports/broker';
import { exact } from '../../../../support/brokers/open-broker.ts';

const PAIR = { symbol: 'BTC-USDT', base: 'BTC', quote: 'USDT' };
const OURS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const order = (terms: Partial<BrokerOrder>): BrokerOrder => ({
  clientOrderId: OURS,
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  quantity: exact('0.00000001'),
  limitPrice: exact('65432.1'),
  timeInForce: 'gtc',
  instrument: {
    symbol: 'BTC-USDT',
    assetClass: 'crypto',
    currency: 'USDT',
    venue: 'BINANCE',
    pricePrecision: 2,
  },
  ...terms,
});
const withoutLimit = ({ limitPrice: _, ...rest }: BrokerOrder): BrokerOrder => rest;

test('amounts are written out whole: no exponent, no rounding', () => {
  expect(binanceOrderParameters(order({}))).toEqual({
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.00000001',
    price: '65432.1',
    newClientOrderId: OURS,
    newOrderRespType: 'ACK',
  });
});

test.each([
  [
    'a market order bears no validity',
    { type: 'market' as const },
    { type: 'MARKET' },
    ['timeInForce', 'price'],
  ],
  [
    'a stop bears its trigger alone',
    { type: 'stop' as const, stopPrice: 5n },
    { type: 'STOP_LOSS', stopPrice: '0.00000005' },
    ['timeInForce'],
  ],
])('%s', (_, terms, wanted, absent) => {
  const parameters = binanceOrderParameters(withoutLimit(order(terms)));
  expect(parameters).toMatchObject(wanted);
  for (const field of absent) expect(parameters).not.toHaveProperty(field);
});

test.each([
  ['a post-only order that trades at once', { isPostOnly: true, timeInForce: 'ioc' as const }, /post-only/],
  ['an iceberg that trades at once', { displayQuantity: 1n, timeInForce: 'fok' as const }, /iceberg/],
  ['a reduce-only order', { isReduceOnly: true }, /reduce-only/],
  ['a day order on a market that never closes', { timeInForce: 'day' as const }, /never close: use gtc/],
  ['a trailing stop', { type: 'trailing-stop' as const }, /takes no trailing-stop order/],
])('%s is no order of Binance, and is not made into another one', (_, terms, sentence) => {
  expect(binanceOrderParameters(order(terms))).toMatch(sentence);
});

const TRADE = {
  id: 28457,
  orderId: 100234,
  price: '100.10000000',
  qty: '0.10000000',
  commission: '0.00010000',
  commissionAsset: 'BTC',
  time: 1_499_865_549_590,
  isBuyer: true,
  isMaker: false,
};

test.each([
  ['in the coin bought is told at its price', 'BTC', exact('0.01001')],
  ['in the currency of the pair is told as it is', 'USDT', exact('0.0001')],
  ['in a third coin has no price here, and is not guessed', 'BNB', null],
])('a fee %s', (_, commissionAsset, fee) => {
  expect(readBinanceTrade({ ...TRADE, commissionAsset }, PAIR)).toMatchObject({
    fillId: 'BTC-USDT:28457',
    venueOrderId: '100234',
    side: 'buy',
    quantity: exact('0.1'),
    price: exact('100.1'),
    liquidity: 'taker',
    fee,
  });
});

const REPORT = {
  e: 'executionReport',
  s: 'BTCUSDT',
  c: 'web_8f3a',
  C: '',
  S: 'SELL',
  o: 'LIMIT_MAKER',
  f: 'GTC',
  q: '1.00000000',
  p: '0.10264410',
  P: '0.00000000',
  x: 'NEW',
  X: 'NEW',
  r: 'NONE',
  i: 4_293_153,
  z: '0.00000000',
  Z: '0.00000000',
  T: 1_499_405_658_657,
  t: -1,
};

describe('an execution report', () => {
  test('of an order placed elsewhere has no id of ours', () => {
    expect(readExecutionReport(REPORT, PAIR)).toEqual({
      report: {
        clientOrderId: null,
        venueOrderId: '4293153',
        symbol: 'BTC-USDT',
        side: 'sell',
        type: 'limit',
        timeInForce: 'gtc',
        quantity: exact('1'),
        limitPrice: exact('0.1026441'),
        status: 'working',
        filledQuantity: 0n,
        averagePrice: 0n,
        updatedTime: 1_499_405_658_657,
      },
    });
  });

  test('of a cancel is of the order it cancelled, not of the cancel', () => {
    const { report } = readExecutionReport(
      { ...REPORT, c: 'cancel-7', C: OURS, x: 'CANCELED', X: 'CANCELED' },
      PAIR,
    );
    expect(report).toMatchObject({ clientOrderId: OURS, status: 'cancelled' });
  });

  test('with an amount that is no text is refused: a float has lost digits before it came here', () => {
    expect(() => readExecutionReport({ ...REPORT, q: 1.1 }, PAIR)).toThrow('q is no amount in text');
    expect(() => readExecutionReport({ ...REPORT, z: '1e-7' }, PAIR)).toThrow(
      'z: "1e-7" is not a decimal number',
    );
    expect(() => readExecutionReport({ ...REPORT, X: 'ASLEEP' }, PAIR)).toThrow('status ASLEEP is unknown');
    expect(() => readExecutionReport({ ...REPORT, i: 2 ** 60 }, PAIR)).toThrow('orderId is no number');
  });
});

test('an order that ended against another of the same account is expired, with what it had filled', () => {
  const row = {
    clientOrderId: OURS,
    orderId: '7',
    side: 'BUY',
    type: 'MARKET',
    timeInForce: 'GTC',
    status: 'EXPIRED_IN_MATCH',
    origQty: '3.0',
    executedQty: '2.0',
    cummulativeQuoteQty: '5.0',
    price: '0.0',
    updateTime: 5,
  };
  expect(readBinanceOrder(row, PAIR)).toMatchObject({
    status: 'expired',
    filledQuantity: exact('2'),
    averagePrice: exact('2.5'),
  });
});
