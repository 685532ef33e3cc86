import { finiteOrNull, mean } from './mean.ts';

/** The unbiased variance (divisor n − 1), two passes; null of fewer than two values. */
export function sampleVariance(values: ArrayLike<number>): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return finiteOrNull(sum / (values.length - 1));
}

/** The square root of {@link sampleVariance}, in the unit of the values; null of fewer than two values. */
export function sampleStandardDeviation(values: ArrayLike<number>): number | null {
  const variance = sampleVariance(values);
  return variance === null ? null : Math.sqrt(variance);
}
