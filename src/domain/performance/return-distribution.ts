import { finiteOrNull, mean } from '../statistics/mean.ts';
import { quantileOfSorted } from '../statistics/quantile.ts';
import { sampleStandardDeviation } from '../statistics/standard-deviation.ts';

/** The shape of period returns. Fractions; null where there are too few. */
export interface ReturnDistribution {
  readonly count: number;
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  /** Adjusted Fisher–Pearson G1, as pandas and Excel. */
  readonly skewness: number | null;
  /** Excess over the normal distribution's, unbiased G2, as pandas and Excel. */
  readonly excessKurtosis: number | null;
  readonly best: number | null;
  readonly worst: number | null;
  /** Share of returns above zero, 0 to 1. */
  readonly positiveShare: number | null;
  /** The return that one period in twenty (a hundred) falls below: historical simulation, negative for a loss. */
  readonly valueAtRisk95: number | null;
  readonly valueAtRisk99: number | null;
  /** Mean of the worst twentieth (hundredth), also called expected shortfall. */
  readonly conditionalValueAtRisk95: number | null;
  readonly conditionalValueAtRisk99: number | null;
  /** The 95th percentile over the depth of the 5th: above 1 when good surprises are larger than bad ones. */
  readonly tailRatio: number | null;
}

/**
 * Moments and tails of period returns. Sources: empyrical `value_at_risk`, `conditional_value_at_risk`, `tail_ratio`;
 * pandas `skew` and `kurt`.
 */
export function returnDistribution(returns: Float64Array): ReturnDistribution {
  const sorted = returns.slice().sort();
  const { length } = sorted;
  const quantile = (probability: number): number | null =>
    length === 0 ? null : quantileOfSorted(sorted, probability);
  const [low, high] = [quantile(0.05), quantile(0.95)];
  return {
    count: length,
    mean: mean(returns),
    standardDeviation: sampleStandardDeviation(returns),
    skewness: skewness(returns),
    excessKurtosis: excessKurtosis(returns),
    best: sorted[length - 1] ?? null,
    worst: sorted[0] ?? null,
    positiveShare: length === 0 ? null : returns.filter((value) => value > 0).length / length,
    valueAtRisk95: low,
    valueAtRisk99: quantile(0.01),
    conditionalValueAtRisk95: shortfall(sorted, 0.05),
    conditionalValueAtRisk99: shortfall(sorted, 0.01),
    tailRatio: low === null || high === null || low === 0 ? null : finiteOrNull(Math.abs(high / low)),
  };
}

/** Adjusted Fisher–Pearson skewness, √(n(n−1))/(n−2) · m3/m2^1.5; null of fewer than three or equal values. */
export function skewness(values: ArrayLike<number>): number | null {
  const n = values.length;
  const { m2, m3 } = moments(values);
  if (n < 3 || m2 === 0) return null;
  return finiteOrNull((Math.sqrt(n * (n - 1)) / (n - 2)) * (m3 / m2 ** 1.5));
}

/** Unbiased excess kurtosis, (n−1)/((n−2)(n−3)) · ((n+1)·m4/m2² − 3(n−1)); null of fewer than four or equal values. */
export function excessKurtosis(values: ArrayLike<number>): number | null {
  const n = values.length;
  const { m2, m4 } = moments(values);
  if (n < 4 || m2 === 0) return null;
  return finiteOrNull(((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (m4 / m2 ** 2) - 3 * (n - 1)));
}

/** Counts of returns in bins of equal width from `from`; the last bin takes its upper edge too. */
export interface Histogram {
  readonly from: number;
  readonly width: number;
  readonly counts: readonly number[];
}

/**
 * Values counted in bins of equal width, about `bins` of them between the smallest and the largest; zero is an edge, so
 * that no bin holds gains and losses. Null of nothing.
 */
export function histogram(values: Float64Array, bins: number): Histogram | null {
  if (values.length === 0) return null;
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const width = high > low ? (high - low) / bins : 1;
  const first = Math.floor(low / width);
  const counts = new Array<number>(Math.max(1, Math.ceil(high / width) - first)).fill(0);
  for (const value of values)
    counts[Math.min(counts.length - 1, Math.max(0, Math.floor(value / width) - first))]! += 1;
  return { from: first * width, width, counts };
}

function shortfall(sorted: Float64Array, probability: number): number | null {
  if (sorted.length === 0) return null;
  return mean(sorted.subarray(0, Math.floor((sorted.length - 1) * probability) + 1));
}

function moments(values: ArrayLike<number>): { m2: number; m3: number; m4: number } {
  const centre = mean(values) ?? 0;
  let [m2, m3, m4] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const square = (values[i]! - centre) ** 2;
    m2 += square;
    m3 += square * (values[i]! - centre);
    m4 += square * square;
  }
  const n = Math.max(1, values.length);
  return { m2: m2 / n, m3: m3 / n, m4: m4 / n };
}
