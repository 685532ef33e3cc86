import { countAtOrBelow, quantileOfSorted } from '../statistics/quantile.ts';

/** Levels reported side by side. */
export const VALUE_AT_RISK_CONFIDENCES = [0.95, 0.99, 0.999] as const;
/** Horizons reported side by side, in periods of the returns (trading days for daily returns). */
export const VALUE_AT_RISK_HORIZONS = [1, 5, 10] as const;
/** With fewer returns nothing is said about risk. */
export const VALUE_AT_RISK_SAMPLE_MIN = 20;

export interface ValueAtRisk {
  readonly confidence: number;
  readonly horizon: number;
  /** Loss as a positive fraction of value; negative when even this quantile was a gain. */
  readonly valueAtRisk: number;
  /** Mean loss of the returns at or below the quantile, a positive fraction. */
  readonly expectedShortfall: number;
  readonly sample: number;
  /** Fewer returns than 1 / (1 − confidence): the figure is near the worst return seen and says little more. */
  readonly isSampleSmall: boolean;
}

/**
 * Historical value at risk and expected shortfall of period returns (fractions). The quantile is the linear
 * interpolation of Hyndman & Fan (1996) type 7, the default of numpy and R, at 1 − confidence; horizons above one
 * are scaled by √horizon. Null of fewer than {@link VALUE_AT_RISK_SAMPLE_MIN} returns.
 */
export function historicalValueAtRisk(
  returns: Float64Array,
  confidence: number,
  horizon = 1,
): ValueAtRisk | null {
  if (returns.length < VALUE_AT_RISK_SAMPLE_MIN) return null;
  return measure(returns.slice().sort(), confidence, horizon);
}

/** Every confidence of {@link VALUE_AT_RISK_CONFIDENCES} at every horizon, confidence by confidence; empty without enough returns. */
export function valueAtRiskTable(returns: Float64Array): ValueAtRisk[] {
  if (returns.length < VALUE_AT_RISK_SAMPLE_MIN) return [];
  const sorted = returns.slice().sort();
  return VALUE_AT_RISK_CONFIDENCES.flatMap((confidence) =>
    VALUE_AT_RISK_HORIZONS.map((horizon) => measure(sorted, confidence, horizon)),
  );
}

/** Returns a portfolio of fixed weights would have had: Σ weight × return, period by period, over the newest periods all columns have. */
export function weightedReturns(weights: readonly number[], columns: readonly Float64Array[]): Float64Array {
  const length = columns.reduce(
    (shortest, column) => Math.min(shortest, column.length),
    columns[0]?.length ?? 0,
  );
  const result = new Float64Array(length);
  columns.forEach((column, k) => {
    const offset = column.length - length;
    for (let i = 0; i < length; i++) result[i] = result[i]! + (weights[k] ?? 0) * column[offset + i]!;
  });
  return result;
}

function measure(sorted: Float64Array, confidence: number, horizon: number): ValueAtRisk {
  const quantile = quantileOfSorted(sorted, 1 - confidence);
  const tail = sorted.subarray(0, Math.max(1, countAtOrBelow(sorted, quantile)));
  const tailMean = tail.reduce((sum, value) => sum + value, 0) / tail.length;
  const scale = Math.sqrt(horizon);
  return {
    confidence,
    horizon,
    valueAtRisk: 0 - quantile * scale,
    expectedShortfall: 0 - tailMean * scale,
    sample: sorted.length,
    isSampleSmall: sorted.length * (1 - confidence) < 1 - 1e-9,
  };
}
