import { finiteOrNull } from './mean.ts';
import { cumulativeReturn } from './returns.ts';

const MILLISECONDS_PER_YEAR = 365.25 * 86_400_000;

/**
 * Geometric growth per year as a fraction: (Π(1 + r))^(periodsPerYear / n) − 1. Source: empyrical
 * `annual_return`, also called `cagr` there. Null of nothing.
 */
export function annualizedReturn(returns: ArrayLike<number>, periodsPerYear: number): number | null {
  const total = cumulativeReturn(returns);
  return total === null ? null : finiteOrNull((1 + total) ** (periodsPerYear / returns.length) - 1);
}

/**
 * Compound annual growth rate by calendar time as a fraction: (end / start)^(1 / years) − 1 with years of 365.25
 * days. Source: ffn `calc_cagr`, backtesting.py `CAGR`. Null when no time passed or the start is not positive.
 */
export function compoundAnnualGrowthRate(growth: {
  /** Milliseconds. */
  readonly startTime: number;
  readonly endTime: number;
  readonly startValue: number;
  readonly endValue: number;
}): number | null {
  const years = (growth.endTime - growth.startTime) / MILLISECONDS_PER_YEAR;
  if (years <= 0 || growth.startValue <= 0) return null;
  return finiteOrNull((growth.endValue / growth.startValue) ** (1 / years) - 1);
}
