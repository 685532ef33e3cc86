import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BacktestOptions } from '#contract/services/backtests';
import { smaCrossover } from '#domain/strategies/sma-crossover';
import { runBacktest } from '#engine/simulation/run-backtest';
import { hasDailyPrices, readDailyBars } from '#test/support/daily-bars';

interface GoldenCase {
  readonly file: string;
  readonly parameters: { readonly fast: number; readonly slow: number };
  readonly options: Pick<
    BacktestOptions,
    'cash' | 'commission' | 'direction' | 'units' | 'fill' | 'closeAtEnd'
  >;
  readonly statistics: Record<string, number | null>;
  /** Signed size, entry bar, exit bar, profit after fees. */
  readonly trades: readonly (readonly [number, number, number, number])[];
}

const { tool, cases } = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as {
  tool: string;
  cases: GoldenCase[];
};

/** Catches every drift of matching, sizing, fees, reversal or statistics away from an independent program. */
describe.skipIf(!hasDailyPrices)(`the same trades and figures as ${tool}`, () => {
  it.each(cases.map((golden) => [caseName(golden), golden] as const))('%s', (_name, golden) => {
    const bars = readDailyBars(golden.file);
    const options = {
      strategy: smaCrossover.slug,
      parameters: golden.parameters,
      size: 1,
      ...golden.options,
    };
    const { statistics, trades } = runBacktest(
      {
        symbol: 'TEST',
        timeframe: '1d',
        bars,
        strategy: smaCrossover,
        parameters: golden.parameters,
        options,
      },
      { monotonic: () => 0 },
    );
    const closed = trades.filter((trade) => trade.exitTime !== null);
    expect(
      closed.map((trade) => [
        trade.side === 'long' ? trade.quantity : -trade.quantity,
        bars.time.indexOf(trade.entryTime),
        bars.time.indexOf(trade.exitTime!),
      ]),
    ).toEqual(golden.trades.map(([size, entry, exit]) => [size, entry, exit]));
    closed.forEach((trade, i) => {
      expect(trade.pnl, `profit of trade ${i}`).toBeCloseTo(golden.trades[i]![3], 5);
    });
    for (const [figure, expected] of Object.entries(golden.statistics)) {
      const actual = statistics[figure as keyof typeof statistics];
      if (expected === null) expect(actual, figure).toBeNull();
      else
        expect(Math.abs(Number(actual) - expected), `${figure} ${actual} ${expected}`).toBeLessThan(
          1e-8 * Math.max(1, Math.abs(expected)),
        );
    }
  });
});

function caseName({ file, parameters, options }: GoldenCase): string {
  return `${file} ${parameters.fast}/${parameters.slow} ${options.direction} ${options.fill} commission ${options.commission}`;
}
