import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findIndicator, resolveParameters } from '#domain/indicators/catalog';
import { ownParameterNames } from '#domain/indicators/parameter-names';
import { schoolValues } from '#domain/indicators/parameters';
import { GoldenCsv, hasSharedData } from '#test/support/golden-csv';

interface Case {
  readonly indicator: string;
  readonly parameters: Record<string, number>;
  readonly output: string;
  /** Row and value. */
  readonly first: readonly [number, number];
  /** At the rows of the file. */
  readonly values: readonly (number | null)[];
}

const FILE = new URL('./indicators/stock-indicators-values.json.gz', import.meta.url);
const golden = JSON.parse(gunzipSync(readFileSync(FILE)).toString()) as {
  readonly series: string;
  readonly rows: readonly number[];
  readonly cases: readonly Case[];
};

describe.skipIf(!hasSharedData)(
  'the school of Stock.Indicators, by its names of parameters, to nine digits',
  () => {
    const csv = new GoldenCsv(`prices/daily/${golden.series}.csv`);
    const bars = { ...csv.bars(), time: csv.dates() };

    it.each(
      golden.cases.map((one) => [one.indicator, JSON.stringify(one.parameters), one.output, one] as const),
    )('%s %s %s', (_indicator, _parameters, _output, one) => {
      const definition = findIndicator(one.indicator)!;
      const values = {
        ...schoolValues(definition, 'stock-indicators'),
        ...ownParameterNames(definition, one.parameters),
      };
      const columns = definition.batch(bars, resolveParameters(definition, values));
      const column = columns[definition.outputs.indexOf(one.output)]!;
      expect(column.findIndex((value) => !Number.isNaN(value))).toBe(one.first[0]);
      const rows = [one.first[0], ...golden.rows];
      [one.first[1], ...one.values].forEach((value, i) => {
        const actual = column[rows[i]!]!;
        const isEqual =
          value === null
            ? Number.isNaN(actual)
            : Math.abs(actual - value) <= 1e-9 * Math.max(1, Math.abs(value));
        if (!isEqual) expect.fail(`row ${rows[i]}: ${actual} is not ${value}`);
      });
    });
  },
);
