import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deflatedSharpeRatio, expectedMaximumSharpe } from '#domain/statistics/deflated-sharpe-ratio';
import { normalCumulative, normalQuantile } from '#domain/statistics/normal-distribution';
import { minimumTrackRecord, probabilisticSharpeRatio } from '#domain/statistics/probabilistic-sharpe-ratio';
import {
  type OverfittingReport,
  probabilityOfOverfitting,
} from '#domain/statistics/probability-of-overfitting';
import { returnMoments } from '#domain/statistics/return-moments';

// Made by overfitting-values.py beside this file, with numpy and scipy alone.
const golden = JSON.parse(readFileSync(new URL('./overfitting-values.json', import.meta.url), 'utf8'));

function uniform(count: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  });
}

const returns = uniform(500, 7).map((value) => value ** 2 * 0.02 - 0.005);
const moments = returnMoments(returns)!;

function columns(skill: number): Float64Array[] {
  const noise = uniform(160 * 12, 11);
  return Array.from({ length: 12 }, (_, trial) =>
    Float64Array.from({ length: 160 }, (_, i) => noise[i * 12 + trial]! - 0.5 + (trial === 4 ? skill : 0)),
  );
}

function close(value: number | null, wanted: number): void {
  expect(Math.abs(value! - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
}

describe('measures of overfitting equal scipy', () => {
  test('the normal distribution and its inverse', () => {
    for (const [z, wanted] of golden.cumulative) {
      expect(Math.abs(normalCumulative(z) - wanted)).toBeLessThan(2e-15);
      expect(normalCumulative(z) / wanted).toBeCloseTo(1, 7);
    }
    for (const [chance, wanted] of golden.quantile) close(normalQuantile(chance), wanted);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1.1)).toBeNaN();
  });

  test('moments, probabilistic and deflated Sharpe ratios, minimum track record', () => {
    for (const name of ['count', 'sharpe', 'skewness', 'kurtosis'] as const)
      close(moments[name], golden.moments[name]);
    for (const [benchmark, wanted] of golden.probabilistic)
      close(probabilisticSharpeRatio(moments, benchmark), wanted);
    close(minimumTrackRecord(moments, { benchmark: 0.1 }), golden.minimumTrackRecord);
    for (const [trials, wanted] of golden.expectedMaximum)
      close(expectedMaximumSharpe(trials, 0.004), wanted);
    close(deflatedSharpeRatio(moments, { trials: 4_851, sharpeVariance: 0.004 }).confidence, golden.deflated);
  });

  test.each([
    ['overfittingOfNoise', 0, 8],
    ['overfittingOfSkill', 0.15, 10],
  ] as const)('the probability of overfitting: %s', (name, skill, blocks) => {
    const report: OverfittingReport = probabilityOfOverfitting(columns(skill), blocks);
    expect(report.splits).toBe(golden[name].splits);
    close(report.probability, golden[name].probability);
    close(report.probabilityOfLoss, golden[name].probabilityOfLoss);
    expect(report.logits.reduce((sum, logit) => sum + logit, 0)).toBeCloseTo(golden[name].logitSum, 9);
  });
});

describe('measures of overfitting equal the papers', () => {
  // Bailey & López de Prado 2014, "The deflated Sharpe ratio", numerical example: an annual ratio of 2.5 over 1,250
  // days, 250 a year, skewness −3, kurtosis 10, found among trials whose annual ratios have the variance 1/2.
  const example = { count: 1_250, sharpe: 2.5 / Math.sqrt(250), skewness: -3, kurtosis: 10 };

  test.each([
    [100, 0.9004],
    [46, 0.9505],
  ])('the deflated Sharpe ratio after %i trials', (trials, confidence) => {
    const deflated = deflatedSharpeRatio(example, { trials, sharpeVariance: 0.5 / 250 });
    if (trials === 100) expect(deflated.expectedMaximum).toBeCloseTo(0.1132, 4);
    expect(deflated.confidence).toBeCloseTo(confidence, 4);
  });

  // Bailey & López de Prado 2012, "The Sharpe ratio efficient frontier": 24 months of mean 0.036 and deviation 0.079.
  test.each([
    [0, 3, 0.982],
    [-2.448, 10.164, 0.913],
  ])('the probabilistic Sharpe ratio with skewness %d and kurtosis %d', (skewness, kurtosis, wanted) => {
    const confidence = probabilisticSharpeRatio({ count: 24, sharpe: 0.458, skewness, kurtosis });
    expect(confidence).toBeCloseTo(wanted, 3);
  });
});
