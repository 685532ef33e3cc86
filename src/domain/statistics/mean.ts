/** The arithmetic mean, or null of nothing. */
export function mean(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return finiteOrNull(sum / values.length);
}

/** The value itself, or null where arithmetic gave NaN or an infinity: results never carry those. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/**
 * The constant growth rate that compounds to the same end: exp(mean(log(1 + r))) − 1. Zero when a return of −100 %
 * or worse wipes the account out (the convention of backtesting.py), null of nothing.
 */
export function geometricMean(returns: ArrayLike<number>): number | null {
  let logSum = 0;
  for (let i = 0; i < returns.length; i++) {
    if (returns[i]! <= -1) return 0;
    logSum += Math.log(returns[i]! + 1);
  }
  return finiteOrNull(Math.exp(logSum / returns.length) - 1);
}
