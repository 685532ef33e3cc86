import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BacktestOptions } from '#contract/services/backtests';
import { type Bar, barsFromRows } from '#domain/market/bar';
import { findStrategy } from '#domain/strategies/catalog';
import { createSeededRandom } from '#domain/values/seeded-random';
import { BacktestRun } from '#engine/simulation/backtest-run';
import { EQUITY_CURVE_POINTS } from '#engine/simulation/equity-curve';
import { runBacktest, runBacktestInPortions } from '#engine/simulation/run-backtest';
import { naiveBacktest } from './naive-backtest.ts';

const DAY = 86_400_000;
const PARAMETERS = {
  'sma-crossover': { fast: 3, slow: 8 },
  'rsi-reversal': { period: 5, lower: 40, upper: 60 },
  breakout: { entry: 6, exit: 4 },
} as const;

/** A random walk with gaps; six decimals, so that averages do not tie. */
function randomBars(seed: number, count: number): Bar[] {
  const random = createSeededRandom(seed);
  const cents = (price: number) => Math.round(price * 1e6) / 1e6;
  let price = 50 + random.next() * 100;
  return Array.from({ length: count }, (_, i) => {
    const open = cents(price * (1 + 0.01 * random.nextNormal()));
    const close = cents(open * (1 + 0.02 * random.nextNormal()));
    const high = cents(Math.max(open, close) * (1 + 0.01 * random.next()));
    const low = cents(Math.min(open, close) * (1 - 0.01 * random.next()));
    price = close;
    return { time: i * DAY, open, high, low, close, volume: 100 };
  });
}

function request(
  rows: readonly Bar[],
  slug: keyof typeof PARAMETERS,
  options: Partial<BacktestOptions> = {},
) {
  const full: BacktestOptions = {
    strategy: slug,
    parameters: {},
    cash: 10_000,
    commission: 0,
    direction: 'long',
    units: 'fractional',
    fill: 'next-open',
    closeAtEnd: 'last-close',
    size: 1,
    ...options,
  };
  return {
    symbol: 'A',
    timeframe: '1d' as const,
    bars: barsFromRows(rows),
    strategy: findStrategy(slug)!,
    parameters: PARAMETERS[slug],
    options: full,
  };
}

const still = { monotonic: () => 0 };

