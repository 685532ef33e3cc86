import { createFreeFactor, type FreeFactor } from './free-factor.ts';

interface Bounds {
  readonly lower: number;
  readonly upper: number;
}
type Place = 'free' | 'lower' | 'upper';

/** How wrong a multiplier must be, as a share of the sums it is the difference of, before its asset is let go. */
const MULTIPLIER_NOISE = 1e-12;

/**
 * The x with Σx = 1 and lower ≤ xᵢ ≤ upper, both finite, that makes xᵀQx least, for a positive definite Q of at most some
 * hundreds of assets. Starts with the assets of least variance filled up, then repeats: seek the least over the free
 * assets alone; hold the asset whose bound is in the way; with none in the way, let go the held asset whose
 * Karush-Kuhn-Tucker multiplier is most wrong. Source: primal active-set method, Nocedal & Wright (2006) §16.5, algorithm
 * 16.3. Ties go to the lower index: the same input gives the same bits. Throws a `RangeError` when it does not end.
 */
export function leastVarianceInBox(matrix: readonly Float64Array[], bounds: Bounds): number[] {
  const { weights, places } = startingPoint(matrix, bounds);
  const factor = createFreeFactor(matrix);
  places.forEach((place, asset) => {
    if (place === 'free') factor.add(asset);
  });
  // After a step of no length the first asset is let go, not the worst (Bland's rule): no set of places then comes back.
  let isStuck = false;
  for (let round = 0; round < 50 * weights.length + 100; round++) {
    const blocked = stepToLeast(matrix, factor, weights, bounds);
    if (blocked) {
      const asset = factor.assets[blocked.place]!;
      places[asset] = blocked.at;
      weights[asset] = bounds[blocked.at];
      factor.removeAt(blocked.place);
      isStuck ||= blocked.share === 0;
      continue;
    }
    const released = assetsToRelease({ slopes: multiply(matrix, weights), places, isFirst: isStuck });
    if (released.length === 0) return Array.from(weights);
    for (const asset of released) {
      places[asset] = 'free';
      factor.add(asset);
    }
    isStuck = false;
  }
  throw new RangeError(`no minimum-variance weights for ${weights.length} assets: the search did not end`);
}

function startingPoint(
  matrix: readonly Float64Array[],
  { lower, upper }: Bounds,
): { weights: Float64Array; places: Place[] } {
  const weights = new Float64Array(matrix.length).fill(lower);
  const places = new Array<Place>(matrix.length).fill('lower');
  const calmFirst = matrix.map((_, asset) => asset).sort((a, b) => matrix[a]![a]! - matrix[b]![b]!);
  let left = 1 - lower * matrix.length;
  for (const asset of calmFirst) {
    if (left <= 0) break;
    const isFull = left >= upper - lower;
    weights[asset] = isFull ? upper : lower + left;
    places[asset] = isFull ? 'upper' : 'free';
    left -= upper - lower;
  }
  return { weights, places };
}

interface Blocked {
  /** Place among the free assets. */
  readonly place: number;
  readonly at: 'lower' | 'upper';
  /** Share of the step that could be taken, from 0 to less than 1. */
  readonly share: number;
}

/** Moves the free weights towards their least, as far as bounds let it; answers what was in the way, if anything was. */
function stepToLeast(
  matrix: readonly Float64Array[],
  factor: FreeFactor,
  weights: Float64Array,
  bounds: Bounds,
): Blocked | undefined {
  const { assets } = factor;
  if (assets.length === 0) return undefined;
  const step = newtonStep(matrix, factor, weights);
  let blocked: Blocked | undefined;
  assets.forEach((asset, place) => {
    if (step[place] === 0) return;
    const at = step[place]! < 0 ? 'lower' : 'upper';
    const share = Math.max(0, (bounds[at] - weights[asset]!) / step[place]!);
    const nearest = blocked?.share ?? 1;
    if (share < nearest || (blocked && share === nearest && asset < assets[blocked.place]!))
      blocked = { place, at, share };
  });
  const share = blocked?.share ?? 1;
  assets.forEach((asset, place) => {
    const weight = weights[asset]! + share * step[place]!;
    weights[asset] = Math.min(bounds.upper, Math.max(bounds.lower, weight));
  });
  return blocked;
}

/** From the weights to the least over the free assets with Σx = 1: p = λQ_FF⁻¹1 − Q_FF⁻¹(Qx)_F, Σp = 1 − Σx. */
function newtonStep(
  matrix: readonly Float64Array[],
  factor: FreeFactor,
  weights: Float64Array,
): Float64Array {
  const { values } = multiply(matrix, weights);
  const towardsOne = factor.solve(new Float64Array(factor.assets.length).fill(1));
  const downhill = factor.solve(Float64Array.from(factor.assets, (asset) => values[asset]!));
  const multiplier = (1 - sum(weights) + sum(downhill)) / sum(towardsOne);
  return downhill.map((value, place) => multiplier * towardsOne[place]! - value);
}

interface Slopes {
  /** Qx: half of what a little more of each asset adds to the variance. */
  readonly values: Float64Array;
  /** |Q||x|, to which the rounding of `values` is in proportion. */
  readonly sizes: Float64Array;
}

/** Held assets whose weight the variance would have the other way: one, or one up and one down when none is free. */
function assetsToRelease({
  slopes: { values, sizes },
  places,
  isFirst,
}: {
  slopes: Slopes;
  places: readonly Place[];
  isFirst: boolean;
}): number[] {
  const free = places.flatMap((place, asset) => (place === 'free' ? [asset] : []));
  const steepest = places.reduce<number | undefined>(
    (found, place, asset) =>
      place === 'upper' && (found === undefined || values[asset]! > values[found]!) ? asset : found,
    undefined,
  );
  // With none free any multiplier between the steepest full and the flattest empty asset will do; its end is taken.
  const level =
    free.length > 0
      ? free.reduce((total, asset) => total + values[asset]!, 0) / free.length
      : steepest === undefined
        ? Number.NEGATIVE_INFINITY
        : values[steepest]!;
  let worst: { asset: number; wrong: number } | undefined;
  places.forEach((place, asset) => {
    if (place === 'free' || (isFirst && worst)) return;
    const wrong = place === 'lower' ? level - values[asset]! : values[asset]! - level;
    const noise = MULTIPLIER_NOISE * (Math.abs(level) + sizes[asset]!);
    if (wrong > noise && wrong > (worst?.wrong ?? 0)) worst = { asset, wrong };
  });
  if (!worst) return [];
  return free.length > 0 ? [worst.asset] : [steepest!, worst.asset];
}

function multiply(matrix: readonly Float64Array[], weights: Float64Array): Slopes {
  const values = new Float64Array(weights.length);
  const sizes = new Float64Array(weights.length);
  weights.forEach((weight, held) => {
    if (weight === 0) return;
    const row = matrix[held]!;
    for (let i = 0; i < row.length; i++) {
      values[i] = values[i]! + row[i]! * weight;
      sizes[i] = sizes[i]! + Math.abs(row[i]! * weight);
    }
  });
  return { values, sizes };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
