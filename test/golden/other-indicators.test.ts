import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findIndicator, resolveParameters } from '#domain/indicators/catalog';
import { sliceBars } from '#domain/market/bar';
import { GoldenCsv, hasSharedData } from '#test/support/golden-csv';

interface Case {
  readonly indicator: string;
  readonly parameters: Record<string, number>;
  readonly output: string;
  readonly values: (number | null)[];
}

const golden = JSON.parse(
  readFileSync(new URL('./indicators/other-values.json', import.meta.url), 'utf8'),
) as { readonly series: string; readonly bars: number; readonly cases: readonly Case[] };

describe.skipIf(!hasSharedData)('formulas written a second time in Python, to nine digits', () => {
  it.each(golden.cases.map((one) => [`${one.indicator} ${one.output}`, one] as const))('%s', (_name, one) => {
    const bars = new GoldenCsv(`prices/daily/${golden.series}.csv`).bars();
    const definition = findIndicator(one.indicator)!;
    const columns = definition.batch(
      sliceBars(bars, 0, golden.bars),
      resolveParameters(definition, one.parameters),
    );
    const column = columns[definition.outputs.indexOf(one.output)]!;
    one.values.forEach((value, i) => {
      const isEqual =
        value === null
          ? Number.isNaN(column[i]!)
          : Math.abs(column[i]! - value) <= 1e-9 * Math.max(1, Math.abs(value));
      if (!isEqual) expect.fail(`row ${i}: ${column[i]} is not ${value}`);
    });
  });
});
