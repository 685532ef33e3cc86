import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portfolioVariance, sampleCovariance, shrunkCovariance } from '#domain/optimization/covariance';
import { minimumVarianceWeights } from '#domain/optimization/minimum-variance';
import { createSeededRandom } from '#domain/values/seeded-random';

/** Returns of up to eight assets over forty periods: more periods than assets, so the covariance has full rank almost surely. */
const market = fc.integer({ min: 2, max: 8 }).chain((assets) =>
  fc.array(fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 40, maxLength: 40 }), {
    minLength: assets,
    maxLength: assets,
  }),
);

describe('minimum-variance weights', () => {
  it('weigh two uncorrelated assets inversely to their variances', () => {
    const [a, b] = minimumVarianceWeights([
      [0.04, 0],
      [0, 0.01],
    ]);
    expect(a).toBeCloseTo(0.2, 12);
    expect(b).toBeCloseTo(0.8, 12);
  });

  it('leave out what only adds variance, exactly', () => {
    expect(
      minimumVarianceWeights([
        [0.01, 0.03],
        [0.03, 0.16],
      ]),
    ).toEqual([1, 0]);
  });

  it('sum to one, keep bounds, satisfy the optimality conditions, and are beaten by no other weights', () => {
    fc.assert(
      fc.property(
        market,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (rows, low, high, raw) => {
          const covariance = shrunkCovariance(
            sampleCovariance(rows.map((row) => Float64Array.from(row))),
            0.05,
          );
          fc.pre(covariance.every((row, i) => row[i]! > 1e-8));
          const equal = 1 / rows.length;
          // From free to go short or to hold one asset alone, to equal weights and nothing else.
          const bounds = { minimum: equal - low * (equal + 0.5), maximum: equal + high * (1 - equal) };
          const weights = minimumVarianceWeights(covariance, bounds);
          expectOptimal(weights, covariance, bounds);
          const other = feasibleWeights(raw.slice(0, weights.length), bounds);
          expect(portfolioVariance(weights, covariance)).toBeLessThanOrEqual(
            portfolioVariance(other, covariance) * (1 + 1e-9),
          );
          expect(minimumVarianceWeights(covariance, bounds)).toEqual(weights);
        },
      ),
      { numRuns: 200 },
    );
  });

  // Catches a factor that drifts while assets come and go, and a search that goes round in circles.
  it.each([
    ['long only', { minimum: 0, maximum: 1 }],
    ['capped, so that most assets meet a bound', { minimum: -0.02, maximum: 0.02 }],
    ['capped so low that every asset but a few is full', { minimum: 0, maximum: 1 / 198.5 }],
  ])('are optimal for two hundred assets, %s', (_, bounds) => {
    const covariance = sampleCovariance(factorMarket({ assets: 200, periods: 260 }));
    expectOptimal(minimumVarianceWeights(covariance, bounds), covariance, bounds);
  });

  it('are the best there are when the covariance is singular', () => {
    const fewPeriods = sampleCovariance(factorMarket({ assets: 40, periods: 15 }));
    expectOptimal(minimumVarianceWeights(fewPeriods), fewPeriods, { minimum: 0, maximum: 1 });
    const [a, b] = minimumVarianceWeights([
      [1, 1],
      [1, 1],
    ]);
    expect(a).toBeCloseTo(0.5, 9);
    expect(b).toBeCloseTo(0.5, 9);
    const [cash, share] = minimumVarianceWeights(
      [
        [0, 0],
        [0, 0.04],
      ],
      { maximum: 0.9 },
    );
    expect([cash, share]).toEqual([0.9, expect.closeTo(0.1, 12)]);
  });

  it.each([
    ['both full', { minimum: 0, maximum: 0.5 }, [0.5, 0.5]],
    ['both empty', { minimum: 0.5, maximum: 1 }, [0.5, 0.5]],
  ])('where bounds leave but one answer, %s', (_, bounds, weights) => {
    expect(
      minimumVarianceWeights(
        [
          [0.04, 0.01],
          [0.01, 0.09],
        ],
        bounds,
      ),
    ).toEqual(weights);
  });

  it('leave a start at which every asset is at a bound', () => {
    // The two calmest move together, so that the best pair is not the one begun with.
    const covariance = [
      [0.01, 0.0099, 0, 0],
      [0.0099, 0.01, 0, 0],
      [0, 0, 0.011, 0],
      [0, 0, 0, 0.011],
    ];
    const bounds = { minimum: 0, maximum: 0.5 };
    expectOptimal(minimumVarianceWeights(covariance, bounds), covariance, bounds);
  });

  it('say when no weights can keep the bounds, or the covariance is none', () => {
    const identity = [
      [1, 0],
      [0, 1],
    ];
    expect(() => minimumVarianceWeights(identity, { maximum: 0.4 })).toThrow(
      '2 weights between 0 and 0.4 cannot sum to 1',
    );
    expect(() => minimumVarianceWeights(identity, { minimum: Number.NEGATIVE_INFINITY })).toThrow(
      'bounds of weights must be finite, not -Infinity and 1',
    );
    for (const [bad, reason] of [
      [
        [
          [0, 0],
          [0, 0],
        ],
        'no variance',
      ],
      [
        [
          [1, 2],
          [2, 1],
        ],
        'a negative variance',
      ],
      [
        [
          [1, Number.NaN],
          [Number.NaN, 1],
        ],
        'not a square of finite numbers',
      ],
      [
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
        'not a square of finite numbers',
      ],
    ] as const) {
      expect(() => minimumVarianceWeights(bad)).toThrow(reason);
    }
  });

  it('give all to the only asset and nothing to none', () => {
    expect(minimumVarianceWeights([[0.04]])).toEqual([1]);
    expect(minimumVarianceWeights([])).toEqual([]);
  });
});

