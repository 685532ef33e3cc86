import { describe, expect, it } from 'vitest';
import { createComplianceEngine } from '#agents/compliance-engine/agent';
import { settings } from '#contract/services/settings';
import type { Fill, Order } from '#domain/orders/order';
import { parseDecimal } from '#domain/values/decimal';

const one = parseDecimal('1');
const order: Order = {
  origin: 'person',
  account: 'a',
  symbol: 'AAPL',
  side: 'buy',
  type: 'market',
  quantity: one,
  timeInForce: 'day',
  reason: '',
  nonce: '1',
  clientOrderId: 'X',
  status: 'filled',
  filledQuantity: one,
  averagePrice: one,
  createdTime: 0,
  updatedTime: 0,
};
const fill: Fill = {
  fillId: 'X-1',
  clientOrderId: 'X',
  symbol: 'AAPL',
  side: 'buy',
  quantity: one,
  price: one,
  fee: 0n,
  eventTime: 0,
};

describe('compliance', () => {
  it.each([
    [[], 'approved'],
    [['MSFT'], 'approved'],
    [['AAPL'], 'refused'],
    [['aapl'], 'refused'],
  ])('with %j restricted: %s', (restrictedSymbols, verdict) => {
    const { role, report } = createComplianceEngine({ dataFolder: '/nowhere' });
    const found = role.preTrade(order, 'X', settings.parse({ restrictedSymbols }));
    expect(found.verdict).toBe(verdict);
    expect(found.reasons).toHaveLength(verdict === 'refused' ? 1 : 0);
    expect(found.id).toMatch(/^C-[0-9a-f]{10}$/);
    expect(report().headline).toBe(`${found.reasons.length} of 1 refused`);
  });

  it.each([
    ['a clean fill', {}, {}, []],
    ['a fill of the other side', { side: 'sell' as const }, {}, ['fill X-1 is a sell, its order a buy']],
    ['an overfilled order', {}, { filledQuantity: one * 2n }, ['order X is filled beyond its quantity']],
  ])('looks at %s', (_, ofFill, ofOrder, findings) => {
    const { role } = createComplianceEngine({ dataFolder: '/nowhere' });
    expect(role.postTrade({ ...fill, ...ofFill }, { ...order, ...ofOrder }).findings).toEqual(findings);
  });
});
