import { describe, expect, test } from 'vitest';
import { backtestOptions } from '#contract/services/backtests';
import { allocateBars, type BarColumns } from '#domain/market/bar';
import { deflatedSharpeRatio } from '#domain/statistics/deflated-sharpe-ratio';
import { returnMoments } from '#domain/statistics/return-moments';
import { independentTrials } from '#domain/statistics/trial-tally';
import { findStrategy } from '#domain/strategies/catalog';
import { completeRanges, parseParameterRange } from '#domain/strategies/parameter-range';
import { createSeededRandom } from '#domain/values/seeded-random';
import { trialReturns } from '#engine/simulation/honesty/trial-returns';
import { trialEvidence } from '#engine/simulation/search/trial-evidence';
import { runSweep } from '#engine/simulation/sweep/run-sweep';

const DAY_MS = 86_400_000;
const BARS = 1_000;
const strategy = findStrategy('sma-crossover')!;
const ranges = completeRanges(strategy, [
  parseParameterRange('fast', '2:32:3'),
  parseParameterRange('slow', '20:180:20'),
]);
const options = backtestOptions.parse({ strategy: strategy.slug, direction: 'long-short' });

/** Days of 1 % noise, with a drift that lasts some fifty days; a strength of nought is a random walk. */
function marketOf(seed: number, strength: number): BarColumns {
  const random = createSeededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const bars = allocateBars(BARS);
  let price = 100;
  let drift = 0;
  for (let i = 0; i < BARS; i++) {
    drift = 0.98 * drift + strength * 0.002 * normal();
    const open = price;
    price *= Math.exp(0.01 * normal() + drift);
    bars.time[i] = i * DAY_MS;
    bars.open[i] = open;
    bars.high[i] = Math.max(open, price);
    bars.low[i] = Math.min(open, price);
    bars.close[i] = price;
    bars.volume[i] = 1e6;
  }
  return bars;
}

/** Confidence in the best of a sweep: not deflated, by independent trials, and by runs as a walk would make them. */
async function confidences(seed: number, strength: number) {
  const work = { symbol: 'X', timeframe: '1d' as const, bars: marketOf(seed, strength), strategy, options };
  const sweep = await runSweep({ ...work, ranges, objective: 'sharpe', top: 1 }, { monotonic: () => 0 });
  const { trials, spread, correlation } = trialEvidence(work, sweep);
  const moments = returnMoments(trialReturns(work, sweep.best.parameters).returns)!;
  const sharpeVariance = spread.squares / (spread.count - 1);
  const by = (count: number, variance: number) =>
    deflatedSharpeRatio(moments, { trials: count, sharpeVariance: variance }).confidence!;
  return {
    plain: by(1, sharpeVariance),
    deflated: by(independentTrials(trials, correlation), sharpeVariance),
    // What counting every window's runs with the ratios of windows did: their variance is that of fewer bars.
    byWindows: by(trials * 48, sharpeVariance * 4),
  };
}

async function shareAbove(strength: number, markets: number) {
  const all: Awaited<ReturnType<typeof confidences>>[] = [];
  for (let seed = 1; seed <= markets; seed++) all.push(await confidences(seed, strength));
  const share = (of: (one: (typeof all)[number]) => number) =>
    all.filter((one) => of(one) > 0.95).length / markets;
  return {
    plain: share((one) => one.plain),
    deflated: share((one) => one.deflated),
    byWindows: share((one) => one.byWindows),
    middle: all.map(({ deflated }) => deflated).sort((a, b) => a - b)[markets / 2]!,
  };
}

describe('the deflated Sharpe ratio of the best of a sweep', () => {
  test('convinces of a random walk in at most one case of twenty, where the plain one does in one of three', async () => {
    const walks = await shareAbove(0, 60);
    expect(walks.plain).toBeGreaterThan(0.3);
    expect(walks.deflated).toBeLessThanOrEqual(0.05);
    // The best of so many worthless trials is what was expected of it, no less: half of the confidences lie on each side.
    expect(walks.middle).toBeGreaterThan(0.3);
    expect(walks.middle).toBeLessThan(0.7);
  });

  test('leaves an edge that is there standing, as counting the runs of a walk did not', async () => {
    const trends = await shareAbove(1.3, 40);
    expect(trends.deflated).toBeGreaterThan(0.7);
    expect(trends.byWindows).toBeLessThan(0.35);
  });

  test('of a single configuration is right: a worthless one convinces in one case of twenty', () => {
    const markets = 400;
    let convinced = 0;
    for (let seed = 1; seed <= markets; seed++) {
      const bars = marketOf(10_000 + seed, 0);
      const { returns } = trialReturns(
        { symbol: 'X', timeframe: '1d', bars, strategy, options },
        { fast: 10, slow: 30 },
      );
      const { confidence } = deflatedSharpeRatio(returnMoments(returns)!, {
        trials: 1,
        sharpeVariance: null,
      });
      if (confidence! > 0.95) convinced += 1;
    }
    // Two standard errors of 400 draws either way.
    expect(convinced / markets).toBeGreaterThan(0.028);
    expect(convinced / markets).toBeLessThan(0.072);
  });
});
