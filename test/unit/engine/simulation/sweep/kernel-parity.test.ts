import { describe, expect, test } from 'vitest';
import { type BacktestOptions, backtestOptions } from '#contract/services/backtests';
import { allocateBars, type BarColumns } from '#domain/market/bar';
import { periodCloses } from '#domain/statistics/period-returns';
import { STRATEGIES } from '#domain/strategies/catalog';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import { createSeededRandom, type SeededRandom } from '#domain/values/seeded-random';
import { runBacktest } from '#engine/simulation/run-backtest';
import { ColumnShelf } from '#engine/simulation/sweep/column-shelf';
import { EngineTrial } from '#engine/simulation/sweep/engine-trial';
import { PeriodTally } from '#engine/simulation/sweep/period-tally';
import { ReturnKernel } from '#engine/simulation/sweep/return-kernel';
import { type KernelTrade, StatisticsKernel } from '#engine/simulation/sweep/statistics-kernel';
import { trialRules } from '#engine/simulation/sweep/trial-rules';
import {
  FIELD,
  PERIOD_FIELDS,
  ROW_WIDTH,
  trialStatisticsAt,
} from '#engine/simulation/sweep/trial-statistics';
import { VECTOR_STRATEGIES } from '#engine/simulation/sweep/vector-strategies';

/** Prices in coarse ticks, so that averages often touch without crossing and closes often equal a channel's edge. */
function coarseWalk(length: number, seed: number, stepMs: number): BarColumns {
  const random = createSeededRandom(seed);
  const bars = allocateBars(length);
  let price = 100;
  for (let i = 0; i < length; i++) {
    const open = Math.max(5, price + random.nextInteger(-1, 1));
    const close = Math.max(5, open + random.nextInteger(-3, 3));
    bars.time[i] = Date.UTC(2010, 0, 4) + i * stepMs;
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close) + random.nextInteger(0, 1);
    bars.low[i] = Math.min(open, close) - random.nextInteger(0, 1);
    bars.volume[i] = 100;
    price = close;
  }
  return bars;
}

const ACCOUNTS: readonly Partial<BacktestOptions>[] = [
  {},
  { direction: 'long-short', commission: 0.001 },
  { direction: 'long-short', units: 'whole', closeAtEnd: 'last-open' },
  { fill: 'close', closeAtEnd: 'none', size: 0.5, commission: 0.0005 },
  { fill: 'close', direction: 'long-short', closeAtEnd: 'last-close' },
  { direction: 'long-short', closeAtEnd: 'none', units: 'whole', cash: 400 },
];

const SAMPLE = 50;

/** Names of the figures that are further apart than rounding explains. */
function differences(ours: Record<string, number | null>, theirs: Record<string, number | null>): string[] {
  return Object.entries(theirs).flatMap(([name, value]) => {
    const own = ours[name] ?? null;
    const isEqual =
      own === null || value === null
        ? own === value
        : Math.abs(own - value) <= 1e-7 * Math.max(1, Math.abs(value));
    return isEqual ? [] : [`${name}: ${own} is not ${value}`];
  });
}

function sampleParameters({ slug }: StrategyDefinition, random: SeededRandom): Record<string, number> {
  if (slug === 'sma-crossover') {
    const fast = random.nextInteger(1, 20);
    return { fast, slow: fast + random.nextInteger(1, 40) };
  }
  if (slug === 'breakout') return { entry: random.nextInteger(1, 30), exit: random.nextInteger(1, 30) };
  const lower = random.nextInteger(20, 50);
  return { period: random.nextInteger(2, 20), lower, upper: lower + random.nextInteger(1, 40) };
}

const vectorStrategies = STRATEGIES.filter(({ slug }) => slug in VECTOR_STRATEGIES);

describe.each([
  ['daily', 86_400_000, 900],
  ['hourly', 3_600_000, 2_000],
])('a kernel on %s bars', (_name, stepMs, length) => {
  describe.each(vectorStrategies.map((strategy) => [strategy.slug, strategy] as const))(
    '%s',
    (slug, strategy) => {
      test.each(ACCOUNTS.map((options, i) => [i, options] as const))(
        'trades as the event engine does, to the bar and the price, account %i',
        (account, given) => {
          const options = backtestOptions.parse({ strategy: slug, ...given });
          const random = createSeededRandom(account + length);
          const bars = coarseWalk(length, 7 + account, stepMs);
          const rules = trialRules(options);
          const vector = VECTOR_STRATEGIES[slug]!;
          const shelf = new ColumnShelf(vector, bars);
          const scanner = vector.scanner(bars);
          const tally = new PeriodTally(bars.close, periodCloses(bars.time));
          const kernel = new StatisticsKernel(bars, rules, tally);
          const returns = new ReturnKernel(bars, rules);
          const periodReturns = new ReturnKernel(bars, rules, tally);
          let traded = 0;
          for (let n = 0; n < SAMPLE; n++) {
            const parameters = sampleParameters(strategy, random);
            const flat = Float64Array.from(strategy.parameters, ({ name }) => parameters[name]!);
            shelf.provide(flat, flat.length);
            scanner.take(flat, 0, shelf.columnOf);
            const row = new Float64Array(ROW_WIDTH);
            const equity = new Float64Array(bars.length);
            const trades: KernelTrade[] = [];
            kernel.run(scanner, row, 0, { equity, trades });
            const result = runBacktest(
              {
                symbol: 'WALK',
                timeframe: '1d',
                bars,
                strategy,
                parameters,
                options: { ...options, parameters },
              },
              { monotonic: () => 0 },
            );
            expect(trades.map((trade) => [trade.side, bars.time[trade.entryBar], trade.entryPrice])).toEqual(
              result.trades.map((trade) => [trade.side, trade.entryTime, trade.entryPrice]),
            );
            expect(
              trades.map(({ exitBar, exitPrice }) => (exitBar < 0 ? null : [bars.time[exitBar], exitPrice])),
            ).toEqual(
              result.trades.map(({ exitTime, exitPrice }) =>
                exitTime === null ? null : [exitTime, exitPrice],
              ),
            );
            traded += trades.length;
            const { periodSharpe: _, ...ours } = trialStatisticsAt(row, 0);
            const theirs = Object.fromEntries(
              Object.keys(ours).map((name) => [name, result.statistics[name as keyof typeof ours]]),
            );
            expect(differences(ours, theirs), JSON.stringify(parameters)).toEqual([]);
            const event = new EngineTrial({ symbol: 'WALK', timeframe: '1d', bars, strategy, options });
            const theirEquity = event.examine(parameters).equity;
            const apart = equity.reduce(
              (most, value, i) => Math.max(most, Math.abs(value - theirEquity[i]!)),
              0,
            );
            expect(apart / options.cash).toBeLessThan(1e-8);
            const brief = new Float64Array(ROW_WIDTH);
            returns.run(scanner, brief, 0);
            expect(brief[FIELD.trades]).toBe(row[FIELD.trades]);
            expect(Math.abs(brief[FIELD.equityFinal]! - row[FIELD.equityFinal]!) / options.cash).toBeLessThan(
              1e-9,
            );
            periodReturns.run(scanner, brief, 0);
            const told = trialStatisticsAt(brief, 0);
            const full = trialStatisticsAt(row, 0);
            const known = Object.fromEntries(PERIOD_FIELDS.map((name) => [name, full[name]]));
            expect(differences(told, known), JSON.stringify(parameters)).toEqual([]);
          }
          expect(traded).toBeGreaterThan(SAMPLE);
        },
      );
    },
  );
});
