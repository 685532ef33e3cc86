import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLimits } from '#domain/risk/check-limits';
import type { LimitCheckInput } from '#domain/risk/limit-check';
import { fixedFractionSize, riskPerTradeSize } from '#domain/risk/position-sizing';
import type { RiskLimits } from '#domain/risk/risk-limits';
import { parseDecimal } from '#domain/values/decimal';

const LIMITS: RiskLimits = {
  positionPctMax: 30,
  grossExposurePctMax: 100,
  orderPctMax: 30,
  priceCollarPct: 10,
  dailyLossPctMax: 5,
  riskPerTradePct: 1,
};

interface Situation {
  side?: 'buy' | 'sell';
  quantity?: string;
  limitPrice?: string;
  stopPrice?: string;
  held?: string;
  other?: { quantity: string; lastPrice: number | null };
  cash?: string;
  equity?: string;
  dayStart?: string;
  reserved?: string;
  fee?: string;
  limits?: Partial<RiskLimits>;
  lastPrice?: number | null;
  instrument?: LimitCheckInput['instrument'] | null;
}

/** An account of 10,000 at a price of 100, unless said otherwise. */
function judge(situation: Situation) {
  const {
    side = 'buy',
    quantity = '1',
    held = '0',
    equity = '10000',
    lastPrice = 100,
    instrument = { symbol: 'GOOG', isTradable: true },
  } = situation;
  const type = situation.limitPrice ? 'limit' : situation.stopPrice ? 'stop' : 'market';
  return checkLimits({
    intent: {
      origin: 'person',
      account: 'paper',
      symbol: 'GOOG',
      side,
      type,
      quantity: parseDecimal(quantity),
      ...(situation.limitPrice ? { limitPrice: parseDecimal(situation.limitPrice) } : {}),
      ...(situation.stopPrice ? { stopPrice: parseDecimal(situation.stopPrice) } : {}),
      timeInForce: 'day',
      reason: 'test',
      nonce: '1',
    },
    portfolio: {
      cash: parseDecimal(situation.cash ?? equity),
      equity: parseDecimal(equity),
      dayStartEquity: parseDecimal(situation.dayStart ?? equity),
      ...(situation.reserved ? { reserved: parseDecimal(situation.reserved) } : {}),
      holdings: [
        ...(held === '0' ? [] : [{ symbol: 'GOOG', quantity: parseDecimal(held), lastPrice: 99 }]),
        ...(situation.other
          ? [
              {
                symbol: 'SPY',
                quantity: parseDecimal(situation.other.quantity),
                lastPrice: situation.other.lastPrice,
              },
            ]
          : []),
      ],
    },
    limits: { ...LIMITS, ...situation.limits },
    lastPrice,
    instrument: instrument ?? undefined,
    ...(situation.fee ? { fee: parseDecimal(situation.fee) } : {}),
  });
}

describe('limits are judged one by one, in sentences with numbers', () => {
  const wide = { positionPctMax: 100, orderPctMax: 100 };
  it.each<[string, Situation, string[]]>([
    ['an order within all limits', { quantity: '30' }, []],
    ['an order exactly at the limit is within it', { quantity: '30', limits: { positionPctMax: 100 } }, []],
    [
      'order size',
      { quantity: '34.2', limits: { positionPctMax: 100 } },
      ['order is 34.2 % of equity, above the limit of 30 %'],
    ],
    [
      'a hair above is shown as above',
      { quantity: '30.0001', limits: { positionPctMax: 100 } },
      ['order is 30.0001 % of equity, above the limit of 30 %'],
    ],
    [
      'position size with what is held',
      { held: '20', quantity: '15' },
      ['position in GOOG would be 35.0 % of equity, above the limit of 30 %'],
    ],
    [
      'gross exposure counts shorts',
      { quantity: '25', other: { quantity: '-40', lastPrice: 200 } },
      [
        'gross exposure would be 105.0 % of equity, above the limit of 100 %',
        'order needs 2,500.00, above the buying power of 2,000.00',
      ],
    ],
    [
      'price collar above',
      { limitPrice: '111' },
      ['limit price 111 is 11.0 % worse than the last price 100, beyond the collar of 10 %'],
    ],
    [
      'price collar of a sale',
      { side: 'sell', held: '10', quantity: '10', limitPrice: '89.99' },
      ['limit price 89.99 is 10.01 % worse than the last price 100, beyond the collar of 10 %'],
    ],
    ['a limit that waits below the market', { limitPrice: '50' }, []],
    ['a target above it', { side: 'sell', held: '10', quantity: '10', limitPrice: '190' }, []],
    ['price at the collar', { limitPrice: '110' }, []],
    ['a stop has no collar', { stopPrice: '80', side: 'sell', held: '10', quantity: '10' }, []],
    [
      'daily loss at the halt',
      { equity: '9500', dayStart: '10000' },
      ['the account has lost 5.0 % today, at or above the halt at 5 %: only orders towards flat pass'],
    ],
    ['daily loss below the halt', { equity: '9500.01', dayStart: '10000' }, []],
    [
      'buying power with reserve and fee',
      { quantity: '20', reserved: '8000', fee: '1', limits: wide },
      ['order needs 2,001.00, above the buying power of 2,000.00'],
    ],
    [
      'not tradable',
      { instrument: { symbol: 'GOOG', isTradable: false } },
      ['GOOG can be watched but not traded'],
    ],
    ['unknown instrument', { instrument: null }, ['GOOG is not a known instrument']],
    ['no price', { lastPrice: null }, ['no price is known for GOOG: size and exposure cannot be judged']],
    [
      'a price of NaN is no price',
      { lastPrice: Number.NaN },
      ['no price is known for GOOG: size and exposure cannot be judged'],
    ],
    ['nothing to order', { quantity: '0' }, ['quantity is 0, it must be above zero']],
    [
      'another holding without a price',
      { other: { quantity: '5', lastPrice: null } },
      ['no price is known for SPY, held in the account: gross exposure cannot be judged'],
    ],
    [
      'no equity left',
      { equity: '0', cash: '0', limits: wide },
      [
        'order is 100.00 while equity is 0.00: nothing may be opened',
        'position in GOOG would be 100.00 while equity is 0.00: nothing may be opened',
        'gross exposure would be 100.00 while equity is 0.00: nothing may be opened',
        'order needs 100.00, above the buying power of 0.00',
      ],
    ],
  ])('%s', (_, situation, reasons) => {
    const verdict = judge(situation);
    expect(verdict.reasons).toEqual(reasons);
    expect(verdict.verdict).toBe(reasons.length === 0 ? 'approved' : 'refused');
  });

  it('counts the limits it could judge', () => {
    expect(judge({}).limitsChecked).toBe(9);
    expect(judge({ lastPrice: null }).limitsChecked).toBe(3);
  });
});

