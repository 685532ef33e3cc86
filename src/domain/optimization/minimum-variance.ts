import { leastVarianceInBox } from './active-set.ts';
import { isPositiveDefinite } from './free-factor.ts';

export interface WeightBounds {
  /** Smallest weight of any asset; 0 when absent. */
  readonly minimum?: number;
  /** Largest weight of any asset; 1 when absent. */
  readonly maximum?: number;
}

/** Added to the diagonal of a singular covariance, as a share of its mean variance. */
const RIDGE = 1e-10;
const EPSILON = 2 ** -52;

/**
 * Weights of least variance that sum to one within the bounds (Markowitz 1952), found exactly by a primal active-set
 * method; same order as the covariance. A singular covariance (fewer periods than assets, two assets alike) gets a
 * ridge of 1e-10 of the mean variance, which picks one of its many answers. Throws a `RangeError` when no weights can
 * satisfy the bounds, or when the covariance is none: not finite, without variance, or with a negative one somewhere.
 */
export function minimumVarianceWeights(
  covariance: readonly (readonly number[])[],
  bounds: WeightBounds = {},
): number[] {
  const { minimum = 0, maximum = 1 } = bounds;
  const assets = covariance.length;
  if (assets === 0) return [];
  if (!(minimum <= maximum && minimum * assets <= 1 + 1e-12 && maximum * assets >= 1 - 1e-12)) {
    throw new RangeError(`${assets} weights between ${minimum} and ${maximum} cannot sum to 1`);
  }
  if (!Number.isFinite(minimum) || !Number.isFinite(maximum))
    throw new RangeError(`bounds of weights must be finite, not ${minimum} and ${maximum}`);
  if (assets === 1) return [1];
  return leastVarianceInBox(definite(covariance), { lower: minimum, upper: maximum });
}

/** The covariance as columns, positive definite, with a ridge only where it must have one. */
function definite(covariance: readonly (readonly number[])[]): Float64Array[] {
  const assets = covariance.length;
  const matrix = covariance.map((row) => Float64Array.from(row));
  const meanVariance = matrix.reduce((sum, row, i) => sum + row[i]!, 0) / assets;
  const refuse = (reason: string): never => {
    throw new RangeError(`no minimum-variance weights for ${assets} assets: ${reason}`);
  };
  if (matrix.some((row) => row.length !== assets || row.some((value) => !Number.isFinite(value))))
    return refuse('the covariance is not a square of finite numbers');
  if (!(meanVariance > 0)) return refuse('the covariance has no variance');
  if (isPositiveDefinite(matrix, assets * EPSILON)) return matrix;
  matrix.forEach((row, i) => {
    row[i] = row[i]! + RIDGE * meanVariance;
  });
  if (!isPositiveDefinite(matrix, 0))
    return refuse('the covariance gives some portfolio a negative variance');
  return matrix;
}
