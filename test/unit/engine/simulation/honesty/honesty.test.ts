import { describe, expect, test } from 'vitest';
import { backtestOptions } from '#contract/services/backtests';
import { type BarColumns, sliceBars } from '#domain/market/bar';
import { parseParameterRange } from '#domain/strategies/parameter-range';
import { rsiReversal } from '#domain/strategies/rsi-reversal';
import { smaCrossover } from '#domain/strategies/sma-crossover';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import { gatedStrategy } from '#engine/simulation/honesty/gated-strategy';
import { honestVerdict } from '#engine/simulation/honesty/honest-verdict';
import { detectLookAhead } from '#engine/simulation/honesty/look-ahead-detector';
import { runOverfitting } from '#engine/simulation/honesty/overfitting-run';
import { priceNoise } from '#engine/simulation/honesty/price-noise';
import { sensitivity } from '#engine/simulation/honesty/sensitivity';
import { trialReturns } from '#engine/simulation/honesty/trial-returns';
import { runWalkForward, type WalkForwardRequest } from '#engine/simulation/honesty/walk-forward';
import { detectWarmUp } from '#engine/simulation/honesty/warm-up-detector';
import { trialEvidence } from '#engine/simulation/search/trial-evidence';
import { runSweep } from '#engine/simulation/sweep/run-sweep';
import { randomWalk } from '../../../../support/random-walk.ts';

const company = { monotonic: () => performance.now() };
const bars = randomWalk(1_200, 21);
const options = backtestOptions.parse({ strategy: 'sma-crossover', commission: 0.0002 });
const work = { symbol: 'WALK', timeframe: '1d' as const, bars, strategy: smaCrossover, options };
const parameters = { fast: 8, slow: 25 };

/** Buys when the close of the bar `peek` ahead is higher, and sells when it is lower. */
function seer(peek: number): StrategyDefinition {
  return {
    ...smaCrossover,
    slug: 'seer',
    start: () => ({
      score: 0,
      explain: () => 'it knows',
      onBar(all: BarColumns, index: number) {
        const ahead = all.close[index + peek];
        const now = all.close[index]!;
        return ahead === undefined || index < 30 ? 0 : ahead > now * 1.01 ? 1 : ahead < now * 0.99 ? -1 : 0;
      },
    }),
  };
}

describe('the look-ahead detector', () => {
  test.each([1, 2, 5])('finds a strategy that looks %i bars ahead', (peek) => {
    const report = detectLookAhead({ ...work, strategy: seer(peek) }, parameters);
    expect(report.isFound).toBe(true);
    expect(report.finding).toMatch(/^with bars up to \d{4}-\d\d-\d\d only, /);
  });

  test.each([smaCrossover, rsiReversal])('finds nothing in an honest strategy', (strategy) => {
    const own = strategy === smaCrossover ? parameters : { period: 14, lower: 35, upper: 65 };
    const report = detectLookAhead({ ...work, strategy }, own);
    expect(report.cuts).toBeGreaterThan(20);
    expect(report.finding).toBeNull();
  });
});

describe('the warm-up detector', () => {
  test('is content with an average of a window, and tells how much Wilder’s average needs', () => {
    expect(detectWarmUp(work, parameters)).toEqual({ declaredBars: 26, enoughBars: 26, isFound: false });
    const wilder = detectWarmUp({ ...work, strategy: rsiReversal }, { period: 14, lower: 40, upper: 60 });
    expect(wilder.isFound).toBe(true);
    expect(wilder.enoughBars!).toBeGreaterThan(wilder.declaredBars);
  });
});

describe('sensitivity', () => {
  test('gets worse with every cost, and trades as often late as in time', () => {
    const rows = sensitivity(work, parameters);
    const costs = rows.filter(({ what }) => what === 'commission');
    const returns = costs.map(({ returnPct }) => returnPct);
    expect(returns).toEqual([...returns].sort((a, b) => b - a));
    expect(costs[0]!.returnPct).toBe(trialReturns(work, parameters).result.statistics.returnPct);
    const late = rows.filter(({ what }) => what === 'delay');
    for (const { trades } of late) expect(Math.abs(trades - costs[0]!.trades)).toBeLessThanOrEqual(1);
  });

  test('a delay of a bar fills one bar later', () => {
    const times = (strategy: StrategyDefinition) =>
      trialReturns({ ...work, strategy }, parameters).result.trades.map(({ entryTime }) => entryTime);
    const now = times(smaCrossover).slice(0, 5);
    const late = times(gatedStrategy(smaCrossover, { delayBars: 1 })).slice(0, 5);
    expect(late).toEqual(now.map((time) => time + 86_400_000));
  });
});

