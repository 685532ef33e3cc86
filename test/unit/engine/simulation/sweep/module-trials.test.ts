import { describe, expect, it } from 'vitest';
import { backtestOptions } from '#contract/services/backtests';
import { allocateBars, type BarColumns } from '#domain/market/bar';
import { findStrategy } from '#domain/strategies/catalog';
import { parseParameterRange } from '#domain/strategies/parameter-range';
import { definitionOfModule } from '#domain/strategies/sdk/definition-of-module';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import { createSeededRandom } from '#domain/values/seeded-random';
import { decisionsOf } from '#engine/simulation/honesty/decisions';
import { gatedStrategy } from '#engine/simulation/honesty/gated-strategy';
import { detectLookAhead } from '#engine/simulation/honesty/look-ahead-detector';
import { sensitivity } from '#engine/simulation/honesty/sensitivity';
import { trialReturns } from '#engine/simulation/honesty/trial-returns';
import { runWalkForward } from '#engine/simulation/honesty/walk-forward';
import { detectWarmUp } from '#engine/simulation/honesty/warm-up-detector';
import { runSearch } from '#engine/simulation/search/run-search';
import { runSweep } from '#engine/simulation/sweep/run-sweep';
import smaCopy from '#test/fixtures/strategies/sma-copy';

const PARAMETERS = { fast: 5, slow: 20 };
const company = { monotonic: () => 0 };

function walk(seed: number, length = 900): BarColumns {
  const random = createSeededRandom(seed);
  const bars = allocateBars(length);
  let price = 100;
  for (let i = 0; i < length; i++) {
    const open = price * (1 + 0.004 * random.nextNormal());
    const close = open * (1 + 0.015 * random.nextNormal() + 0.003 * Math.sin(i / 25));
    bars.time[i] = i * 86_400_000;
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close) * 1.003;
    bars.low[i] = Math.min(open, close) * 0.997;
    bars.volume[i] = 1_000;
    price = close;
  }
  return bars;
}

const bars = walk(3);
const options = (direction: 'long' | 'long-short') =>
  backtestOptions.parse({ strategy: 'sma-crossover', direction, commission: 0.001 });
const builtIn = findStrategy('sma-crossover')!;
const copy = definitionOfModule(smaCopy, 'sma-crossover');
const both = <Answer>(ask: (strategy: StrategyDefinition) => Answer): [Answer, Answer] => [
  ask(builtIn),
  ask(copy),
];

describe.each(['long', 'long-short'] as const)('a strategy that places its own orders, %s', (direction) => {
  const work = (strategy: StrategyDefinition) =>
    ({ symbol: 'WALK', timeframe: '1d', bars, strategy, options: options(direction) }) as const;
  const ranges = ['fast', 'slow'].map((name, i) => parseParameterRange(name, ['2:12', '20:60:5'][i]!));

  it('gives trades, equity and returns of the built-in one', () => {
    const [wanted, found] = both((strategy) => trialReturns(work(strategy), PARAMETERS));
    expect(wanted.result.trades.length).toBeGreaterThan(20);
    expect(found.result.trades).toEqual(wanted.result.trades);
    expect(found.result.statistics).toEqual(wanted.result.statistics);
    expect(found.equity).toEqual(wanted.equity);
    expect(found.returns).toEqual(wanted.returns);
  });

  it.each([{ quietBars: 150 }, { delayBars: 3 }, { quietBars: 60, delayBars: 2 }])(
    'is held back by the gate %o as signals are',
    (gate) => {
      const [wanted, found] = both((strategy) =>
        trialReturns(work(gatedStrategy(strategy, gate)), PARAMETERS),
      );
      expect(found.result.statistics).toEqual(wanted.result.statistics);
      expect(found.result.trades).toEqual(wanted.result.trades);
      expect(wanted.result.trades[0]!.entryTime).toBeGreaterThan((gate.quietBars ?? 0) * 86_400_000);
    },
  );

  it('is doubted to the same findings', () => {
    for (const ask of [decisionsOf, detectLookAhead, detectWarmUp, sensitivity]) {
      const [wanted, found] = both((strategy) => ask(work(strategy), PARAMETERS) as unknown);
      expect(found).toEqual(wanted);
    }
  });

  it('is swept, searched with pruning and walked to the same choices', async () => {
    const request = (strategy: StrategyDefinition) => ({
      ...work(strategy),
      ranges,
      objective: 'sharpe',
      top: 5,
    });
    const sweeps = await Promise.all(both((strategy) => runSweep(request(strategy), company)));
    expect(sweeps[1].top.map(plain)).toEqual(sweeps[0].top.map(plain));
    for (const method of ['grid', 'random', 'bayesian', 'genetic'] as const) {
      const found = await Promise.all(
        both((strategy) =>
          runSearch({ ...request(strategy), method, trials: 80, seed: 4, isPruning: true }, company),
        ),
      );
      expect(found[1].pruned, method).toBe(found[0].pruned);
      expect(found[1].parameters, method).toEqual(found[0].parameters);
    }
    const walks = await Promise.all(
      both((strategy) =>
        runWalkForward({ ...request(strategy), mode: 'rolling', trainBars: 300, testBars: 100 }, company),
      ),
    );
    expect(walks[1].steps).toEqual(walks[0].steps);
    expect(walks[1].equity).toEqual(walks[0].equity);
  });
});

/** Objectives differ in the last bits between the kernel and the event engine; everything else does not. */
function plain<Trial extends { readonly objective: number | null }>({ objective, ...trial }: Trial) {
  return { ...trial, objective: objective?.toPrecision(9) };
}