describe('backtest', () => {
  it('agrees with an independent, naive one on random bars, strategies and options', () => {
    const options = fc.record({
      commission: fc.constantFrom(0, 0.0005, 0.01),
      direction: fc.constantFrom('long' as const, 'long-short' as const),
      units: fc.constantFrom('fractional' as const, 'whole' as const),
      fill: fc.constantFrom('next-open' as const, 'close' as const),
      closeAtEnd: fc.constantFrom('last-close' as const, 'last-open' as const, 'none' as const),
      size: fc.constantFrom(1, 0.5, 0.33),
      cash: fc.constantFrom(100, 10_000, 1_000_000),
    });
    const slugs = fc.constantFrom('sma-crossover' as const, 'rsi-reversal' as const, 'breakout' as const);
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 160 }), slugs, options, (seed, count, slug, chosen) => {
        const rows = randomBars(seed, count);
        const asked = request(rows, slug, chosen);
        const { statistics, trades, equityCurve } = runBacktest(asked, still);
        const expected = naiveBacktest(rows, slug, PARAMETERS[slug], asked.options);
        const close = (actual: number, wanted: number) =>
          expect(Math.abs(actual - wanted)).toBeLessThan(1e-7 * chosen.cash);
        expect(trades.map(({ side, entryTime, exitTime }) => [side, entryTime, exitTime])).toEqual(
          expected.trades.map(({ side, entry, exit }) => [
            side,
            entry * DAY,
            exit === null ? null : exit * DAY,
          ]),
        );
        trades.forEach((trade, i) => {
          close(trade.pnl, expected.trades[i]!.pnl);
          close(trade.quantity, expected.trades[i]!.quantity);
        });
        equityCurve.forEach((point, i) => {
          close(point.equity, expected.equity[i]!);
        });
        close(statistics.feesPaid, expected.fees);
        expect(statistics.trades).toBe(expected.trades.filter(({ exit }) => exit !== null).length);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on how it is cut into portions', () => {
    const asked = request(randomBars(7, 500), 'breakout', { direction: 'long-short', commission: 0.001 });
    const whole = runBacktest(asked, still);
    const run = new BacktestRun(asked);
    let portions = 1;
    for (; !run.advance(7); portions++) expect(run.progress).toBeCloseTo((portions * 7) / 500, 12);
    expect(portions).toBe(72);
    expect(run.result(0)).toEqual(whole);
  });

  it('never looks ahead: changing the bars after a point changes nothing before it', () => {
    const rows = randomBars(11, 300);
    const other = [
      ...rows.slice(0, 200),
      ...randomBars(12, 100).map((bar, i) => ({ ...bar, time: (200 + i) * DAY })),
    ];
    for (const slug of Object.keys(PARAMETERS) as (keyof typeof PARAMETERS)[]) {
      const [a, b] = [rows, other].map((bars) => runBacktest(request(bars, slug, { fill: 'close' }), still));
      expect(a!.equityCurve.slice(0, 200).map(({ equity }) => equity)).toEqual(
        b!.equityCurve.slice(0, 200).map(({ equity }) => equity),
      );
    }
  });

  it('closes a ruined short at that close and trades no more', () => {
    const closes = [20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 30, 31, 12, 11, 10, 9, 8, 7];
    const rows = closes.map((close, i) => ({
      time: i * DAY,
      open: close,
      high: close,
      low: close,
      close,
      volume: 1,
    }));
    const asked = request(rows, 'breakout', { direction: 'long-short', closeAtEnd: 'none' });
    const { trades, equityCurve, statistics } = runBacktest(asked, still);
    expect(trades).toHaveLength(1);
    expect(trades[0]).toMatchObject({ side: 'short', entryPrice: 13, exitPrice: 30, exitTime: 10 * DAY });
    expect(
      equityCurve.slice(10).every(({ equity }) => equity === equityCurve[10]!.equity && equity < 0),
    ).toBe(true);
    expect(statistics.maxDrawdownPct).toBeLessThanOrEqual(-100);
  });

  it('stops at an abort between portions and reports progress', async () => {
    const asked = request(randomBars(3, 100), 'breakout');
    const longer = { ...asked, bars: barsFromRows(randomBars(3, 70_000)) };
    const controller = new AbortController();
    const seen: number[] = [];
    await runBacktestInPortions(longer, { ...still, onProgress: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([65_536 / 70_000]);
    const pause = async () => controller.abort(new Error('cancelled by the user'));
    await expect(
      runBacktestInPortions(longer, { ...still, pause, signal: controller.signal }),
    ).rejects.toThrow('cancelled by the user');
  });

  it('thins the curve but keeps its extremes, its ends and its deepest drawdown', () => {
    const { equityCurve, statistics } = runBacktest(
      request(randomBars(5, 30_000), 'breakout', { size: 0.1 }),
      still,
    );
    expect(equityCurve.length).toBeLessThanOrEqual(EQUITY_CURVE_POINTS);
    expect(equityCurve.length).toBeGreaterThan(1_500);
    expect(equityCurve[0]!.time).toBe(0);
    expect(equityCurve.at(-1)).toMatchObject({ time: 29_999 * DAY, equity: statistics.equityFinal });
    expect(Math.min(...equityCurve.map(({ drawdownPct }) => drawdownPct))).toBeCloseTo(
      statistics.maxDrawdownPct,
      9,
    );
    expect(equityCurve.every((point, i) => i === 0 || point.time > equityCurve[i - 1]!.time)).toBe(true);
  });

  it('names a series without bars', () => {
    expect(() => runBacktest(request([], 'breakout'), still)).toThrow('A 1d has no bars in this range');
  });
});
