import { describe, expect, it } from 'vitest';
import { smaCrossover } from '#domain/strategies/sma-crossover';
import { runBacktest } from '#engine/simulation/run-backtest';
import { hasDailyPrices, readDailyBars } from '#test/support/daily-bars';

/** The outcome that backtesting.py publishes for its own GOOG example; any change of the engine's meaning shows here. */
describe.skipIf(!hasDailyPrices)('SMA 10/30 on GOOG 2004-2013, long and short, all in', () => {
  const run = () =>
    runBacktest(
      {
        symbol: 'GOOG',
        timeframe: '1d',
        bars: readDailyBars('GOOG_2000-2013.csv'),
        strategy: smaCrossover,
        parameters: { fast: 10, slow: 30 },
        options: {
          strategy: 'sma-crossover',
          parameters: {},
          cash: 10_000,
          commission: 0,
          direction: 'long-short',
          units: 'whole',
          fill: 'next-open',
          closeAtEnd: 'last-open',
          size: 1,
        },
      },
      { monotonic: () => 0 },
    );

  it('gives the published statistics', () => {
    const { statistics } = run();
    expect(statistics).toMatchObject({ trades: 66, equityFinal: 51_422.99, bars: 2_148, feesPaid: 0 });
    expect(statistics.returnPct).toBeCloseTo(414.2299, 4);
    expect(statistics.winRatePct).toBeCloseTo(46.97, 2);
    expect(statistics.maxDrawdownPct).toBeCloseTo(-47.98, 2);
    expect(statistics.annualizedReturnPct).toBeCloseTo(21.19, 2);
    expect(statistics.volatilityPct).toBeCloseTo(36.5, 2);
    expect(statistics.sharpe).toBeCloseTo(0.5806, 4);
    expect(statistics.sortino).toBeCloseTo(1.0853, 4);
    expect(statistics.exposurePct).toBeCloseTo(96.74, 2);
    expect(statistics).toMatchObject({ startDate: '2004-08-19', endDate: '2013-03-01' });
  });

  it('gives the same orders and fills, to the byte, every time', () => {
    const hash = '4fb193b1c9228dfdac99733cdf95977d651731f5eaeef8f1f9372e32ec34bfa7';
    expect(run().statistics.orderListHash).toBe(hash);
    expect(run().statistics.orderListHash).toBe(hash);
  });
});
