import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portfolioVariance, sampleCovariance, shrunkCovariance } from '#domain/optimization/covariance';
import { minimumVarianceWeights } from '#domain/optimization/minimum-variance';

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

  it('sum to one, keep bounds, and are beaten by no other weights', () => {
    fc.assert(
      fc.property(
        market,
        fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (rows, raw) => {
          const covariance = shrunkCovariance(
            sampleCovariance(rows.map((row) => Float64Array.from(row))),
            0.05,
          );
          fc.pre(covariance.every((row, i) => row[i]! > 1e-8));
          const weights = minimumVarianceWeights(covariance);
          expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 9);
          for (const weight of weights) expect(weight).toBeGreaterThanOrEqual(0);
          const total = raw.slice(0, weights.length).reduce((sum, value) => sum + value);
          const other = raw.slice(0, weights.length).map((value) => value / total);
          expect(portfolioVariance(weights, covariance)).toBeLessThanOrEqual(
            portfolioVariance(other, covariance) * (1 + 1e-9),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('say when no weights can keep the bounds, or the covariance has no bottom', () => {
    expect(() =>
      minimumVarianceWeights(
        [
          [1, 0],
          [0, 1],
        ],
        { maximum: 0.4 },
      ),
    ).toThrow('2 weights between 0 and 0.4 cannot sum to 1');
    expect(() =>
      minimumVarianceWeights([
        [1, 1],
        [1, 1],
      ]),
    ).toThrow(/no minimum-variance weights for 2 assets/);
    expect(() =>
      minimumVarianceWeights([
        [0, 0],
        [0, 0],
      ]),
    ).toThrow(/no minimum-variance weights for 2 assets/);
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
