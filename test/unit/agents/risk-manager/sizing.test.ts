import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRiskManager } from '#agents/risk-manager/agent';
import { portfolioValueAtRisk, sizePosition } from '#agents/risk-manager/sizing';
import { settings } from '#contract/services/settings';
import type { OrderIntent } from '#domain/orders/order';
import { decimalFromNumber, decimalToNumber, parseDecimal } from '#domain/values/decimal';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import { openTestEngine } from '#test/support/test-engine';

const limits = settings.parse({}).riskLimits;
const account = (cash: number) => {
  const amount = decimalFromNumber(cash);
  return { cash: amount, equity: amount, dayStartEquity: amount, holdings: [] };
};

describe('the size of a position', () => {
  it('never risks more than its share of equity, never passes a limit or the cash, and is whole', () => {
    const money = fc.double({ min: 1_000, max: 1e7, noNaN: true });
    const price = fc.integer({ min: 100, max: 100_000 }).map((cents) => cents / 100);
    fc.assert(
      fc.property(
        money,
        price,
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (cash, at, range, conviction) => {
          const portfolio = account(cash);
          const sized = sizePosition({
            symbol: 'A',
            price: at,
            averageTrueRange: range,
            conviction,
            portfolio,
            limits,
          });
          const quantity = decimalToNumber(sized.quantity);
          expect(Number.isInteger(quantity)).toBe(true);
          expect(quantity).toBeGreaterThanOrEqual(0);
          expect(quantity * 2 * range).toBeLessThanOrEqual(cash * 0.01 + 1e-6);
          expect(quantity * at).toBeLessThanOrEqual(cash * 0.3 + 1e-6);
          if (sized.stopPrice !== null) expect(sized.stopPrice).toBeLessThan(at);
        },
      ),
    );
  });

  it.each([null, 0, -1])('with an average true range of %s is none, with the reason', (averageTrueRange) => {
    const sized = sizePosition({
      symbol: 'A',
      price: 10,
      averageTrueRange,
      conviction: 1,
      portfolio: account(1_000),
      limits,
    });
    expect(sized).toMatchObject({
      quantity: 0n,
      stopPrice: null,
      reason: expect.stringContaining('not enough history'),
    });
  });
});

describe('value at risk of a portfolio', () => {
  it('is nothing for nothing, unknown without history, and the loss of the second worst of two hundred days', () => {
    expect(portfolioValueAtRisk([])).toBe(0);
    expect(portfolioValueAtRisk([{ weight: 1, closes: new Float64Array([1, 2]) }])).toBeNull();
    const closes = new Float64Array(401).fill(100);
    for (let i = 1; i <= 400; i++) closes[i] = closes[i - 1]! * (i % 100 === 0 ? 0.9 : 1);
    const whole = portfolioValueAtRisk([{ weight: 1, closes }]);
    expect(portfolioValueAtRisk([{ weight: 0.5, closes }])).toBeCloseTo((whole ?? 0) / 2, 12);
  });
});

describe('the risk manager', () => {
  it('hands execution a pass only with an approval, under an id that is a function of the order', async () => {
    const { stores } = await openTestEngine();
    const agent = createRiskManager({ market: stores.market, clock: new SimulatedClock(0) });
    const intent: OrderIntent = {
      origin: 'person',
      account: 'a',
      symbol: 'A',
      side: 'buy',
      type: 'market',
      quantity: parseDecimal('1'),
      timeInForce: 'day',
      reason: '',
      nonce: '1',
    };
    const check = (quantity: string, clientOrderId: string) =>
      agent.role.check({
        intent: { ...intent, quantity: parseDecimal(quantity) },
        clientOrderId,
        portfolio: account(10_000),
        instrument: undefined,
        lastPrice: 10,
        limits,
      });
    const refused = check('1', 'X');
    expect(refused).toMatchObject({
      approved: null,
      verdict: { verdict: 'refused', reasons: [expect.stringContaining('not a known instrument')] },
    });
    expect(check('1', 'X').verdict.id).toBe(refused.verdict.id);
    expect(check('1', 'Y').verdict.id).not.toBe(refused.verdict.id);
    expect(agent.report().headline).toContain('3 refused');
  });
});
