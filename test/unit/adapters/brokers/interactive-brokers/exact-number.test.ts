import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exactAmount,
  priceOf,
  roundedAmount,
  wireNumber,
} from '#adapters/brokers/interactive-brokers/exact-number';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';

describe('amounts on their way through the library', () => {
  it('come back to the last digit when at most 15 count', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), (amount) => {
        expect(exactAmount(wireNumber(amount), 'price')).toBe(amount);
      }),
    );
  });

  it('of any size either come back or are refused, never changed', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 22n }), (amount) => {
        let number: number;
        try {
          number = wireNumber(amount);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        expect(exactAmount(number, 'price')).toBe(amount);
      }),
    );
  });

  it.each(['0.00000001', '0.1', '100.07', '9007199.25474099', '123456789012345', '0.00000012'])(
    '%s',
    (text) => {
      expect(formatDecimal(exactAmount(wireNumber(parseDecimal(text)), 'price'))).toBe(text);
    },
  );

  it('what float64 cannot hold is refused with the amount', () => {
    expect(() => wireNumber(parseDecimal('90071992547.40993001'))).toThrow(
      '90071992547.40993001 has more than 15 digits',
    );
  });

  it('of TWS with more than eight digits are refused where they must be exact, and rounded where it reckoned them', () => {
    expect(() => exactAmount(0.123456789, 'price')).toThrow(RangeError);
    expect(() => exactAmount(90_071_992.54740994, 'price')).toThrow('more than 15 digits');
    expect(() => exactAmount(Number.NaN, 'price')).toThrow('its price is no number');
    expect(() => exactAmount(undefined, 'quantity')).toThrow('its quantity is no number');
    expect(roundedAmount(0.123456789)).toBe(parseDecimal('0.12345679'));
    expect(roundedAmount(undefined)).toBeNull();
  });

  it('a price of zero is none: TWS writes that for orders without one', () => {
    expect(priceOf(0)).toBeUndefined();
    expect(priceOf(undefined)).toBeUndefined();
    expect(priceOf(1e-7)).toBe(parseDecimal('0.0000001'));
  });
});
