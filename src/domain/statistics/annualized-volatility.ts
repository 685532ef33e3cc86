import { sampleStandardDeviation } from './standard-deviation.ts';

/** Sample standard deviation of period returns × √periodsPerYear, a fraction; null of fewer than two returns. */
export function annualizedVolatility(returns: ArrayLike<number>, periodsPerYear: number): number | null {
  const deviation = sampleStandardDeviation(returns);
  return deviation === null ? null : deviation * Math.sqrt(periodsPerYear);
}

/**
 * Root mean square of the shortfalls below `requiredReturn` (per period) × √periodsPerYear, counting every period
 * (Sortino's downside deviation, as empyrical `downside_risk`); null of nothing.
 */
export function downsideDeviation(
  returns: ArrayLike<number>,
  periodsPerYear: number,
  requiredReturn = 0,
): number | null {
  if (returns.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < returns.length; i++) sum += Math.min(returns[i]! - requiredReturn, 0) ** 2;
  return Math.sqrt(sum / returns.length) * Math.sqrt(periodsPerYear);
}
