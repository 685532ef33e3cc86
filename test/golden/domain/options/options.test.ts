import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { americanOption, americanPrice } from '#domain/options/american-option';
import { blackScholesMerton, europeanPrice } from '#domain/options/black-scholes-merton';
import { impliedVolatility } from '#domain/options/implied-volatility';
import type { OptionInput, OptionValue } from '#domain/options/option-value';
import { parityBounds, parityFault } from '#domain/options/put-call-parity';
import { hasSharedData, sharedData } from '#test/support/golden-csv';

type Row = readonly [
  right: 'call' | 'put',
  strike: number,
  days: number,
  volatility: number,
  rate: number,
  dividendYield: number,
  ...values: number[],
];
const golden: { readonly european: readonly Row[]; readonly american: readonly Row[] } = JSON.parse(
  readFileSync(new URL('option-values.json', import.meta.url), 'utf8'),
);
const NAMES = ['price', 'delta', 'gamma', 'theta', 'vega', 'rho'] as const;

function inputOf([right, strike, days, volatility, rate, dividendYield]: Row): OptionInput {
  return { right, spot: 100, strike, years: days / 365, volatility, rate, dividendYield };
}

/** The largest difference from the golden value, of each value. */
function worst(rows: readonly Row[], value: (option: OptionInput) => OptionValue): Record<string, number> {
  const found: Record<string, number> = {};
  for (const row of rows) {
    const got = value(inputOf(row));
    const [, , , , , , ...values] = row;
    NAMES.forEach((name, i) => {
      found[name] = Math.max(found[name] ?? 0, Math.abs(got[name] - values[i]!));
    });
  }
  return found;
}

describe('European options', () => {
  it('price and Greeks equal those of QuantLib', () => {
    expect(golden.european).toHaveLength(480);
    const differences = worst(golden.european, blackScholesMerton);
    for (const name of NAMES) expect(differences[name], name).toBeLessThan(1e-11);
  });

  it('the price alone is that of the whole value', () => {
    for (const row of golden.european)
      expect(europeanPrice(inputOf(row))).toBeCloseTo(blackScholesMerton(inputOf(row)).price, 12);
  });

  it('put–call parity holds on the values of QuantLib, and a price moved by a cent breaks it', () => {
    const calls = golden.european.filter(([right]) => right === 'call');
    for (const call of calls) {
      const [, ...terms] = call;
      const put = golden.european.find(
        ([right, ...other]) => right === 'put' && other.slice(0, 5).join(' ') === terms.slice(0, 5).join(' '),
      )!;
      const input = { ...inputOf(call), exerciseStyle: 'european' as const };
      const { low } = parityBounds(input);
      expect(Math.abs(call[6]! - put[6]! - low)).toBeLessThan(1e-11);
      const quotes = (callPrice: number) => ({
        callBid: callPrice,
        callAsk: callPrice,
        putBid: put[6]!,
        putAsk: put[6]!,
      });
      expect(parityFault(quotes(call[6]!), input, 1e-9)).toBeNull();
      expect(parityFault(quotes(call[6]! + 0.01), input, 1e-9)).toMatchObject({ kind: 'call-rich' });
      expect(parityFault(quotes(call[6]! - 0.01), input, 1e-9)).toMatchObject({ kind: 'put-rich' });
    }
  });

  it('the volatility implied by a price of QuantLib is the one it was made with', () => {
    let asked = 0;
    for (const row of golden.european) {
      const { volatility, ...option } = inputOf(row);
      const vega = row[10]! * 100;
      // Where a price hardly answers to volatility, its digits do not hold it.
      if (vega < 1e-4) continue;
      const implied = impliedVolatility(row[6]!, option, 'european');
      expect(implied.kind, JSON.stringify(row)).toBe('solved');
      if (implied.kind === 'solved') expect(Math.abs(implied.volatility - volatility)).toBeLessThan(1e-7);
      asked++;
    }
    expect(asked).toBeGreaterThan(350);
  });
});

describe('American options', () => {
  it('price and Greeks are those of QuantLib, as near as stated', () => {
    expect(golden.american).toHaveLength(240);
    const differences = worst(golden.american, (option) => americanOption(option));
    // The widest are at the edge of exercise, where delta leaps, and in two years of a high rate.
    const NEAR = { price: 0.005, delta: 0.003, gamma: 0.007, theta: 0.001, vega: 0.007, rho: 0.03 };
    for (const name of NAMES) expect(differences[name], name).toBeLessThan(NEAR[name]);
  });

  it('a finer tree is nearer: four times the steps less than half the error', () => {
    const of = (steps: number) =>
      Math.max(...golden.american.map((row) => Math.abs(americanPrice(inputOf(row), steps) - row[6]!)));
    expect(of(256)).toBeLessThan(of(64) / 2);
  });

  it('the volatility implied by a price of QuantLib is the one it was made with', () => {
    let worstError = 0;
    for (const row of golden.american) {
      const { volatility, ...option } = inputOf(row);
      if (row[10]! * 100 < 1) continue;
      const implied = impliedVolatility(row[6]!, option, 'american');
      if (implied.kind === 'too-low') continue;
      expect(implied.kind, JSON.stringify(row)).toBe('solved');
      if (implied.kind === 'solved')
        worstError = Math.max(worstError, Math.abs(implied.volatility - volatility));
    }
    expect(worstError).toBeLessThan(0.0003);
  });

  it('parity bounds hold on the values of QuantLib', () => {
    for (const call of golden.american.filter(([right]) => right === 'call')) {
      const [, ...terms] = call;
      const put = golden.american.find(
        ([right, ...other]) => right === 'put' && other.slice(0, 5).join(' ') === terms.slice(0, 5).join(' '),
      )!;
      const { low, high } = parityBounds({ ...inputOf(call), exerciseStyle: 'american' });
      expect(call[6]! - put[6]!).toBeGreaterThanOrEqual(low - 1e-7);
      expect(call[6]! - put[6]!).toBeLessThanOrEqual(high + 1e-7);
    }
  });
});

describe.skipIf(!hasSharedData)('examples of Haug, "The Complete Guide to Option Pricing Formulas"', () => {
  const table = (name: string): string[][] =>
    readFileSync(`${sharedData}golden/options/${name}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
  const read = ([right, strike, spot, dividendYield, rate, years, volatility]: readonly string[]) => ({
    right: right as 'call' | 'put',
    strike: Number(strike),
    spot: Number(spot),
    dividendYield: Number(dividendYield),
    rate: Number(rate),
    years: Number(years),
    volatility: Number(volatility),
  });

  it('prices', () => {
    for (const row of table('european_haug_quantlib.csv'))
      expect(Math.abs(europeanPrice(read(row)) - Number(row[7]))).toBeLessThan(6e-5);
  });

  it('Greeks', () => {
    for (const [greek = '', ...row] of table('greeks_haug_quantlib.csv')) {
      const value = blackScholesMerton(read(row));
      const given = Number(row[7]);
      const got: Record<string, number> = {
        delta: value.delta,
        gamma: value.gamma,
        vega: value.vega * 100,
        elasticity: (value.delta * Number(row[2])) / value.price,
      };
      expect(Math.abs(got[greek]! - given), greek).toBeLessThan(6e-5);
    }
  });
});