test('noise on prices spreads a result, and none leaves it as it is', async () => {
  const still = await priceNoise(work, parameters, { runs: 3, noise: 0, seed: 1 });
  const whole = trialReturns(work, parameters).result.statistics.returnPct;
  for (const value of still.returnPct) expect(value).toBeCloseTo(whole, 4);
  const moved = await priceNoise(work, parameters, { runs: 12, noise: 0.3, seed: 1 });
  expect(moved.returnPct.at(-1)! - moved.returnPct[0]!).toBeGreaterThan(1);
});

const walk: WalkForwardRequest = {
  ...work,
  ranges: [parseParameterRange('fast', '3:15:3'), parseParameterRange('slow', '20:60:10')],
  objective: 'sharpe',
  mode: 'rolling',
  trainBars: 400,
  testBars: 200,
};

describe('a walk forward', () => {
  test('joins what each choice made on bars it was not chosen on', async () => {
    const outcome = await runWalkForward(walk, company);
    expect(outcome.steps.map(({ test: judged }) => [judged.from, judged.to])).toEqual([
      [400, 600],
      [600, 800],
      [800, 1_000],
      [1_000, 1_200],
    ]);
    expect([outcome.trials, outcome.evaluations, outcome.evidence.trials]).toEqual([25, 4 * 25, 25]);
    const growth = outcome.steps.reduce(
      (value, { outOfSample }) => value * (1 + outOfSample.returnPct / 100),
      1,
    );
    expect(outcome.outOfSample.returnPct).toBeCloseTo((growth - 1) * 100, 8);
    expect(outcome.equity).toHaveLength(800);
    const first = await runSweep({ ...walk, bars: sliceBars(bars, 0, 400), top: 1 }, company);
    expect(outcome.steps[0]!.parameters).toEqual(first.best.parameters);
  });

  test('chooses and earns the same when the future is another', async () => {
    const whole = await runWalkForward(walk, company);
    const cut = await runWalkForward({ ...walk, bars: sliceBars(bars, 0, 800) }, company);
    // Only the last test differs: it is closed at the end of the bars.
    expect(cut.steps.map((step) => step.parameters)).toEqual(
      whole.steps.slice(0, 2).map((step) => step.parameters),
    );
    expect(cut.equity).toEqual(whole.equity.slice(0, 400));
  });

  test('anchored learns from the first bar on; without room it is refused', async () => {
    const anchored = await runWalkForward({ ...walk, mode: 'anchored' }, company);
    expect(anchored.steps.map(({ train }) => train.from)).toEqual([0, 0, 0, 0]);
    await expect(runWalkForward({ ...walk, trainBars: 2_000 }, company)).rejects.toThrow('no room for 2000');
  });
});

describe('of noise', () => {
  const ranges = [parseParameterRange('fast', '2:40:2'), parseParameterRange('slow', '5:100:5')];

  test('the best of many trials looks good raw, and deflated it does not', async () => {
    const sweep = await runSweep({ ...work, ranges, objective: 'sharpe', top: 1 }, company);
    const { count, squares } = trialEvidence(work, sweep).spread;
    const trials = { trials: 20_000, evaluations: 20_000, independentTrials: 20_000 };
    const deflation = { ...trials, sharpeVariance: squares / (count - 1) };
    const verdict = honestVerdict(work, sweep.best.parameters, deflation);
    expect(verdict.probabilisticSharpe!).toBeGreaterThan(verdict.deflatedSharpe!);
    expect(verdict.deflatedSharpe!).toBeLessThan(0.9);
    expect(verdict.verdict).not.toBe('convincing');
    expect(verdict.sentence).toMatch(/; buying and holding returned −?[\d,.]+ %\.$/);
    expect(verdict.outOfSample!.from).toBe(bars.time[840]);
  });

  test('choosing is overfitting, and the purged paths have a Sharpe ratio each', async () => {
    const outcome = await runOverfitting(
      {
        ...work,
        ranges,
        objective: 'sharpe',
        blocks: 10,
        trialsMax: 60,
        groups: 6,
        testGroups: 2,
        embargo: 5,
        seed: 1,
      },
      company,
    );
    expect(outcome.trialsUsed).toBe(60);
    expect(outcome.splits).toBe(252);
    expect(outcome.logits).toHaveLength(252);
    expect(outcome.pathSharpes).toHaveLength(5);
    expect(outcome.probability).toBeGreaterThan(0.1);
  });

  test('a strategy that knows the future is called invalid', () => {
    const verdict = honestVerdict({ ...work, strategy: seer(1) }, parameters, {
      trials: 1,
      evaluations: 1,
      independentTrials: 1,
      sharpeVariance: null,
    });
    expect(verdict.verdict).toBe('invalid');
    expect(verdict.sentence).toMatch(/^Invalid: it knows the future: /);
  });
});
