import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlationMatrix } from '#domain/risk/correlation-matrix';
import { portfolioExposure } from '#domain/risk/portfolio-exposure';
import { historicalValueAtRisk, valueAtRiskTable, weightedReturns } from '#domain/risk/value-at-risk';
import { decimalFromNumber, multiplyDecimal, parseDecimal } from '#domain/values/decimal';

const returns = fc
  .array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 20, maxLength: 400 })
  .map((values) => Float64Array.from(values));

describe('value at risk', () => {
  // numpy: np.quantile(np.arange(-50, 51) / 1000, 0.05) is −0.045; the six returns at or below it average −0.0475.
  const ladder = Float64Array.from({ length: 101 }, (_, i) => (i - 50) / 1000);

  it('is the interpolated quantile, and the shortfall the mean beyond it', () => {
    const found = historicalValueAtRisk(ladder, 0.95)!;
    expect(found.valueAtRisk).toBeCloseTo(0.045, 12);
    expect(found.expectedShortfall).toBeCloseTo(0.0475, 12);
    expect(historicalValueAtRisk(ladder.subarray(0, 100), 0.99)!.valueAtRisk).toBeCloseTo(0.04901, 12);
  });

  it('grows with the square root of the horizon', () => {
    expect(historicalValueAtRisk(ladder, 0.99, 10)!.valueAtRisk).toBeCloseTo(
      historicalValueAtRisk(ladder, 0.99)!.valueAtRisk * Math.sqrt(10),
      12,
    );
  });

  it('says when the sample is too small for its confidence, and nothing of a handful', () => {
    const table = valueAtRiskTable(ladder);
    expect(
      table.map(({ confidence, horizon, isSampleSmall }) => [confidence, horizon, isSampleSmall]),
    ).toEqual([
      ...[1, 5, 10].map((horizon) => [0.95, horizon, false]),
      ...[1, 5, 10].map((horizon) => [0.99, horizon, false]),
      ...[1, 5, 10].map((horizon) => [0.999, horizon, true]),
    ]);
    expect(historicalValueAtRisk(ladder.subarray(0, 100), 0.99)!.isSampleSmall).toBe(false);
    expect(historicalValueAtRisk(ladder.subarray(0, 99), 0.99)!.isSampleSmall).toBe(true);
    expect(historicalValueAtRisk(ladder.subarray(0, 19), 0.95)).toBeNull();
    expect(valueAtRiskTable(new Float64Array(5))).toEqual([]);
  });

  it('never falls when confidence rises, and the shortfall is never smaller', () => {
    fc.assert(
      fc.property(returns, (sample) => {
        const [low, middle, high] = [0.95, 0.99, 0.999].map(
          (confidence) => historicalValueAtRisk(sample, confidence)!,
        );
        expect(middle!.valueAtRisk).toBeGreaterThanOrEqual(low!.valueAtRisk);
        expect(high!.valueAtRisk).toBeGreaterThanOrEqual(middle!.valueAtRisk);
        for (const one of [low!, middle!, high!])
          expect(one.expectedShortfall).toBeGreaterThanOrEqual(one.valueAtRisk - 1e-12);
      }),
    );
  });

  it('leaves the returns it was given as they were', () => {
    const sample = Float64Array.from({ length: 30 }, (_, i) => (i * 7) % 11);
    const copy = sample.slice();
    valueAtRiskTable(sample);
    expect(sample).toEqual(copy);
  });

  it('weighs the newest periods that all columns have', () => {
    expect([
      ...weightedReturns([0.5, 0.5], [Float64Array.of(9, 0.1, 0.2), Float64Array.of(0.3, 0.4)]),
    ]).toEqual([0.2, 0.30000000000000004]);
  });
});

describe('exposure', () => {
  it('adds up to the unit: leaves to net, absolute leaves to gross', () => {
    const quantity = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
    const price = fc.double({ min: 0.0001, max: 100_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(quantity, price), { maxLength: 20 }), (positions) => {
        const holdings = positions.map(([amount, lastPrice], i) => ({
          symbol: `S${i}`,
          quantity: amount,
          lastPrice,
        }));
        const exposure = portfolioExposure({ equity: parseDecimal('1000'), holdings });
        const values = holdings.map((holding) =>
          multiplyDecimal(holding.quantity, decimalFromNumber(holding.lastPrice)),
        );
        expect(exposure.net).toBe(values.reduce((sum, value) => sum + value, 0n));
        expect(exposure.gross).toBe(values.reduce((sum, value) => sum + (value < 0n ? -value : value), 0n));
        expect(exposure.bySymbol.reduce((sum, leaf) => sum + leaf.value, 0n)).toBe(exposure.net);
      }),
    );
  });

  it('names what has no price and gives no shares of nothing', () => {
    const exposure = portfolioExposure({
      equity: 0n,
      holdings: [
        { symbol: 'A', quantity: 1n, lastPrice: null },
        { symbol: 'B', quantity: parseDecimal('2'), lastPrice: 3 },
      ],
    });
    expect(exposure).toMatchObject({ unpriced: ['A'], grossPct: null, gross: parseDecimal('6') });
    expect(exposure.bySymbol).toEqual([{ symbol: 'B', value: parseDecimal('6'), weightPct: null }]);
  });
});

describe('correlation', () => {
  it('is one with itself, minus one with the opposite, null with what never moves', () => {
    const a = Float64Array.of(0.01, -0.02, 0.03, 0.01);
    const [first, , third] = correlationMatrix([
      a,
      a.map((value) => -2 * value),
      new Float64Array(4).fill(0.1),
    ]);
    expect(first![0]).toBe(1);
    expect(first![1]).toBeCloseTo(-1, 12);
    expect(third).toEqual([null, null, null]);
  });

  it('refuses columns of different lengths', () => {
    expect(() => correlationMatrix([new Float64Array(3), new Float64Array(4)])).toThrow(
      'column 2 has 4 returns, the first has 3',
    );
  });
});
