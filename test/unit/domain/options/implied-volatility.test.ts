import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { americanPrice } from '#domain/options/american-option';
import { europeanPrice } from '#domain/options/black-scholes-merton';
import { impliedVolatility, priceBounds } from '#domain/options/implied-volatility';

const terms = fc.record({
  right: fc.constantFrom('call' as const, 'put' as const),
  spot: fc.double({ min: 1, max: 5_000, noNaN: true }),
  moneyness: fc.double({ min: 0.5, max: 2, noNaN: true }),
  years: fc.double({ min: 1 / 365, max: 3, noNaN: true }),
  rate: fc.double({ min: -0.01, max: 0.12, noNaN: true }),
  dividendYield: fc.double({ min: 0, max: 0.1, noNaN: true }),
});
const volatilities = fc.double({ min: 0.02, max: 3, noNaN: true });

function optionOf({ moneyness, ...rest }: { moneyness: number; spot: number } & Record<string, unknown>) {
  return { ...rest, spot: rest.spot, strike: rest.spot * moneyness } as Parameters<
    typeof impliedVolatility
  >[1];
}

describe('implied volatility', () => {
  // Would catch: a step that leaves its interval and never comes back.
  it('of a European price gives the price back, or says which bound it touches', () => {
    fc.assert(
      fc.property(terms, volatilities, (given, volatility) => {
        const option = optionOf(given);
        const price = europeanPrice({ ...option, volatility });
        const implied = impliedVolatility(price, option, 'european');
        if (implied.kind === 'solved')
          expect(Math.abs(europeanPrice({ ...option, volatility: implied.volatility }) - price)).toBeLessThan(
            option.spot * 1e-9,
          );
        else expect(['too-low', 'too-high']).toContain(implied.kind);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('of an American price gives the price back', () => {
    fc.assert(
      fc.property(terms, fc.double({ min: 0.1, max: 1.5, noNaN: true }), (given, volatility) => {
        const option = optionOf(given);
        const price = americanPrice({ ...option, volatility });
        const implied = impliedVolatility(price, option, 'american');
        if (implied.kind === 'solved')
          expect(Math.abs(americanPrice({ ...option, volatility: implied.volatility }) - price)).toBeLessThan(
            option.spot * 1e-5,
          );
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it.each([
    // A call below its discounted difference, a put above its strike: no volatility explains either.
    ['call', 80, 19.9, 'european', 'too-low'],
    ['put', 80, 81, 'european', 'too-high'],
    ['call', 80, 101, 'american', 'too-high'],
    ['put', 120, 19.9, 'american', 'too-low'],
    ['put', 120, 20, 'american', 'too-low'],
    ['call', 100, Number.NaN, 'european', 'undefined'],
    ['call', 100, -1, 'european', 'undefined'],
  ] as const)('a %s struck at %i for %d (%s) is %s', (right, strike, price, style, kind) => {
    const option = { right, spot: 100, strike, years: 0.5, rate: 0.04, dividendYield: 0 };
    expect(impliedVolatility(price, option, style).kind).toBe(kind);
  });

  it('an expired option has none', () => {
    const option = { right: 'call' as const, spot: 100, strike: 90, years: 0, rate: 0.04, dividendYield: 0 };
    expect(impliedVolatility(10, option, 'american')).toEqual({ kind: 'undefined' });
  });

  it('an American option is worth at least its exercise, and its bounds hold its value', () => {
    fc.assert(
      fc.property(terms, volatilities, (given, volatility) => {
        const option = optionOf(given);
        const { low, high } = priceBounds(option, 'american');
        const price = americanPrice({ ...option, volatility });
        expect(price).toBeGreaterThanOrEqual(low - option.spot * 2e-4);
        expect(price).toBeLessThanOrEqual(high + option.spot * 2e-4);
        const sign = option.right === 'call' ? 1 : -1;
        expect(price).toBeGreaterThanOrEqual(sign * (option.spot - option.strike));
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});
