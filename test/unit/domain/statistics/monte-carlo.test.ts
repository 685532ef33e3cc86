import { describe, expect, test } from 'vitest';
import { resampleReturns, stationaryBootstrap } from '#domain/statistics/monte-carlo-trades';
import { probabilityOfOverfitting } from '#domain/statistics/probability-of-overfitting';
import { quantileOfSorted } from '#domain/statistics/quantile';
import { randomEntries } from '#domain/statistics/random-entries';
import { createSeededRandom } from '#domain/values/seeded-random';

const random = createSeededRandom(5);
const returns = Float64Array.from({ length: 300 }, () => 0.002 + 0.02 * random.nextNormal());
const growth = returns.reduce((value, change) => value * (1 + change), 1) - 1;

describe('resampled returns', () => {
  test('shuffled come to the same end by other ways', () => {
    const {
      growth: ends,
      drawdown,
      fan,
    } = resampleReturns(returns, { method: 'shuffle', resamples: 200, seed: 1 });
    for (const end of ends) expect(end).toBeCloseTo(growth, 10);
    expect(drawdown.at(-1)! - drawdown[0]!).toBeGreaterThan(0.02);
    expect(fan[2]![0]).toBe(1);
    expect(fan[2]!.at(-1)).toBeCloseTo(1 + growth, 10);
  });

  test('bootstrapped spread as the central limit says', () => {
    const { growth: ends } = resampleReturns(returns, { method: 'bootstrap', resamples: 4_000, seed: 2 });
    const logs = ends.map((end) => Math.log(1 + end));
    const each = returns.map((change) => Math.log(1 + change));
    const mean = each.reduce((sum, value) => sum + value, 0) / each.length;
    const deviation = Math.sqrt(each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / each.length);
    const spread = (quantileOfSorted(logs, 0.841345) - quantileOfSorted(logs, 0.158655)) / 2;
    expect(spread / (deviation * Math.sqrt(each.length))).toBeCloseTo(1, 1);
    expect(quantileOfSorted(logs, 0.5)).toBeCloseTo(mean * each.length, 1);
  });

  test('the same seed draws the same, another seed something else', () => {
    const of = (seed: number) => resampleReturns(returns, { method: 'blocks', resamples: 50, seed }).growth;
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
  });

  test('an account that lost all stays at nothing', () => {
    const { growth: ends, drawdown } = resampleReturns(Float64Array.of(-1.5, 0.5), {
      method: 'shuffle',
      resamples: 9,
      seed: 1,
    });
    expect(new Set(ends)).toEqual(new Set([-1]));
    expect(new Set(drawdown)).toEqual(new Set([1]));
  });

  test('blocks are runs of the returns with the mean length asked for', () => {
    const places = Float64Array.from({ length: 100 }, (_, i) => i);
    const sample = new Float64Array(100_000);
    stationaryBootstrap(places, sample, 12, createSeededRandom(9).next);
    let runs = 1;
    for (let i = 1; i < sample.length; i++) if (sample[i] !== (sample[i - 1]! + 1) % 100) runs += 1;
    expect(sample.length / runs).toBeGreaterThan(11.5);
    expect(sample.length / runs).toBeLessThan(12.8);
  });
});

test('choosing the best of noise is overfitting half of the time, and choosing skill is not', () => {
  const draw = createSeededRandom(17);
  const noise = (drift: number) => Float64Array.from({ length: 480 }, () => drift + draw.nextNormal());
  const rounds = Array.from({ length: 12 }, () =>
    probabilityOfOverfitting(
      Array.from({ length: 20 }, () => noise(0)),
      12,
    ),
  );
  const mean = rounds.reduce((sum, { probability }) => sum + probability, 0) / rounds.length;
  expect(mean).toBeGreaterThan(0.4);
  expect(mean).toBeLessThan(0.6);
  const skilled = probabilityOfOverfitting([...Array.from({ length: 20 }, () => noise(0)), noise(0.3)], 12);
  expect(skilled.probability).toBeLessThan(0.02);
  expect(() => probabilityOfOverfitting([noise(0)], 12)).toThrow('1 trial cannot be overfitted');
});

describe('random entries', () => {
  const walk = createSeededRandom(3);
  const close = new Float64Array(1_000);
  close[0] = 100;
  for (let i = 1; i < close.length; i++) close[i] = close[i - 1]! * (1 + 0.01 * walk.nextNormal());
  const trades = Array.from({ length: 40 }, () => ({ bars: 10, side: 'long' as const }));

  test('do no better than trades that knew where the market rose', () => {
    const { pValue } = randomEntries({ close, trades, growth: 3, resamples: 500, seed: 1 });
    expect(pValue).toBeLessThan(0.01);
  });

  test('do as well as trades that are random themselves', () => {
    const { random: outcomes } = randomEntries({ close, trades, growth: 0, resamples: 500, seed: 1 });
    const { pValue } = randomEntries({ close, trades, growth: outcomes[250]!, resamples: 500, seed: 2 });
    expect(pValue).toBeGreaterThan(0.35);
    expect(pValue).toBeLessThan(0.65);
  });
});
