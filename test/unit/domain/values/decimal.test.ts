import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DECIMAL_ONE,
  decimalFromNumber,
  decimalToNumber,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
  parseDecimal,
} from '#domain/values/decimal';

const any = fc.oneof(
  fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.bigInt({ min: -300_000_000n, max: 300_000_000n }),
);

/** numerator / denominator, half to even, by the definition: whichever whole number is nearest. */
function nearest(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n !== denominator < 0n ? -1n : 1n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const low = n / d;
  const distance = 2n * (n - low * d) - d;
  return sign * (distance > 0n || (distance === 0n && low % 2n === 1n) ? low + 1n : low);
}

describe('decimal', () => {
  it.each([
    ['0', 0n],
    ['-0.00000001', -1n],
    ['12.5', 1_250_000_000n],
    ['-12.5', -1_250_000_000n],
    ['100', 10_000_000_000n],
    ['0.1', 10_000_000n],
    ['90071992.54740991', 9_007_199_254_740_991n],
    ['90071992.54740992', 9_007_199_254_740_992n],
    ['-123456789012345678.9', -12_345_678_901_234_567_890_000_000n],
  ])('%s', (text, units) => {
    expect(formatDecimal(units)).toBe(text);
    expect(parseDecimal(text)).toBe(units);
  });

  it('survives text on both sides of what float64 counts exactly', () => {
    fc.assert(
      fc.property(any, (value) => {
        const text = formatDecimal(value);
        expect(parseDecimal(text)).toBe(value);
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d{0,7}[1-9])?$/);
      }),
    );
  });

  it('multiplies and divides to the nearest unit, half to even, whatever the signs', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(multiplyDecimal(a, b)).toBe(nearest(a * b, DECIMAL_ONE));
        if (b !== 0n) expect(divideDecimal(a, b)).toBe(nearest(a * DECIMAL_ONE, b));
      }),
    );
    const half = 50_000_000n;
    expect([1n, 2n, 3n, -1n, -2n, -3n].map((units) => multiplyDecimal(units, half))).toEqual([
      0n,
      1n,
      2n,
      0n,
      -1n,
      -2n,
    ]);
  });

  it('comes back from float64 to the same number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (cents) => {
        expect(decimalFromNumber(cents / 100)).toBe(BigInt(cents) * 1_000_000n);
        expect(decimalToNumber(BigInt(cents) * 1_000_000n)).toBe(cents / 100);
      }),
    );
  });

  it.each(['', '1e5', '1.123456789', 'NaN', '1,000', '.5'])('refuses %j', (text) => {
    expect(() => parseDecimal(text)).toThrow(RangeError);
  });
});
