import { downsideDeviation } from './annualized-volatility.ts';
import { finiteOrNull, mean } from './mean.ts';

/**
 * Annualised mean return above `requiredReturn` (per period) over the annualised downside deviation (as empyrical
 * `sortino_ratio`). Null of fewer than two returns or when none fell short.
 */
export function sortinoRatio(
  returns: ArrayLike<number>,
  periodsPerYear: number,
  requiredReturn = 0,
): number | null {
  const average = mean(returns);
  const downside = downsideDeviation(returns, periodsPerYear, requiredReturn);
  if (average === null || downside === null || returns.length < 2 || downside === 0) return null;
  return finiteOrNull(((average - requiredReturn) * periodsPerYear) / downside);
}
