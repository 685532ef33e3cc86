import { describe, expect, test } from 'vitest';
import type { PortfolioState, PositionView } from '#contract/services/trading';
import { barsFromRows } from '#domain/market/bar';
import { suggestQuantity } from '../../../src/renderer/panels/order-ticket/suggest-quantity.ts';

const limits = {
  positionPctMax: 30,
  grossExposurePctMax: 100,
  orderPctMax: 30,
  priceCollarPct: 10,
  dailyLossPctMax: 5,
  riskPerTradePct: 1,
};
/** Every day ranges over 4, so the average true range is 4 and a stop is 8 away. */
const dailyBars = barsFromRows(
  Array.from({ length: 40 }, (_, time) => ({ time, open: 100, high: 102, low: 98, close: 100, volume: 1 })),
);

const account: PortfolioState = {
  account: 'paper',
  currency: 'USD',
  eventTime: 0,
  cash: '100000',
  equity: 100_000,
  startingCash: '100000',
  dayPnl: 0,
  totalPnl: 0,
  totalPnlPct: 0,
  realizedPnl: '0',
  feesPaid: '0',
  drawdownPct: 0,
  maxDrawdownPct: 0,
  grossExposurePct: 0,
  buyingPower: '100000',
  valueAtRiskPct: null,
  positions: [],
};

function portfolio(
  buyingPower = '100000',
  held?: Pick<PositionView, 'quantity' | 'marketValue'>,
): PortfolioState {
  if (held === undefined) return { ...account, buyingPower };
  const position: PositionView = {
    ...held,
    symbol: 'GOOG',
    averagePrice: '100',
    lastPrice: 100,
    lastTime: 0,
    unrealizedPnl: 0,
    unrealizedPnlPct: 0,
    realizedPnl: '0',
    weightPct: 0,
    origin: 'person',
  };
  return { ...account, buyingPower, positions: [position] };
}

describe('the suggested quantity', () => {
  const input = { side: 'buy' as const, symbol: 'GOOG', price: 100, dailyBars, limits };

  test('risks the set share of equity at a stop two average ranges away', () => {
    expect(suggestQuantity({ ...input, portfolio: portfolio() })).toMatchObject({
      quantity: '125',
      label: 'risk 1 %',
    });
  });

  test('never asks for more than the money there is', () => {
    expect(suggestQuantity({ ...input, portfolio: portfolio('1050') })?.quantity).toBe('10');
  });

  test('adds only what is missing to a position already held', () => {
    const held = portfolio('90000', { quantity: '100', marketValue: 10_000 });
    expect(suggestQuantity({ ...input, portfolio: held })?.quantity).toBe('25');
  });

  test('selling suggests all that is held', () => {
    const held = portfolio('94000', { quantity: '60', marketValue: 6_000 });
    expect(suggestQuantity({ ...input, side: 'sell', portfolio: held })).toMatchObject({
      quantity: '60',
      label: 'all held',
    });
  });

  test('says nothing while there is too little history or no price', () => {
    expect(suggestQuantity({ ...input, price: null, portfolio: portfolio() })).toBeNull();
    expect(suggestQuantity({ ...input, dailyBars: barsFromRows([]), portfolio: portfolio() })).toBeNull();
  });
});
