import { finiteOrNull } from './mean.ts';

/** Period returns as fractions, `values[i + 1] / values[i] − 1`: one fewer than the values. */
export function simpleReturns(values: ArrayLike<number>): Float64Array {
  const returns = new Float64Array(Math.max(0, values.length - 1));
  for (let i = 0; i < returns.length; i++) returns[i] = values[i + 1]! / values[i]! - 1;
  return returns;
}

/** Continuously compounded period returns, `ln(values[i + 1] / values[i])`: one fewer than the values. */
export function logReturns(values: ArrayLike<number>): Float64Array {
  const returns = new Float64Array(Math.max(0, values.length - 1));
  for (let i = 0; i < returns.length; i++) returns[i] = Math.log(values[i + 1]! / values[i]!);
  return returns;
}

/** Compounded growth as a fraction: Π(1 + r) − 1; null of nothing. */
export function cumulativeReturn(returns: ArrayLike<number>): number | null {
  if (returns.length === 0) return null;
  let growth = 1;
  for (let i = 0; i < returns.length; i++) growth *= 1 + returns[i]!;
  return finiteOrNull(growth - 1);
}

/** The curve that the returns draw from `start`, which is its first point: one more than the returns. */
export function equityFromReturns(returns: ArrayLike<number>, start = 1): Float64Array {
  const equity = new Float64Array(returns.length + 1);
  equity[0] = start;
  for (let i = 0; i < returns.length; i++) equity[i + 1] = equity[i]! * (1 + returns[i]!);
  return equity;
}
