import { finiteOrNull, mean } from './mean.ts';
import { sampleStandardDeviation } from './standard-deviation.ts';

/**
 * Mean excess return per period over its sample standard deviation × √periodsPerYear (Sharpe 1994, as empyrical
 * and ffn). `riskFreeReturn` is per period. Null of fewer than two returns or when they do not vary.
 */
export function sharpeRatio(
  returns: ArrayLike<number>,
  periodsPerYear: number,
  riskFreeReturn = 0,
): number | null {
  const average = mean(returns);
  const deviation = sampleStandardDeviation(returns);
  if (average === null || deviation === null || deviation === 0) return null;
  return finiteOrNull(((average - riskFreeReturn) / deviation) * Math.sqrt(periodsPerYear));
}