it('a pair is measured over the periods both have', () => {
  const covariance = sampleCovariance([Float64Array.of(Number.NaN, 0.1, 0.3), Float64Array.of(5, 0.2, 0.4)]);
  expect(covariance[0]![1]).toBeCloseTo(0.02, 12);
  expect(() => sampleCovariance([Float64Array.of(Number.NaN, 0.1), Float64Array.of(0.1, 0.1)])).toThrow(
    'columns 1 and 1 share fewer than two returns',
  );
});

/** Bounds and sum hold, and the multipliers of held assets have the right sign (Karush-Kuhn-Tucker). */
function expectOptimal(
  weights: readonly number[],
  covariance: readonly (readonly number[])[],
  { minimum, maximum }: { minimum: number; maximum: number },
): void {
  expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
  expect(Math.min(...weights)).toBeGreaterThanOrEqual(minimum);
  expect(Math.max(...weights)).toBeLessThanOrEqual(maximum);
  const slopes = covariance.map((row) => row.reduce((sum, value, j) => sum + value * weights[j]!, 0));
  const largest = Math.max(...covariance.map((row, i) => row[i]!));
  // No weight may be moved from an asset that can give to one that can take and make the variance less.
  const canGive = slopes.filter((_, i) => weights[i]! > minimum);
  const canTake = slopes.filter((_, i) => weights[i]! < maximum);
  expect(Math.max(...canGive) - Math.min(...canTake)).toBeLessThan(1e-9 * largest);
}

/** Weights within bounds that sum to 1, drawn from numbers of 0 to 1. */
function feasibleWeights(
  raw: readonly number[],
  { minimum, maximum }: { minimum: number; maximum: number },
): number[] {
  const equal = 1 / raw.length;
  const mean = raw.reduce((sum, value) => sum + value) * equal;
  const directions = raw.map((value) => value - mean);
  const reach = directions.reduce((least, direction) => {
    if (direction === 0) return least;
    return Math.min(least, ((direction > 0 ? maximum : minimum) - equal) / direction);
  }, 1e3);
  return directions.map((direction) => equal + reach * direction);
}

/** Returns of assets that follow one market with a strength and a noise of their own. */
function factorMarket({ assets, periods }: { assets: number; periods: number }): Float64Array[] {
  const { next: random } = createSeededRandom(7);
  const together = Array.from({ length: periods }, () => random() - 0.5);
  return Array.from({ length: assets }, () => {
    const strength = random() * 2;
    const noise = 0.1 + random() / 2;
    return Float64Array.from(together, (value) => strength * value + noise * (random() - 0.5));
  });
}
