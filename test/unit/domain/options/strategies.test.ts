import { describe, expect, it } from 'vitest';
import { analyseStrategy } from '#domain/options/analyse-strategy';
import { expirationTime } from '#domain/options/expiration';
import {
  layOut,
  STRATEGY_NAMES,
  type StrategyName,
  type StrategyPart,
  strategyName,
} from '#domain/options/named-strategies';
import { optionLeg, type StrategyLeg } from '#domain/options/strategy-leg';

const NEAR = '2026-12-18';
const LATER = '2027-01-15';
const STRIKES = [80, 85, 90, 95, 100, 105, 110, 115, 120];
const ground = { strikes: STRIKES, spot: 101, expiration: NEAR, laterExpiration: LATER, multiplier: 100 };
const market = {
  spot: 100,
  now: Date.parse('2026-11-20T21:00:00Z'),
  rate: 0.04,
  dividendYield: 0.01,
};

/** Prices as a test sets them, by right and strike. */
function legsOf(parts: readonly StrategyPart[], prices: Record<string, number>): StrategyLeg[] {
  return parts.map((part): StrategyLeg => {
    const sign = part.side === 'buy' ? 1 : -1;
    if (part.kind === 'underlying') return { kind: 'underlying', quantity: sign * part.ratio, price: 100 };
    const date = part.expiration.slice(2).replaceAll('-', '');
    const strike = String(part.strike * 1_000).padStart(8, '0');
    const symbol = `XYZ${date}${part.right === 'call' ? 'C' : 'P'}${strike}`;
    return optionLeg(symbol, {
      quantity: sign * part.ratio,
      price: prices[`${part.right} ${part.strike}`] ?? 0,
      volatility: 0.3,
    });
  });
}

describe('what a strategy wins and loses', () => {
  it.each([
    // Paid 2: loses that below 100, wins 10 − 2 above 110.
    ['vertical', { 'call 100': 3, 'call 110': 1 }, { cost: 200, most: 800, least: -200, even: [102] }],
    [
      'straddle',
      { 'call 100': 4, 'put 100': 3 },
      { cost: 700, most: 'unlimited', least: -700, even: [93, 107] },
    ],
    [
      'strangle',
      { 'put 90': 1, 'call 110': 2 },
      { cost: 300, most: 'unlimited', least: -300, even: [87, 113] },
    ],
    // Brought 2.5 in: keeps it between the sold strikes, loses the width less it outside.
    [
      'iron-condor',
      { 'put 80': 0.5, 'put 90': 2, 'call 110': 1.5, 'call 120': 0.5 },
      { cost: -250, most: 250, least: -750, even: [87.5, 112.5] },
    ],
    [
      'butterfly',
      { 'call 90': 12, 'call 100': 5, 'call 110': 1 },
      { cost: 300, most: 700, least: -300, even: [93, 107] },
    ],
    ['covered-call', { 'call 110': 2 }, { cost: 9_800, most: 1_200, least: -9_800, even: [98] }],
  ] as const)('%s', (name, prices, expected) => {
    const result = analyseStrategy(legsOf(layOut(name, ground), prices), market);
    expect(result.cost).toBeCloseTo(expected.cost, 9);
    expect(result.isExact).toBe(true);
    if (expected.most === 'unlimited') expect(result.maxProfit).toBe('unlimited');
    else expect(result.maxProfit).toBeCloseTo(expected.most, 9);
    expect(result.maxLoss).toBeCloseTo(expected.least, 9);
    expect(result.breakEvens).toHaveLength(expected.even.length);
    for (const [i, price] of expected.even.entries()) expect(result.breakEvens[i]).toBeCloseTo(price, 9);
    expect(result.horizonTime).toBe(expirationTime(NEAR));
  });

  // Would catch: the loss of a sold call told as that at the highest strike looked at.
  it('a call sold alone can lose without end', () => {
    const legs = legsOf(
      [{ kind: 'option', right: 'call', strike: 100, expiration: NEAR, side: 'sell', ratio: 1 }],
      { 'call 100': 4 },
    );
    expect(analyseStrategy(legs, market)).toMatchObject({
      maxProfit: 400,
      maxLoss: 'unlimited',
      breakEvens: [104],
    });
  });

  it('a calendar is worth most at its strike, and its figures are those of the model', () => {
    const result = analyseStrategy(legsOf(layOut('calendar', ground), {}), market, 150);
    expect(result.isExact).toBe(false);
    expect(result.maxLoss).toBeCloseTo(-150, 0);
    const { spot, atHorizon } = result.curve;
    const best = spot[atHorizon.indexOf(Math.max(...atHorizon))]!;
    expect(Math.abs(best - 100)).toBeLessThan(2);
    expect(result.breakEvens).toHaveLength(2);
  });

  it('Greeks of all legs are those of their units', () => {
    const { greeks } = analyseStrategy(legsOf(layOut('covered-call', ground), { 'call 110': 2 }), market);
    expect(greeks.delta).toBeGreaterThan(50);
    expect(greeks.delta).toBeLessThan(100);
    expect(greeks.gamma).toBeLessThan(0);
    expect(greeks.theta).toBeGreaterThan(0);
  });

  it('a net price goes before the prices of the legs', () => {
    const legs = legsOf(layOut('vertical', ground), { 'call 100': 3, 'call 110': 1 });
    expect(analyseStrategy(legs, market, 150)).toMatchObject({ cost: 150, maxLoss: -150, maxProfit: 850 });
  });
});

describe('names of strategies', () => {
  it.each(STRATEGY_NAMES)(
    '%s is known again by its legs, in any order and turned round',
    (name: StrategyName) => {
      const parts = layOut(name, ground);
      expect(parts.length).toBeGreaterThan(1);
      expect(strategyName(parts)).toBe(name);
      expect(strategyName([...parts].reverse())).toBe(name);
      if (name === 'covered-call') return;
      const turned = parts.map((part) => ({
        ...part,
        side: part.side === 'buy' ? ('sell' as const) : ('buy' as const),
      }));
      expect(strategyName(turned)).toBe(name);
    },
  );

  it('nothing is laid out where strikes or dates are missing', () => {
    expect(layOut('iron-condor', { ...ground, strikes: [100, 105] })).toEqual([]);
    expect(layOut('calendar', { ...ground, laterExpiration: undefined })).toEqual([]);
  });

  it('legs without a name have none', () => {
    const [first, second] = layOut('vertical', ground);
    expect(strategyName([first!])).toBeNull();
    expect(strategyName([first!, { ...second!, ratio: 3 }])).toBeNull();
  });
});
