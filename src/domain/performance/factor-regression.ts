/** Returns of one factor, of the same periods as those explained. */
export interface Factor {
  readonly name: string;
  readonly returns: Float64Array;
}

export interface FactorExposure {
  readonly name: string;
  readonly beta: number;
  readonly standardError: number;
  /** beta over its standard error; beyond ±2 it is unlikely to be chance. */
  readonly tStatistic: number | null;
  /** beta × mean factor return × periods a year: what the factor added, a fraction. */
  readonly annualContribution: number;
}

export interface FactorRegression {
  /** Mean return a period that no factor explains × periods a year, a fraction. */
  readonly annualAlpha: number;
  readonly alphaTStatistic: number | null;
  readonly exposures: readonly FactorExposure[];
  /** Share of variance explained, 0 to 1. */
  readonly rSquared: number;
  readonly observations: number;
}

/**
 * Ordinary least squares of returns on factor returns with an intercept (Sharpe 1964 for one factor, Fama & French 1993
 * for several). Null when there are too few periods or factors are multiples of one another. Throws a RangeError when
 * a factor has another length.
 */
export function regressOnFactors(
  returns: Float64Array,
  factors: readonly Factor[],
  periodsPerYear: number,
): FactorRegression | null {
  for (const { name, returns: own } of factors)
    if (own.length !== returns.length)
      throw new RangeError(`factor ${name} has ${own.length} returns where there are ${returns.length}`);
  const columns = [new Float64Array(returns.length).fill(1), ...factors.map((factor) => factor.returns)];
  const freedom = returns.length - columns.length;
  if (freedom < 1) return null;
  const inverse = invert(columns.map((a) => columns.map((b) => dot(a, b))));
  if (!inverse) return null;
  const projections = columns.map((column) => dot(column, returns));
  const betas = inverse.map((row) => row.reduce((sum, value, j) => sum + value * projections[j]!, 0));
  const average = dot(columns[0]!, returns) / returns.length;
  let [residual, total] = [0, 0];
  for (let i = 0; i < returns.length; i++) {
    const fitted = columns.reduce((sum, column, j) => sum + column[i]! * betas[j]!, 0);
    residual += (returns[i]! - fitted) ** 2;
    total += (returns[i]! - average) ** 2;
  }
  const errors = inverse.map((row, j) => Math.sqrt((row[j]! * residual) / freedom));
  const significance = (j: number): number | null => (errors[j]! > 0 ? betas[j]! / errors[j]! : null);
  return {
    annualAlpha: betas[0]! * periodsPerYear,
    alphaTStatistic: significance(0),
    exposures: factors.map(({ name }, i) => ({
      name,
      beta: betas[i + 1]!,
      standardError: errors[i + 1]!,
      tStatistic: significance(i + 1),
      annualContribution:
        (betas[i + 1]! * dot(columns[0]!, columns[i + 1]!) * periodsPerYear) / returns.length,
    })),
    rSquared: total === 0 ? 0 : 1 - residual / total,
    observations: returns.length,
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Gauss–Jordan with row exchanges; undefined when the matrix is singular to rounding. */
function invert(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  const scale = matrix.map((row, i) => Math.abs(row[i]!));
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++)
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    const head = rows[pivot]![column]!;
    if (Math.abs(head) <= 1e-12 * scale[column]! || head === 0) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const row = rows[column]!.map((value) => value / head);
    rows[column] = row;
    for (let i = 0; i < n; i++) {
      const factor = rows[i]![column]!;
      if (i !== column && factor !== 0) rows[i] = rows[i]!.map((value, j) => value - factor * row[j]!);
    }
  }
  return rows.map((row) => row.slice(n));
}
