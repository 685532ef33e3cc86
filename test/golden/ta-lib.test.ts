import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findIndicator, resolveParameters } from '#domain/indicators/catalog';
import { sliceBars } from '#domain/market/bar';
import { GoldenCsv, hasSharedData } from '#test/support/golden-csv';
import { octopusCase } from './indicators/ta-lib-names.ts';

interface Case {
  readonly function: string;
  readonly parameters: Record<string, number>;
  /** Index of the first value. */
  readonly first: number;
  readonly outputs: Record<string, (number | null)[]>;
}

interface PatternCase {
  readonly series: string;
  readonly function: string;
  readonly first: number;
  /** Row → value, where it is not 0. */
  readonly hits: Record<string, number>;
}

const FILE = new URL('./indicators/ta-lib-values.json.gz', import.meta.url);
const values = JSON.parse(gunzipSync(readFileSync(FILE)).toString()) as {
  readonly series: string;
  readonly bars: number;
  readonly cases: readonly Case[];
  readonly patterns: readonly PatternCase[];
};
const bars = (series: string) => new GoldenCsv(`prices/daily/${series}.csv`).bars();

describe.skipIf(!hasSharedData)('every function of TA-Lib, to nine digits from its first value on', () => {
  it.each(values.cases.map((one) => [`${one.function} ${JSON.stringify(one.parameters)}`, one] as const))(
    '%s',
    (_name, one) => {
      const { indicator, parameters, outputs } = octopusCase(one);
      const definition = findIndicator(indicator);
      expect(definition, indicator).toBeDefined();
      const columns = definition!.batch(
        sliceBars(bars(values.series), 0, values.bars),
        resolveParameters(definition!, parameters),
      );
      // TA-Lib begins all outputs with the last of them; the periods of MAVP are part of it here.
      if (one.function !== 'MAVP')
        expect(Math.max(...columns.map((column) => column.findIndex((x) => !Number.isNaN(x))))).toBe(
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

  it('leaves out no function but those of one number', () => {
    expect(new Set(values.cases.map((one) => one.function)).size).toBe(120);
  });
});

describe.skipIf(!hasSharedData)('every candle pattern of TA-Lib, on every bar of seven series', () => {
  const names = [...new Set(values.patterns.map((one) => one.function))];
  it.each(names)('%s', (name) => {
    for (const one of values.patterns.filter((pattern) => pattern.function === name)) {
      const definition = findIndicator(name)!;
      expect(definition, name).toBeDefined();
      const series = bars(one.series);
      const [column] = definition.batch(series, resolveParameters(definition, {}));
      expect(column!.findIndex((value) => !Number.isNaN(value))).toBe(one.first);
      const differences: string[] = [];
      for (let row = one.first; row < series.length; row++) {
        const expected = one.hits[row] ?? 0;
        if (column![row] !== expected) differences.push(`${row}: ${column![row]} is not ${expected}`);
      }
      expect(differences, one.series).toEqual([]);
    }
  });
});
