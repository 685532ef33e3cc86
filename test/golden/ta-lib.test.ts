import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findIndicator, resolveParameters } from '#domain/indicators/catalog';
import { ownParameterNames } from '#domain/indicators/parameter-names';
import { schoolValues } from '#domain/indicators/parameters';
import { allocateBars, type BarColumns, sliceBars } from '#domain/market/bar';
import { GoldenCsv, hasSharedData } from '#test/support/golden-csv';
import { octopusOutputs } from './indicators/ta-lib-names.ts';

interface Case {
  readonly function: string;
  readonly parameters: Record<string, number>;
  /** Index of the first value. */
  readonly first: number;
  readonly outputs: Record<string, (number | null)[]>;
}

/** By function: index of the first value, and the rows of each value that is not 0. */
type Patterns = Record<string, { readonly first: number; readonly hits: Record<string, number[]> }>;

const FILE = new URL('./indicators/ta-lib-values.json.gz', import.meta.url);
const values = JSON.parse(gunzipSync(readFileSync(FILE)).toString()) as {
  readonly series: string;
  readonly bars: number;
  readonly cases: readonly Case[];
  /** By series of shared data. */
  readonly patterns: Record<string, Patterns>;
  readonly 'made up': {
    readonly bars: Record<'open' | 'high' | 'low' | 'close', number[]>;
    readonly patterns: Patterns;
  };
};
const bars = (series: string) => new GoldenCsv(`prices/daily/${series}.csv`).bars();

describe.skipIf(!hasSharedData)('every function of TA-Lib, to nine digits from its first value on', () => {
  it.each(values.cases.map((one) => [`${one.function} ${JSON.stringify(one.parameters)}`, one] as const))(
    '%s',
    (_name, one) => {
      const outputs = octopusOutputs(one);
      const definition = findIndicator(one.function);
      expect(definition, one.function).toBeDefined();
      const parameters = {
        ...schoolValues(definition!, 'ta-lib'),
        ...ownParameterNames(definition!, one.parameters),
      };
      const columns = definition!.batch(
        sliceBars(bars(values.series), 0, values.bars),
        resolveParameters(definition!, parameters),
      );
      const compared = Object.values(outputs).map((name) => columns[definition!.outputs.indexOf(name)]!);
      // TA-Lib begins all outputs with the last of them; the periods of MAVP are part of it here.
      if (one.function !== 'MAVP')
        expect(Math.max(...compared.map((column) => column.findIndex((x) => !Number.isNaN(x))))).toBe(
          one.first,
        );
      for (const [name, expected] of Object.entries(one.outputs)) {
        const column = columns[definition!.outputs.indexOf(outputs[name]!)]!;
        expect(column, `${name} is ${outputs[name]}`).toBeDefined();
        expected.forEach((value, i) => {
          if (value === null) return;
          const actual = column[one.first + i]!;
          if (!(Math.abs(actual - value) <= 1e-9 * Math.max(1, Math.abs(value))))
            expect.fail(`${name} at ${one.first + i}: ${actual} is not ${value}`);
        });
      }
    },
  );

  it('leaves out no function', () => {
    expect(new Set(values.cases.map((one) => one.function)).size).toBe(140);
  });
});

/** Every row of the pattern's column, from its first, is the value TA-Lib found there, or 0. */
function comparePattern(name: string, series: BarColumns, { first, hits }: Patterns[string]): void {
  const definition = findIndicator(name);
  expect(definition, name).toBeDefined();
  const [column] = definition!.batch(series, resolveParameters(definition!, {}));
  expect(column!.findIndex((value) => !Number.isNaN(value))).toBe(first);
  const expected = new Float64Array(series.length).fill(Number.NaN, 0, first);
  for (const [value, rows] of Object.entries(hits)) for (const row of rows) expected[row] = Number(value);
  expect(column).toEqual(expected);
}

describe.skipIf(!hasSharedData)('every candle pattern of TA-Lib, on every bar', () => {
  describe.each(Object.entries(values.patterns))('of %s', (series, patterns) => {
    it.each(Object.entries(patterns))('%s', (name, pattern) => {
      comparePattern(name, bars(series), pattern);
    });
  });
});

describe('every candle pattern of TA-Lib, on bars made up to hold each', () => {
  const made = values['made up'];
  const columns = Object.fromEntries(
    Object.entries(made.bars).map(([field, column]) => [field, Float64Array.from(column)]),
  ) as Record<'open' | 'high' | 'low' | 'close', Float64Array>;
  const series = { ...allocateBars(columns.close.length), ...columns };

  it.each(Object.entries(made.patterns))('%s', (name, pattern) => {
    expect(Object.keys(pattern.hits).length).toBeGreaterThan(0);
    comparePattern(name, series, pattern);
  });
});
