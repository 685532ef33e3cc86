import { sharpeRatio } from '../statistics/sharpe-ratio.ts';
import { sampleStandardDeviation } from '../statistics/standard-deviation.ts';
import { betaTo } from './benchmark-comparison.ts';

/**
 * A figure over each full window of returns, oldest first: `returns.length − window + 1` values, NaN where it is not
 * defined. Value k is of the returns k to k + window − 1, both included.
 */
function overWindows(
  length: number,
  window: number,
  figure: (from: number, to: number) => number | null,
): Float64Array {
  const values = new Float64Array(Math.max(0, length - window + 1));
  for (let k = 0; k < values.length; k++) values[k] = figure(k, k + window) ?? Number.NaN;
  return values;
}

/** {@link sharpeRatio} of each window of returns, annualised. Source: empyrical `roll_sharpe_ratio`. */
export function rollingSharpe(returns: Float64Array, window: number, periodsPerYear: number): Float64Array {
  return overWindows(returns.length, window, (from, to) =>
    sharpeRatio(returns.subarray(from, to), periodsPerYear),
  );
}

/** Annualised standard deviation of each window of returns, as a fraction. */
export function rollingVolatility(
  returns: Float64Array,
  window: number,
  periodsPerYear: number,
): Float64Array {
  return overWindows(returns.length, window, (from, to) => {
    const deviation = sampleStandardDeviation(returns.subarray(from, to));
    return deviation === null ? null : deviation * Math.sqrt(periodsPerYear);
  });
}

/** {@link betaTo} of each window. Source: empyrical `roll_beta`. */
export function rollingBeta(returns: Float64Array, benchmark: Float64Array, window: number): Float64Array {
  return overWindows(returns.length, window, (from, to) =>
    betaTo(returns.subarray(from, to), benchmark.subarray(from, to)),
  );
}
