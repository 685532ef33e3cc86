import fc from 'fast-check';
import { expect, it } from 'vitest';
import { multiplyDecimal } from '#domain/values/decimal';
import { multiplyUnits } from '#domain/values/units';

/** Catches a product that is a unit off, and one that does not fit and is told all the same. */
it('multiplies as exactly as bigints wherever the product fits', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const amount = fc.oneof(
    fc.integer({ min: -most, max: most }),
    fc.integer({ min: -1e12, max: 1e12 }),
    fc.integer({ min: -300, max: 300 }).map((count) => count * 50_000_000),
    fc.integer({ min: -1_000, max: 1_000 }),
  );
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      const exact = multiplyDecimal(BigInt(a), BigInt(b));
      const found = multiplyUnits(a, b);
      if (Number.isNaN(found)) expect(exact < 0n ? -exact : exact).toBeGreaterThan(2n ** 53n - 64n);
      else expect(BigInt(found)).toBe(exact);
    }),
    { numRuns: 20_000 },
  );
});
