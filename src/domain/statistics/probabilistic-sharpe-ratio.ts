import { normalCumulative, normalQuantile } from './normal-distribution.ts';
import type { ReturnMoments } from './return-moments.ts';

/**
 * Confidence, 0 to 1, that the true Sharpe ratio is above `benchmark`, both per period:
 * Φ((SR − SR*) √(n − 1) / √(1 − γ₃ SR + (γ₄ − 1)/4 SR²)). Source: Bailey & López de Prado 2012, "The Sharpe ratio
 * efficient frontier", eq. 11. Null where skewness and kurtosis leave the error without a value.
 */
export function probabilisticSharpeRatio(moments: ReturnMoments, benchmark = 0): number | null {
  const error = sharpeVariance(moments);
  if (!(error > 0)) return null;
  return normalCumulative(((moments.sharpe - benchmark) * Math.sqrt(moments.count - 1)) / Math.sqrt(error));
}

/**
 * Periods after which the Sharpe ratio would be above `benchmark` with `confidence`:
 * 1 + (1 − γ₃ SR + (γ₄ − 1)/4 SR²) (Φ⁻¹(confidence) / (SR − SR*))². Source: the same, eq. 13. Null when the ratio is not
 * above the benchmark: no record is long enough.
 */
export function minimumTrackRecord(
  moments: ReturnMoments,
  { benchmark = 0, confidence = 0.95 }: { readonly benchmark?: number; readonly confidence?: number } = {},
): number | null {
  const error = sharpeVariance(moments);
  if (moments.sharpe <= benchmark || !(error > 0)) return null;
  return 1 + error * (normalQuantile(confidence) / (moments.sharpe - benchmark)) ** 2;
}

/** Sampling variance of a Sharpe ratio, times n − 1 (Mertens 2002). */
function sharpeVariance({ sharpe, skewness, kurtosis }: ReturnMoments): number {
  return 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}
