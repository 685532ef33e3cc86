import type { CurrentBar } from '../define-indicator.ts';

/** Natural logarithm of a quotient of prices: 0 where either is not above zero, NaN where either is not known. */
export function logarithm(dividend: number, divisor: number): number {
  if (Number.isNaN(dividend) || Number.isNaN(divisor)) return Number.NaN;
  return dividend > 0 && divisor > 0 ? Math.log(dividend / divisor) : 0;
}

/** Rogers and Satchell's variance of one bar (1991). */
export function rogersSatchell({ open, high, low, close }: CurrentBar): number {
  return logarithm(high, close) * logarithm(high, open) + logarithm(low, close) * logarithm(low, open);
}
