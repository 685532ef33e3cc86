import { describe, expect, it } from 'vitest';
import { contractQuery, symbolOf } from '#adapters/brokers/interactive-brokers/contract-query';
import { orderTicket } from '#adapters/brokers/interactive-brokers/order-ticket';
import type { OrderTerms } from '#domain/orders/order';
import { parseDecimal } from '#domain/values/decimal';

const exact = parseDecimal;
const terms: OrderTerms = {
  symbol: 'AAPL',
  side: 'buy',
  type: 'limit',
  quantity: exact('10'),
  limitPrice: exact('101.25'),
  timeInForce: 'day',
};
const owner = { account: 'DU1', orderRef: 'A' };

describe('the ticket of an order', () => {
  it('is transmitted, in regular hours alone, for the account and under our name', () => {
    expect(orderTicket(terms, owner)).toEqual({
      action: 'BUY',
      totalQuantity: 10,
      orderType: 'LMT',
      tif: 'DAY',
      lmtPrice: 101.25,
      account: 'DU1',
      orderRef: 'A',
      outsideRth: false,
      exemptCode: -1,
      transmit: true,
    });
  });

  const { limitPrice: _, ...bare } = terms;
  const stopPrice = exact('99');
  it.each<[string, OrderTerms, RegExp]>([
    ['post-only', { ...terms, isPostOnly: true }, /no post-only/],
    ['reduce-only', { ...terms, isReduceOnly: true }, /no reduce-only/],
    [
      'a stop at the close',
      { ...bare, type: 'stop', stopPrice, timeInForce: 'at-close' },
      /wait for the close/,
    ],
    ['a stop at the open', { ...bare, type: 'stop', stopPrice, timeInForce: 'at-open' }, /wait for the open/],
    ['gtd without an end', { ...terms, timeInForce: 'gtd' }, /the time it ends at/],
    ['gtd between two seconds', { ...terms, timeInForce: 'gtd', expireTime: 1_500 }, /full second/],
    ['a limit without a price', bare, /needs a limit price/],
    ['a trail without a distance', { ...bare, type: 'trailing-stop' }, /the distance it trails by/],
    [
      'a trail of two kinds',
      { ...bare, type: 'trailing-stop', trailAmount: exact('1'), trailPercent: exact('1') },
      /not both/,
    ],
    ['an iceberg of half a share', { ...terms, displayQuantity: exact('0.5') }, /whole numbers/],
  ])('%s is refused', (_name, order, sentence) => {
    expect(() => orderTicket(order, owner)).toThrow(sentence);
  });
});

describe('contracts', () => {
  const asked = (symbol: string, assetClass: 'equity' | 'forex' | 'crypto' | 'future' | 'option' | 'index') =>
    contractQuery({ symbol, assetClass, currency: 'USD' });

  it('shares go to SMART, currencies to IDEALPRO, coins to PAXOS', () => {
    expect(asked('AAPL', 'equity')).toEqual({
      symbol: 'AAPL',
      secType: 'STK',
      currency: 'USD',
      exchange: 'SMART',
    });
    expect(asked('BRK.B', 'equity')).toMatchObject({ symbol: 'BRK B' });
    expect(asked('EURUSD', 'forex')).toEqual({
      symbol: 'EUR',
      secType: 'CASH',
      currency: 'USD',
      exchange: 'IDEALPRO',
    });
    expect(asked('BTC/USD', 'crypto')).toEqual({
      symbol: 'BTC',
      secType: 'CRYPTO',
      currency: 'USD',
      exchange: 'PAXOS',
    });
  });

  it('what has none says why', () => {
    expect(asked('ESZ6', 'future')).toMatch(/no expiry and multiplier/);
    expect(asked('AAPL 270115C', 'option')).toMatch(/no symbol of an option/);
    expect(asked('BRKB270115P00412500', 'option')).toMatchObject({
      symbol: 'BRK B',
      secType: 'OPT',
      lastTradeDateOrContractMonth: '20270115',
      strike: 412.5,
      right: 'P',
      multiplier: 100,
      tradingClass: 'BRKB',
    });
    expect(asked('SPX', 'index')).toMatch(/cannot be traded/);
    expect(asked('WORLD', 'forex')).toMatch(/is no pair/);
  });

  it('of TWS have the symbol they would be ordered by', () => {
    for (const [symbol, assetClass] of [
      ['BRK.B', 'equity'],
      ['EURUSD', 'forex'],
      ['BTCUSD', 'crypto'],
    ] as const) {
      const query = asked(symbol, assetClass);
      expect(typeof query === 'string' ? query : symbolOf(query)).toBe(symbol);
    }
  });
});
