import { finiteOrNull } from './mean.ts';

/** The unbiased variance (divisor n − 1), two passes; exactly 0 when all are equal, null of fewer than two values. */
export function sampleVariance(values: ArrayLike<number>): number | null {
  if (values.length < 2) return null;
  // Measured from the first value, so that equal values leave no rounding error behind.
  const origin = values[0]!;
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]! - origin;
  const centre = total / values.length;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - origin - centre) ** 2;
  return finiteOrNull(sum / (values.length - 1));
}

/** The square root of {@link sampleVariance}, in the unit of the values; null of fewer than two values. */
export function sampleStandardDeviation(values: ArrayLike<number>): number | null {
  const variance = sampleVariance(values);
  return variance === null ? null : Math.sqrt(variance);
}
