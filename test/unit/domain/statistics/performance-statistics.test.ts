import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compoundAnnualGrowthRate } from '#domain/statistics/annualized-return';
import { calmarRatio } from '#domain/statistics/calmar-ratio';
import { drawdownPeriods, drawdowns } from '#domain/statistics/drawdown';
import { buyAndHoldReturnPct, performanceStatistics } from '#domain/statistics/performance-statistics';
import { periodReturns } from '#domain/statistics/period-returns';
import { countAtOrBelow, quantileOfSorted } from '#domain/statistics/quantile';

const DAY = 86_400_000;
const days = (count: number) =>
  Float64Array.from({ length: count }, (_, i) => Date.UTC(2024, 0, 1) + i * DAY);

describe('performance statistics', () => {
  it('holds null, never NaN or infinity, however odd the run', () => {
    const value = fc.oneof(
      fc.constant(0),
      fc.constant(100),
      fc.integer({ min: -100_000_000, max: 100_000_000 }).map((cents) => cents / 100),
    );
    const trade = fc.record({ entryBar: fc.nat(20), exitBar: fc.nat(20), pnl: value, returnPct: value });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 40 }),
        fc.array(trade, { maxLength: 5 }),
        (equity, trades) => {
          const found = performanceStatistics({
            time: days(equity.length),
            equity: Float64Array.from(equity),
            trades,
          });
          for (const [figure, result] of Object.entries(found))
            if (result !== null) expect(Number.isFinite(result), figure).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says null for a run of one bar and for a run without trades', () => {
    const found = performanceStatistics({ time: days(1), equity: Float64Array.of(100), trades: [] });
    expect(found).toMatchObject({
      returnPct: 0,
      annualizedReturnPct: null,
      volatilityPct: null,
      sharpe: null,
      sortino: null,
      calmar: null,
      winRatePct: null,
      profitFactor: null,
      cagrPct: null,
      maxDrawdownPct: 0,
      exposurePct: 0,
      trades: 0,
    });
  });

  it('subtracts the risk-free rate from both ratios but not from Calmar', () => {
    const equity = Float64Array.of(100, 101, 100, 103, 102, 105);
    const free = performanceStatistics({ time: days(6), equity, trades: [] });
    const charged = performanceStatistics({ time: days(6), equity, trades: [], riskFreeRate: 0.05 });
    expect(free.sharpe! - charged.sharpe!).toBeCloseTo(5 / free.volatilityPct!, 9);
    expect(charged.sortino!).toBeLessThan(free.sortino!);
    expect(charged.calmar).toBe(free.calmar);
  });

  it('refuses a curve without times', () => {
    expect(() => performanceStatistics({ time: days(2), equity: Float64Array.of(1), trades: [] })).toThrow(
      'an equity curve of 1 points cannot be read with 2 times',
    );
  });

  it('measures holding from the first bar that could be traded', () => {
    expect(buyAndHoldReturnPct(Float64Array.of(50, 100, 150), 1)).toBe(50);
    expect(buyAndHoldReturnPct(new Float64Array(0), 0)).toBe(0);
  });
});

describe('drawdowns', () => {
  it('tell peak, trough and recovery of each fall', () => {
    expect([...drawdowns([10, 8, 10, 12, 9, 6])]).toEqual([0, 0.19999999999999996, 0, 0, 0.25, 0.5]);
    expect(drawdownPeriods([10, 8, 10, 12, 9, 6])).toEqual([
      { start: 0, end: 2, depth: 0.19999999999999996 },
      { start: 3, end: 5, depth: 0.5 },
    ]);
  });

  it('leave Calmar undefined when nothing was lost', () => {
    expect(calmarRatio([0.01, 0.02], 252)).toBeNull();
    expect(calmarRatio([0.5, -0.5], 2)).toBeCloseTo(-0.5, 12);
  });
});

describe('period returns', () => {
  it('take the last equity of each UTC day, whatever the bars', () => {
    const time = Float64Array.of(0, DAY / 2, DAY, 3 * DAY, 3 * DAY + 1);
    expect([...periodReturns(time, Float64Array.of(1, 2, 4, 8, 2)).returns]).toEqual([1, -0.5]);
  });

  it('count days before 1970 as any other', () => {
    const monday = Date.UTC(1969, 11, 1);
    const time = Float64Array.from({ length: 10 }, (_, i) => monday + (i + 2 * Math.floor(i / 5)) * DAY);
    expect(periodReturns(time, new Float64Array(10).fill(1)).periodsPerYear).toBe(252);
  });
});

it('growth per year needs time to pass and something to grow', () => {
  expect(
    compoundAnnualGrowthRate({ startTime: 0, endTime: 365.25 * DAY, startValue: 100, endValue: 150 }),
  ).toBeCloseTo(0.5, 12);
  expect(compoundAnnualGrowthRate({ startTime: 5, endTime: 5, startValue: 100, endValue: 150 })).toBeNull();
  expect(compoundAnnualGrowthRate({ startTime: 0, endTime: DAY, startValue: 0, endValue: 150 })).toBeNull();
});

it('quantiles interpolate between the two nearest values', () => {
  const sorted = Float64Array.of(1, 2, 2, 4);
  expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantileOfSorted(sorted, p))).toEqual([
    1, 1.75, 2, 3.4000000000000004, 4,
  ]);
  expect([0, 1, 2, 3, 4].map((threshold) => countAtOrBelow(sorted, threshold))).toEqual([0, 1, 3, 3, 4]);
});
