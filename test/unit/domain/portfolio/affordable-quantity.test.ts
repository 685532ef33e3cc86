import fc from 'fast-check';
import { expect, it } from 'vitest';
import { affordableQuantity, affordableUnits } from '#domain/portfolio/affordable-quantity';

/** Catches a unit too many, which the cash does not cover, and one too few where rounding is in its favour. */
it('buys the same in float64 as in bigints, next to whole numbers too', () => {
  const price = fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1e6, max: 1e12 }));
  const quantity = fc.oneof(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 1e11 }));
  fc.assert(
    fc.property(
      price,
      quantity,
      fc.constantFrom(0, 5_000, 100_000, 1e6),
      fc.integer({ min: -3, max: 40 }),
      fc.constantFrom('whole' as const, 'fractional' as const),
      (at, wanted, commission, spare, units) => {
        const cost = (at * wanted * (1 + commission / 1e8)) / 1e8;
        fc.pre(cost < 2 ** 52);
        const cash = Math.round(cost) + spare;
        const exact = affordableQuantity({
          cash: BigInt(cash),
          price: BigInt(at),
          commission: BigInt(commission),
          units,
        });
        expect(BigInt(affordableUnits(cash, at, commission, units))).toBe(exact);
      },
    ),
    { numRuns: 20_000 },
  );
});
