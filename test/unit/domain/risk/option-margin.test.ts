import { describe, expect, it } from 'vitest';
import { comboSymbol } from '#domain/orders/combo';
import type { OrderIntent, OrderLeg } from '#domain/orders/order';
import { checkLimits } from '#domain/risk/check-limits';
import { optionCharge } from '#domain/risk/option-charge';
import { optionRequirement } from '#domain/risk/option-margin';
import type { Holding, RiskPortfolio } from '#domain/risk/portfolio-exposure';
import { decimalFromNumber, formatDecimal, parseDecimal } from '#domain/values/decimal';

const d = parseDecimal;

const option = (strike: number, right: 'C' | 'P', day = '261218', root = 'AAA'): string =>
  `${root}${day}${right}${String(strike * 1000).padStart(8, '0')}`;

/** Last prices by hand; the underlying trades at 100. */
const PRICES: Readonly<Record<string, number>> = {
  AAA: 100,
  SPX: 5000,
  [option(90, 'P')]: 1,
  [option(95, 'P')]: 2,
  [option(100, 'P')]: 4,
  [option(100, 'C')]: 5,
  [option(105, 'C')]: 3,
  [option(110, 'C')]: 1.5,
  [option(120, 'C')]: 0.5,
  [option(100, 'C', '270115')]: 7,
  [option(4800, 'P', '261218', 'SPX')]: 30,
};
const priceOf = (symbol: string): number | null => PRICES[symbol] ?? null;

const requirement = (held: Readonly<Record<string, number>>, hasMargin = false): string => {
  const found = optionRequirement(
    Object.entries(held).map(([symbol, quantity]) => ({ symbol, quantity: decimalFromNumber(quantity) })),
    {
      hasMargin,
      priceOf: (symbol) => {
        const price = priceOf(symbol);
        return price === null ? undefined : decimalFromNumber(price);
      },
    },
  );
  return found === 'unlimited' ? found : formatDecimal(found);
};

describe('what options tie up', () => {
  it.each([
    ['nothing, when only bought', { [option(100, 'C')]: 3 }, '0'],
    ['nothing, of a debit spread', { [option(100, 'C')]: 1, [option(110, 'C')]: -1 }, '0'],
    // 110 − 100 on 100 shares, twice.
    ['the width, of a credit spread', { [option(100, 'C')]: -2, [option(110, 'C')]: 2 }, '2000'],
    // 100 − 95 below; 110 − 105 above: only one side can lose.
    [
      'the wider wing once, of an iron condor',
      { [option(100, 'P')]: -1, [option(95, 'P')]: 1, [option(105, 'C')]: -1, [option(110, 'C')]: 1 },
      '500',
    ],
    [
      'nothing, of a butterfly',
      { [option(100, 'C')]: 1, [option(110, 'C')]: -2, [option(120, 'C')]: 1 },
      '0',
    ],
    ['the strike, of a put that cash covers', { [option(95, 'P')]: -1 }, '9500'],
    ['no end, of a call that nothing covers', { [option(110, 'C')]: -1 }, 'unlimited'],
    ['nothing, of a call that shares cover', { AAA: 100, [option(110, 'C')]: -1 }, '0'],
    ['no end, where shares cover one call of two', { AAA: 199, [option(110, 'C')]: -2 }, 'unlimited'],
    [
      'nothing, of a calendar whose long lasts',
      { [option(100, 'C', '270115')]: 1, [option(100, 'C')]: -1 },
      '0',
    ],
    [
      'no end, of a calendar whose long ends first',
      { [option(100, 'C')]: 1, [option(100, 'C', '270115')]: -1 },
      'unlimited',
    ],
  ])('%s', (_name, held, expected) => {
    expect(requirement(held)).toBe(expected);
  });

  it.each([
    // 20 % of 100 − 10 out of the money = 10, at least 10 % of 100; × 100 + 1.5 × 100.
    ['a call', { [option(110, 'C')]: -1 }, '1150'],
    // 20 % of 100 − 5 = 15; × 100 + 2 × 100. The strike in cash would be 9,500.
    ['a put', { [option(95, 'P')]: -1 }, '1700'],
    // 20 − 20 out of the money: the least, 10 % of 100, + 0.5.
    ['a call far out of the money', { [option(120, 'C')]: -1 }, '1050'],
    // The call's 2,000 is more than the put's 2,000 alike; both premiums, 500 + 400.
    ['a straddle', { [option(100, 'C')]: -1, [option(100, 'P')]: -1 }, '2900'],
    // One spread of 10 without loss beyond its width, one call by itself.
    ['a ratio spread', { [option(100, 'C')]: 1, [option(110, 'C')]: -2 }, '1150'],
    // An index: 15 % of 5,000 − 200 out = 550; × 100 + 30 × 100.
    ['a put on an index', { [option(4800, 'P', '261218', 'SPX')]: -1 }, '58000'],
  ])('%s in a margin account', (_name, held, expected) => {
    expect(requirement(held, true)).toBe(expected);
  });
});

