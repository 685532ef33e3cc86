/** The shape of a sample of returns, as the Sharpe ratio's sampling error depends on it. */
export interface ReturnMoments {
  readonly count: number;
  /** Mean over sample standard deviation, per period. */
  readonly sharpe: number;
  /** Third standardised moment of the population (divisor n); 0 for a normal. */
  readonly skewness: number;
  /** Fourth standardised moment, not in excess; 3 for a normal. */
  readonly kurtosis: number;
}

/** Moments of returns per period; null of fewer than two or when they do not vary. */
export function returnMoments(returns: ArrayLike<number>): ReturnMoments | null {
  const count = returns.length;
  if (count < 2) return null;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += returns[i]!;
  const mean = sum / count;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < count; i++) {
    const distance = returns[i]! - mean;
    const square = distance * distance;
    second += square;
    third += square * distance;
    fourth += square * square;
  }
  const variance = second / count;
  if (!(variance > 0) || !Number.isFinite(variance)) return null;
  return {
    count,
    sharpe: mean / Math.sqrt(second / (count - 1)),
    skewness: third / count / variance ** 1.5,
    kurtosis: fourth / count / variance ** 2,
  };
}
