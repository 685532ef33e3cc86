/**
 * Unbiased covariance of return columns × `periodsPerYear`, each pair over the periods where both are finite
 * (pandas `DataFrame.cov`, PyPortfolioOpt `sample_cov`). Columns have equal length; NaN marks a missing return.
 * Throws a `RangeError` when lengths differ or a pair shares fewer than two periods.
 */
export function sampleCovariance(columns: readonly Float64Array[], periodsPerYear = 1): number[][] {
  const length = columns[0]?.length ?? 0;
  const matrix: number[][] = columns.map(() => new Array<number>(columns.length).fill(0));
  columns.forEach((a, i) => {
    if (a.length !== length)
      throw new RangeError(`column ${i + 1} has ${a.length} returns, the first has ${length}`);
    for (let j = 0; j <= i; j++) {
      const value = pairCovariance(a, columns[j]!) * periodsPerYear;
      if (Number.isNaN(value))
        throw new RangeError(`columns ${j + 1} and ${i + 1} share fewer than two returns`);
      matrix[i]![j] = value;
      matrix[j]![i] = value;
    }
  });
  return matrix;
}

/**
 * The covariance drawn towards a scaled identity: (1 − δ)S + δ·mean(diag S)·I with δ from 0 (as is) to 1. Source:
 * Ledoit & Wolf (2004) target, PyPortfolioOpt `shrunk_covariance`.
 */
export function shrunkCovariance(covariance: readonly (readonly number[])[], delta: number): number[][] {
  const meanVariance = covariance.reduce((sum, row, i) => sum + row[i]!, 0) / covariance.length;
  return covariance.map((row, i) =>
    row.map((value, j) => (1 - delta) * value + (i === j ? delta * meanVariance : 0)),
  );
}

/** wᵀSw: the variance of a portfolio of weights, in the covariance's own period. */
export function portfolioVariance(
  weights: readonly number[],
  covariance: readonly (readonly number[])[],
): number {
  return covariance.reduce(
    (sum, row, i) => sum + weights[i]! * row.reduce((inner, value, j) => inner + value * weights[j]!, 0),
    0,
  );
}

function pairCovariance(a: Float64Array, b: Float64Array): number {
  let count = 0;
  let sumA = 0;
  let sumB = 0;
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i]!) || !Number.isFinite(b[i]!)) continue;
    count++;
    sumA += a[i]!;
    sumB += b[i]!;
  }
  let products = 0;
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i]!) || !Number.isFinite(b[i]!)) continue;
    products += (a[i]! - sumA / count) * (b[i]! - sumB / count);
  }
  return count < 2 ? Number.NaN : products / (count - 1);
}
