import { describe, expect, it } from 'vitest';
import { estimateCapacity } from '#domain/performance/capacity';
import { drawdownTable, underWater } from '#domain/performance/drawdown-table';
import { stressReturns } from '#domain/performance/market-stress';
import { excursions, type MeasuredTrade } from '#domain/performance/measured-trade';
import { histogram, returnDistribution } from '#domain/performance/return-distribution';
import { gainToPainRatio, omegaRatio, stability, ulcerIndex } from '#domain/performance/risk-ratios';
import { analyzeTrades, longestStreak } from '#domain/performance/trade-analysis';

const DAY = 86_400_000;
const days = (count: number) => Float64Array.from({ length: count }, (_, i) => i * DAY);
const trade = (given: Partial<MeasuredTrade>): MeasuredTrade => ({
  symbol: 'A',
  strategy: 's',
  side: 'long',
  quantity: 10,
  entryTime: 0,
  entryPrice: 100,
  exitTime: DAY,
  exitPrice: 110,
  pnl: 100,
  returnPct: 10,
  fees: 0,
  bars: 1,
  maePct: -2,
  mfePct: 20,
  entryVolume: 1_000,
  ...given,
});

describe('drawdowns', () => {
  it('keeps the fall that has not recovered, and one that begins on the last bar', () => {
    const rows = drawdownTable(days(6), Float64Array.of(100, 90, 101, 60, 80, 70), 5);
    expect(rows).toEqual([
      {
        peakTime: 2 * DAY,
        troughTime: 3 * DAY,
        recoveryTime: null,
        depthPct: expect.closeTo(-40.594, 3),
        lengthMs: 3 * DAY,
      },
      {
        peakTime: 0,
        troughTime: DAY,
        recoveryTime: 2 * DAY,
        depthPct: expect.closeTo(-10, 9),
        lengthMs: 2 * DAY,
      },
    ]);
    expect(drawdownTable(days(2), Float64Array.of(2, 1), 5)).toHaveLength(1);
    expect(drawdownTable(days(3), Float64Array.of(1, 1, 2), 5)).toEqual([]);
  });

  it('tells the share of time under water and its longest stretch', () => {
    expect(underWater(days(5), Float64Array.of(10, 9, 10, 9, 8))).toEqual({
      sharePct: 60,
      longestMs: 2 * DAY,
    });
    expect(underWater(days(0), new Float64Array(0))).toEqual({ sharePct: 0, longestMs: 0 });
  });
});

describe('trades', () => {
  it('measures the furthest price against and for a position, either way', () => {
    const bars = { high: Float64Array.of(105, 130, 999), low: Float64Array.of(95, 80, 1) };
    const at = { entryPrice: 100, exitPrice: 110 };
    expect(excursions({ side: 'long', ...at }, bars, 0, 1)).toEqual({
      maePct: expect.closeTo(-20, 9),
      mfePct: expect.closeTo(30, 9),
    });
    expect(excursions({ side: 'short', ...at }, bars, 0, 1)).toEqual({
      maePct: expect.closeTo(-30, 9),
      mfePct: expect.closeTo(20, 9),
    });
    expect(excursions({ side: 'long', ...at }, bars, 2, 1)).toEqual({
      maePct: 0,
      mfePct: expect.closeTo(10, 9),
    });
  });

  it('counts streaks, broken by a trade that made nothing', () => {
    const row = [1, 2, 0, 3, -1, -1, 4].map((pnl) => ({ pnl }));
    expect([longestStreak(row, 1), longestStreak(row, -1), longestStreak([], 1)]).toEqual([2, 2, 0]);
  });

  it('averages closed trades only', () => {
    const found = analyzeTrades([
      trade({}),
      trade({ pnl: -50, returnPct: -5, exitPrice: 95, exitTime: 3 * DAY, maePct: -8, mfePct: 1, bars: 3 }),
      trade({ exitTime: null, exitPrice: null, pnl: 1_000 }),
    ]);
    expect(found).toMatchObject({
      winners: 1,
      losers: 1,
      payoffRatio: 2,
      expectancy: 25,
      medianHoldingMs: 2 * DAY,
      longestHoldingMs: 3 * DAY,
      averageHoldingBars: 2,
      averageMaePct: -5,
      averageMfePct: 10.5,
      exitEfficiency: expect.closeTo(0.5, 12),
      topFiveShare: 1,
    });
    expect(analyzeTrades([])).toMatchObject({
      winners: 0,
      payoffRatio: null,
      medianHoldingMs: null,
      topFiveShare: null,
    });
  });

  it('scales an account until entries are the wanted share of volume', () => {
    const found = estimateCapacity(
      [trade({}), trade({ entryVolume: 0 }), trade({ entryVolume: null })],
      () => 5_000,
      0.05,
    );
    expect(found).toEqual({ equity: 25_000, participation: 0.05, largestShare: 0.01, entries: 1 });
    expect(estimateCapacity([trade({ entryVolume: null })], () => 1, 0.05)).toBeNull();
  });
});

describe('returns', () => {
  it('counts every return once, gains and losses in bins of their own', () => {
    const values = Float64Array.of(-0.03, -0.001, 0, 0.001, 0.02, 0.05);
    const found = histogram(values, 10)!;
    expect(found.counts.reduce((a, b) => a + b)).toBe(6);
    const zero = Math.round(-found.from / found.width);
    expect(found.from + zero * found.width).toBeCloseTo(0, 12);
    expect(found.counts.slice(0, zero).reduce((a, b) => a + b)).toBe(2);
    expect(histogram(Float64Array.of(1, 1, 1), 5)!.counts.reduce((a, b) => a + b)).toBe(3);
    expect(histogram(new Float64Array(0), 5)).toBeNull();
  });

  it('says null where nothing is defined', () => {
    expect(
      Object.values(returnDistribution(new Float64Array(0)))
        .slice(1)
        .every((value) => value === null),
    ).toBe(true);
    expect([
      omegaRatio([0.1]),
      gainToPainRatio([0.1]),
      stability([0.1]),
      ulcerIndex([]),
      stability([-1, 0.5]),
    ]).toEqual([null, null, null, null, null]);
  });

  it('tells of a crisis only where the data covers all of it', () => {
    const from = Date.UTC(2020, 1, 1);
    const time = Float64Array.from({ length: 90 }, (_, i) => from + i * DAY);
    const equity = Float64Array.from({ length: 90 }, (_, i) => (i < 30 ? 100 : 80));
    expect(stressReturns(time, equity)).toEqual([
      expect.objectContaining({
        name: 'COVID crash',
        returnPct: expect.closeTo(-20, 9),
        benchmarkPct: null,
        maxDrawdownPct: expect.closeTo(-20, 9),
      }),
    ]);
    expect(stressReturns(time.subarray(25), equity.subarray(25))).toEqual([]);
  });
});
