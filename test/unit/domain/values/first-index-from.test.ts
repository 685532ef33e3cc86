import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstIndexFrom } from '#domain/values/first-index-from';

/** Catches an end that is missed by one, where a step of the search goes beyond it. */
it('finds what a plain walk finds, from any start', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 }),
      fc.nat(60),
      fc.integer({ min: -5, max: 205 }),
      (values, start, bound) => {
        const times = Float64Array.from(values).sort();
        const from = Math.min(start, times.length);
        let expected = from;
        while (expected < times.length && times[expected]! < bound) expected += 1;
        expect(firstIndexFrom(times, from, bound)).toBe(expected);
      },
    ),
  );
});
