import { annualizedReturn } from '../statistics/annualized-return.ts';
import { finiteOrNull, mean } from '../statistics/mean.ts';
import { sampleStandardDeviation } from '../statistics/standard-deviation.ts';

/** How returns relate to those of a benchmark over the same periods; null where a figure is not defined. */
export interface BenchmarkComparison {
  /** Jensen's alpha a year, a fraction: (1 + mean(r − β·b))^N − 1. */
  readonly alpha: number | null;
  /** Covariance with the benchmark over its variance. */
  readonly beta: number | null;
  readonly correlation: number | null;
  /** Standard deviation of r − b, a year. */
  readonly trackingError: number | null;
  /** Mean of r − b over its standard deviation × √N. */
  readonly informationRatio: number | null;
  /** Annualised return over the benchmark's in the periods in which it rose; 1 is all of it. */
  readonly upCapture: number | null;
  /** The same of the periods in which it fell. */
  readonly downCapture: number | null;
  /** Annualised return over beta. */
  readonly treynor: number | null;
  /** Share of periods with a return above the benchmark's, 0 to 1. */
  readonly battingAverage: number | null;
  /** Annualised return less the benchmark's, a fraction. */
  readonly activeReturn: number | null;
}

/**
 * Compares period returns with a benchmark's of the same length. Sources: empyrical (`alpha`, `beta`, `up_capture`,
 * `down_capture`), Jensen (1968), Treynor (1965), Grinold & Kahn. Throws a RangeError for different lengths.
 */
export function compareWithBenchmark(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear: number,
): BenchmarkComparison {
  if (returns.length !== benchmark.length)
    throw new RangeError(`${returns.length} returns cannot be compared with ${benchmark.length}`);
  const active = returns.map((value, i) => value - benchmark[i]!);
  const beta = betaTo(returns, benchmark);
  const rest = beta === null ? null : mean(returns.map((value, i) => value - beta * benchmark[i]!));
  const growth = annualizedReturn(returns, periodsPerYear);
  const benchmarkGrowth = annualizedReturn(benchmark, periodsPerYear);
  const deviation = sampleStandardDeviation(active);
  const average = mean(active);
  return {
    alpha: rest === null ? null : finiteOrNull((1 + rest) ** periodsPerYear - 1),
    beta,
    correlation: correlation(returns, benchmark),
    trackingError: deviation === null ? null : deviation * Math.sqrt(periodsPerYear),
    informationRatio:
      average === null || deviation === null || deviation === 0
        ? null
        : (average / deviation) * Math.sqrt(periodsPerYear),
    upCapture: capture(returns, benchmark, periodsPerYear, 1),
    downCapture: capture(returns, benchmark, periodsPerYear, -1),
    treynor: growth === null || beta === null || beta === 0 ? null : growth / beta,
    battingAverage: returns.length === 0 ? null : active.filter((value) => value > 0).length / active.length,
    activeReturn: growth === null || benchmarkGrowth === null ? null : growth - benchmarkGrowth,
  };
}

/** Covariance of the returns with the benchmark's over the variance of those; null when they do not vary. */
export function betaTo(returns: ArrayLike<number>, benchmark: ArrayLike<number>): number | null {
  const { xy, yy } = centredSums(returns, benchmark);
  return yy === 0 ? null : finiteOrNull(xy / yy);
}

/** Pearson's correlation, −1 to 1; null when either does not vary. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const { xx, xy, yy } = centredSums(a, b);
  return xx === 0 || yy === 0 ? null : finiteOrNull(xy / Math.sqrt(xx * yy));
}

function centredSums(x: ArrayLike<number>, y: ArrayLike<number>): { xx: number; xy: number; yy: number } {
  const centreX = mean(x) ?? 0;
  const centreY = mean(y) ?? 0;
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i]! - centreX, y[i]! - centreY];
    xx += a * a;
    xy += a * b;
    yy += b * b;
  }
  return { xx, xy, yy };
}

function capture(
  returns: Float64Array,
  benchmark: Float64Array,
  periodsPerYear: number,
  sign: 1 | -1,
): number | null {
  const chosen = (values: Float64Array) => values.filter((_, i) => benchmark[i]! * sign > 0);
  const own = annualizedReturn(chosen(returns), periodsPerYear);
  const its = annualizedReturn(chosen(benchmark), periodsPerYear);
  return own === null || its === null || its === 0 ? null : finiteOrNull(own / its);
}
