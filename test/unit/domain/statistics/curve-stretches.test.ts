import fc from 'fast-check';
import { expect, it } from 'vitest';
import { curveStretches } from '#domain/statistics/curve-stretches';
import { curveExtremes } from '#domain/statistics/drawdown';

/** Catches a fall that is cut, missed or too shallow where it runs over several stretches. */
it('tells the same peak, drawdown and falls by stretches as point by point', () => {
  const value = fc.oneof(fc.integer({ min: 95, max: 105 }), fc.double({ min: 1, max: 200, noNaN: true }));
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 120 }),
      fc.integer({ min: 1, max: 20 }),
      (values, count) => {
        const curve = Float64Array.from(values);
        const stretches = curveStretches(curve, Math.min(count, curve.length));
        expect(curveExtremes(curve, stretches)).toEqual(curveExtremes(curve));
      },
    ),
    { numRuns: 2_000 },
  );
});
