import { drawdowns } from '../statistics/drawdown.ts';
import { finiteOrNull } from '../statistics/mean.ts';

/**
 * Gains above a threshold over losses below it (Keating & Shadwick 2002, discrete form): Σmax(r − θ, 0) / Σmax(θ − r, 0).
 * `threshold` is per period. Null without a loss. Source: empyrical `omega_ratio`.
 */
export function omegaRatio(returns: ArrayLike<number>, threshold = 0): number | null {
  let [gains, losses] = [0, 0];
  for (let i = 0; i < returns.length; i++) {
    const excess = returns[i]! - threshold;
    if (excess > 0) gains += excess;
    else losses -= excess;
  }
  return losses === 0 ? null : finiteOrNull(gains / losses);
}

/** Root mean square of the percentages below the last peak (Martin & McCann 1989); null of nothing. */
export function ulcerIndex(equity: ArrayLike<number>): number | null {
  if (equity.length === 0) return null;
  const sum = drawdowns(equity).reduce((total, depth) => total + (depth * 100) ** 2, 0);
  return finiteOrNull(Math.sqrt(sum / equity.length));
}

/** Sum of all returns over the sum of the losses (Schwager's gain to pain); null without a loss. */
export function gainToPainRatio(returns: ArrayLike<number>): number | null {
  let [sum, losses] = [0, 0];
  for (let i = 0; i < returns.length; i++) {
    sum += returns[i]!;
    if (returns[i]! < 0) losses -= returns[i]!;
  }
  return losses === 0 ? null : finiteOrNull(sum / losses);
}

/**
 * R² of a straight line through the logarithm of compounded growth against time, 0 to 1: 1 is growth at an even pace.
 * Null of fewer than two returns or when the account was wiped out. Source: empyrical `stability_of_timeseries`.
 */
export function stability(returns: ArrayLike<number>): number | null {
  const n = returns.length;
  if (n < 2) return null;
  let [level, sumX, sumY, sumXX, sumXY, sumYY] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    level += Math.log1p(returns[i]!);
    const x = i - (n - 1) / 2;
    sumX += x;
    sumY += level;
    sumXX += x * x;
    sumXY += x * level;
    sumYY += level * level;
  }
  const xx = sumXX - (sumX * sumX) / n;
  const xy = sumXY - (sumX * sumY) / n;
  const yy = sumYY - (sumY * sumY) / n;
  return yy <= 0 ? null : finiteOrNull((xy * xy) / (xx * yy));
}