describe('the way to flat stays open', () => {
  it.each<[string, Situation]>([
    [
      'selling all of an oversized position',
      { side: 'sell', held: '90', quantity: '90', equity: '9000', cash: '0' },
    ],
    ['selling part of it', { side: 'sell', held: '90', quantity: '1', equity: '9000', cash: '0' }],
    ['covering a short above every limit', { side: 'buy', held: '-300', quantity: '300' }],
    [
      'on a day of heavy loss',
      { side: 'sell', held: '10', quantity: '10', equity: '5000', dayStart: '10000' },
    ],
    ['with nothing left', { side: 'sell', held: '10', quantity: '10', equity: '-50', cash: '-1050' }],
  ])('%s', (_, situation) => expect(judge(situation)).toMatchObject({ verdict: 'approved', reasons: [] }));

  it('measures what goes through flat by what it opens beyond', () => {
    expect(judge({ side: 'sell', held: '25', quantity: '50', cash: '7500' }).reasons).toEqual([]);
    expect(judge({ side: 'sell', held: '25', quantity: '60', cash: '7500' }).reasons).toEqual([
      'order opens beyond flat 35.0 % of equity, above the limit of 30 %',
      'position in GOOG would be 35.0 % of equity, above the limit of 30 %',
    ]);
  });
});

describe('position sizes', () => {
  const amount = (low: number, high: number) =>
    fc.integer({ min: low * 100, max: high * 100 }).map((cents) => parseDecimal((cents / 100).toFixed(2)));

  it('are never above the limits that judge them', () => {
    fc.assert(
      fc.property(
        amount(100, 1_000_000),
        amount(0.01, 5_000),
        amount(0.01, 500),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (equity, price, stopDistance, fraction, isWhole) => {
          const input = {
            equity,
            price,
            limits: LIMITS,
            currentQuantity: 0n,
            otherGross: 0n,
            buyingPower: equity,
            quantityStep: isWhole ? parseDecimal('1') : 1n,
          };
          for (const size of [
            riskPerTradeSize({ ...input, stopDistance, conviction: fraction }),
            fixedFractionSize({ ...input, fraction }),
          ]) {
            if (size.targetQuantity === 0n) continue;
            const intent = {
              origin: 'test',
              account: 'paper',
              symbol: 'GOOG',
              side: 'buy',
              type: 'market',
              quantity: size.targetQuantity,
              timeInForce: 'day',
              reason: '',
              nonce: '1',
            } as const;
            const portfolio = { cash: equity, equity, dayStartEquity: equity, holdings: [] };
            const verdict = checkLimits({
              intent,
              portfolio,
              limits: LIMITS,
              lastPrice: Number(price) / 1e8,
              instrument: { symbol: 'GOOG', isTradable: true },
            });
            expect(verdict.reasons).toEqual([]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  const account = {
    equity: parseDecimal('10000'),
    price: parseDecimal('100'),
    limits: LIMITS,
    currentQuantity: 0n,
    otherGross: 0n,
    buyingPower: parseDecimal('10000'),
  };

  it('risk one percent over the stop distance', () => {
    const size = riskPerTradeSize({ ...account, stopDistance: parseDecimal('8') });
    expect(size).toMatchObject({ targetQuantity: parseDecimal('12'), boundBy: 'method' });
    expect(size.reason).toBe('1 % of equity at risk over a stop distance of 8 gives 12 units at 100');
  });

  it.each([
    ['position limit', {}, '30'],
    ['buying power', { buyingPower: parseDecimal('550') }, '5'],
    ['gross exposure limit', { otherGross: parseDecimal('9000') }, '10'],
    ['order limit', { limits: { ...LIMITS, orderPctMax: 10 }, currentQuantity: parseDecimal('5') }, '15'],
  ])('say that the %s bound them', (boundBy, change, expected) => {
    const size = riskPerTradeSize({ ...account, ...change, stopDistance: parseDecimal('0.5') });
    expect(size).toMatchObject({ boundBy, targetQuantity: parseDecimal(expected) });
  });

  it('refuse a stop that is no distance away', () => {
    expect(() => riskPerTradeSize({ ...account, stopDistance: 0n })).toThrow(
      'stop distance is 0, it must be above zero',
    );
  });
});
