import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brinsonAttribution, linkBrinson } from '#domain/performance/brinson-attribution';
import { regressOnFactors } from '#domain/performance/factor-regression';
import { firstTradeDifference } from '#domain/performance/trade-difference';

const segment = (name: string, weight: number, benchmarkWeight: number, own: number, other: number) => ({
  name,
  weight,
  benchmarkWeight,
  segmentReturn: own,
  benchmarkReturn: other,
});

/** Catches an effect measured from zero in place of the benchmark's total, or effects that do not add up. */
describe('Brinson attribution', () => {
  // Worked example of Bacon, Practical Portfolio Performance Measurement and Attribution, chapter 5.
  const bacon = [
    segment('UK equities', 0.4, 0.4, 0.2, 0.1),
    segment('Japanese equities', 0.3, 0.2, -0.05, -0.04),
    segment('US equities', 0.3, 0.4, 0.06, 0.08),
  ];

  it('gives the figures of the textbook', () => {
    const found = brinsonAttribution(bacon);
    expect(found.portfolioReturn).toBeCloseTo(0.083, 12);
    expect(found.benchmarkReturn).toBeCloseTo(0.064, 12);
    expect(found.segments.map(({ allocation }) => allocation)).toEqual([
      expect.closeTo(0, 12),
      expect.closeTo(-0.0104, 12),
      expect.closeTo(-0.0016, 12),
    ]);
    expect(found.segments.map(({ selection }) => selection)).toEqual([
      expect.closeTo(0.04, 12),
      expect.closeTo(-0.002, 12),
      expect.closeTo(-0.008, 12),
    ]);
    expect(found.segments.map(({ interaction }) => interaction)).toEqual([
      expect.closeTo(0, 12),
      expect.closeTo(-0.001, 12),
      expect.closeTo(0.002, 12),
    ]);
  });

  it('adds up to the active return, over one period and over many', () => {
    const value = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    const weights = fc
      .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([a, b]) => [Math.min(a, b), Math.abs(a - b), 1 - Math.max(a, b)] as const);
    const period = fc
      .tuple(weights, weights, fc.array(value, { minLength: 6, maxLength: 6 }))
      .map(([own, other, r]) =>
        ['a', 'b', 'c'].map((name, i) => segment(name, own[i]!, other[i]!, r[i]!, r[i + 3]!)),
      );
    fc.assert(
      fc.property(fc.array(period, { minLength: 1, maxLength: 6 }), (periods) => {
        for (const found of [brinsonAttribution(periods[0]!), linkBrinson(periods.map(brinsonAttribution))]) {
          const active = found.portfolioReturn - found.benchmarkReturn;
          expect(found.allocation + found.selection + found.interaction).toBeCloseTo(active, 8);
        }
      }),
    );
  });
});

describe('factor regression', () => {
  it('finds what returns are made of, and nothing where it cannot', () => {
    const market = Float64Array.from({ length: 50 }, (_, i) => Math.sin(i) / 50);
    const value = Float64Array.from({ length: 50 }, (_, i) => Math.cos(i * i) / 50);
    const returns = market.map((one, i) => 0.0004 + 0.8 * one - 0.3 * value[i]!);
    const found = regressOnFactors(
      returns,
      [
        { name: 'market', returns: market },
        { name: 'value', returns: value },
      ],
      252,
    )!;
    expect(found.exposures.map(({ beta }) => beta)).toEqual([
      expect.closeTo(0.8, 10),
      expect.closeTo(-0.3, 10),
    ]);
    expect(found.annualAlpha).toBeCloseTo(0.1008, 10);
    expect(found.rSquared).toBeCloseTo(1, 10);
    const twice = market.map((one) => one * 2);
    expect(
      regressOnFactors(
        returns,
        [
          { name: 'market', returns: market },
          { name: 'twice', returns: twice },
        ],
        252,
      ),
    ).toBeNull();
    expect(
      regressOnFactors(returns.subarray(0, 2), [{ name: 'market', returns: market.subarray(0, 2) }], 252),
    ).toBeNull();
    expect(() => regressOnFactors(returns, [{ name: 'short', returns: market.subarray(1) }], 252)).toThrow(
      'factor short has 49 returns where there are 50',
    );
  });
});

describe('the first trade that differs', () => {
  const trade = {
    side: 'long' as const,
    quantity: 1,
    entryTime: 1,
    entryPrice: 10,
    exitTime: 2,
    exitPrice: 11,
  };

  it.each([
    [[trade], [trade], 1, undefined],
    [[trade], [trade, trade], 1, 'one run has no more trades'],
    [[], [], 0, undefined],
    [[trade], [{ ...trade, exitPrice: 12 }], 0, 'left at another price'],
    [[trade, trade], [trade, { ...trade, entryTime: 3, exitPrice: 9 }], 1, 'entered at another time'],
  ])('%#', (base, other, equalTrades, reason) => {
    const found = firstTradeDifference(base, other);
    expect([found.equalTrades, found.first?.reason]).toEqual([equalTrades, reason]);
  });
});