const portfolio = (cash: string, held: Readonly<Record<string, number>> = {}): RiskPortfolio => {
  const holdings: Holding[] = Object.entries(held).map(([symbol, quantity]) => ({
    symbol,
    quantity: decimalFromNumber(quantity),
    lastPrice: priceOf(symbol),
  }));
  return { cash: d(cash), equity: d(cash), dayStartEquity: d(cash), holdings };
};

const intent = (legs: readonly OrderLeg[], more: Partial<OrderIntent> = {}): OrderIntent => ({
  origin: 'person',
  account: 'A',
  symbol: comboSymbol(legs),
  legs,
  side: 'buy',
  type: 'market',
  quantity: d('1'),
  timeInForce: 'day',
  reason: 'test',
  nonce: '1',
  ...more,
});

const LIMITS = {
  positionPctMax: 100,
  grossExposurePctMax: 200,
  orderPctMax: 100,
  priceCollarPct: 10,
  dailyLossPctMax: 5,
  riskPerTradePct: 1,
};

const judge = (one: OrderIntent, account: RiskPortfolio) =>
  checkLimits({
    intent: one,
    portfolio: account,
    limits: LIMITS,
    lastPrice: null,
    instrument: { symbol: one.symbol, isTradable: true },
    priceOf,
  });

const CREDIT: readonly OrderLeg[] = [
  { symbol: option(105, 'C'), side: 'sell', ratio: 1 },
  { symbol: option(110, 'C'), side: 'buy', ratio: 1 },
];
const DEBIT: readonly OrderLeg[] = CREDIT.map((leg) => ({
  ...leg,
  side: leg.side === 'buy' ? 'sell' : 'buy',
}));

describe('a combination before it is sent', () => {
  it('is charged with the most it can lose', () => {
    // Received 3 − 1.5 = 1.5 a share; 5 a share can be lost: 350 of the account's own.
    expect(optionCharge(intent(CREDIT), portfolio('1000'), priceOf)).toMatchObject({
      debit: d('-150'),
      needed: d('350'),
    });
    expect(optionCharge(intent(DEBIT), portfolio('1000'), priceOf)).toMatchObject({
      debit: d('150'),
      needed: d('150'),
    });
    // At a limit of 1.20 received: 380.
    const limited = intent(CREDIT, { type: 'limit', limitPrice: d('-1.2'), quantity: d('2') });
    expect(optionCharge(limited, portfolio('1000'), priceOf)?.needed).toBe(d('760'));
  });

  it('passes within the buying power and not beyond', () => {
    expect(judge(intent(CREDIT), portfolio('350')).reasons).toEqual([]);
    expect(judge(intent(CREDIT), portfolio('349.99')).reasons).toContain(
      'order ties up 350.00, above the buying power of 349.99',
    );
  });

  it('is refused where what it can lose has no end', () => {
    const naked: OrderLeg[] = [
      { symbol: option(110, 'C'), side: 'sell', ratio: 2 },
      { symbol: option(105, 'C'), side: 'buy', ratio: 1 },
    ];
    expect(judge(intent(naked), portfolio('100000')).reasons.join()).toMatch(
      /nothing would cover the short options on AAA/,
    );
  });

  it('is held back by the collar where its net is much worse than the market', () => {
    // The legs cost 4.5 together: 10 % is 0.45.
    const at = (limitPrice: string) =>
      judge(intent(DEBIT, { type: 'limit', limitPrice: d(limitPrice) }), portfolio('1000'));
    expect(at('1.95').reasons).toEqual([]);
    expect(at('1.96').reasons.join()).toMatch(/beyond the collar of 10 %/);
    expect(at('-3').reasons).toEqual([]);
  });
});

describe('the cover of a short option', () => {
  const covered = { AAA: 100, [option(110, 'C')]: -1 };
  const sale = intent([], { symbol: 'AAA', side: 'sell', quantity: d('100') });
  const { legs: _none, ...single } = sale;

  it('is not sold from under it', () => {
    expect(judge(single, portfolio('10000', covered)).reasons.join()).toMatch(/nothing would cover/);
  });

  it('may go once the short is bought back', () => {
    expect(judge(single, portfolio('10000', { AAA: 100 })).reasons.join()).not.toMatch(/cover/);
  });

  it('leaves other shares to buy with what is free', () => {
    // A put covered by 9,500 in cash leaves 500 for shares of another name.
    const other = { ...single, symbol: 'BBB', side: 'buy' as const, quantity: d('1') };
    const bought = (price: number) =>
      checkLimits({
        intent: other,
        portfolio: portfolio('10000', { [option(95, 'P')]: -1 }),
        limits: LIMITS,
        lastPrice: price,
        instrument: { symbol: 'BBB', isTradable: true },
        priceOf,
      });
    expect(bought(500).reasons).toEqual([]);
    expect(bought(501).reasons.join()).toMatch(/buying power of 500.00/);
  });
});
