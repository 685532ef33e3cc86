import { solveQP } from 'quadprog';

export interface WeightBounds {
  /** Smallest weight of any asset; 0 when absent. */
  readonly minimum?: number;
  /** Largest weight of any asset; 1 when absent. */
  readonly maximum?: number;
}

/**
 * Weights of least variance that sum to one within the bounds (Markowitz 1952), found exactly by the dual method
 * of Goldfarb & Idnani (1983). Same order as the covariance. Throws a `RangeError` when no weights can satisfy the
 * bounds or the covariance is not positive definite (shrink it then).
 */
export function minimumVarianceWeights(
  covariance: readonly (readonly number[])[],
  bounds: WeightBounds = {},
): number[] {
  const { minimum = 0, maximum = 1 } = bounds;
  const assets = covariance.length;
  if (assets === 0) return [];
  if (minimum > maximum || minimum * assets > 1 + 1e-12 || maximum * assets < 1 - 1e-12) {
    throw new RangeError(`${assets} weights between ${minimum} and ${maximum} cannot sum to 1`);
  }
  if (assets === 1) return [1];
  const scale = assets / covariance.reduce((sum, row, i) => sum + row[i]!, 0);
  const quadratic = countedFromOne(
    covariance.map((row) => countedFromOne(row.map((value) => value * scale))),
  );
  const linear = countedFromOne(new Array<number>(assets).fill(0));
  // Columns: the sum (an equality), then one lower and one upper bound an asset.
  const constraints = countedFromOne(
    covariance.map((_, asset) =>
      countedFromOne([1, ...oneHot(assets, asset, 1), ...oneHot(assets, asset, -1)]),
    ),
  );
  const limits = countedFromOne([
    1,
    ...new Array<number>(assets).fill(minimum),
    ...new Array<number>(assets).fill(-maximum),
  ]);
  const { solution, message } = solveQP(quadratic, linear, constraints, limits, 1);
  const weights = solution.slice(1);
  if (message !== '' || weights.some((weight) => !Number.isFinite(weight))) {
    throw new RangeError(
      `no minimum-variance weights for ${assets} assets: ${message || 'the covariance is degenerate'}`,
    );
  }
  return weights.map((weight) => clean(weight, minimum, maximum));
}

/** Puts back on the bound what arithmetic left a hair beside it. */
function clean(weight: number, minimum: number, maximum: number): number {
  if (weight < minimum + 1e-12) return minimum;
  return weight > maximum - 1e-12 ? maximum : weight;
}

function countedFromOne<Item extends number | number[]>(items: readonly Item[]): Item[] {
  const result: Item[] = [];
  items.forEach((item, i) => {
    result[i + 1] = item;
  });
  return result;
}

function oneHot(length: number, index: number, value: number): number[] {
  return Array.from({ length }, (_, i) => (i === index ? value : 0));
}
