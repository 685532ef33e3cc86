import { annualizedReturn } from './annualized-return.ts';
import { maxDrawdown } from './drawdown.ts';
import { finiteOrNull } from './mean.ts';
import { equityFromReturns } from './returns.ts';

/** Annualised return over the depth of the deepest drawdown (Young 1991); null when nothing was ever lost. */
export function calmarRatio(returns: ArrayLike<number>, periodsPerYear: number): number | null {
  const growth = annualizedReturn(returns, periodsPerYear);
  const depth = maxDrawdown(equityFromReturns(returns));
  return growth === null || depth === null || depth === 0 ? null : finiteOrNull(growth / -depth);
}
