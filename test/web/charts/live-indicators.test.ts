import { describe, expect, test } from 'vitest';
import { INDICATORS, resolveParameters } from '#domain/indicators/catalog';
import { type BarColumns, sliceBars } from '#domain/market/bar';
import { LiveIndicators } from '../../../src/renderer/charts/live-indicators.ts';
import { syntheticBars } from '../support/synthetic-bars.ts';

const LONG = 20_500;
const choices = INDICATORS.map((definition) => ({
  slug: definition.slug,
  parameters: resolveParameters(definition, {}),
}));

function wholeValues(bars: BarColumns): Map<string, Float64Array[]> {
  return new Map(
    INDICATORS.map((definition) => [
      definition.slug,
      definition.batch(bars, resolveParameters(definition, {})),
    ]),
  );
}

describe('indicators on a growing chart', () => {
  test('every indicator over a long series equals its batch after bars changed and came', () => {
    const all = syntheticBars(LONG, 11);
    const live = new LiveIndicators();
    live.choose(choices);
    live.compute(sliceBars(all, 0, LONG - 10), 0);
    let shown = live.compute(sliceBars(all, 0, LONG - 10), LONG - 10);
    for (let length = LONG - 9; length <= LONG; length++) {
      // The bar being formed changes before it is left behind.
      const close = all.close[length - 1]!;
      all.close[length - 1] = close * 1.01;
      live.compute(sliceBars(all, 0, length), length - 2);
      all.close[length - 1] = close;
      shown = live.compute(sliceBars(all, 0, length), length - 2);
    }
    const whole = wholeValues(all);
    shown.forEach((indicator, i) => {
      indicator.columns.forEach((column) => {
        const output = INDICATORS[i]!.outputs.indexOf(column.name);
        const expected = whole.get(choices[i]!.slug)![output]!;
        for (let bar = LONG - 60; bar < LONG; bar++) {
          // No value on both sides: the arc cosine of a price, say.
          if (Number.isNaN(expected[bar]!) && Number.isNaN(column.values[bar]!)) continue;
          const difference = Math.abs(column.values[bar]! - expected[bar]!);
          expect(difference, `${indicator.label} ${column.name} at ${bar}`).toBeLessThanOrEqual(
            1e-6 * Math.max(1, Math.abs(expected[bar]!)),
          );
        }
      });
    });
  }, 60_000);

  test('the same indicator twice is two; an unknown one is left out', () => {
    const live = new LiveIndicators();
    live.choose([
      { slug: 'simple-moving-average', parameters: { period: 10 } },
      { slug: 'simple-moving-average', parameters: { period: 10 } },
      { slug: 'crystal-ball', parameters: {} },
      { slug: 'simple-moving-average', parameters: { period: -1 } },
    ]);
    const shown = live.compute(syntheticBars(50, 1), 0);
    expect(shown.map(({ label }) => label)).toEqual(['SMA 10', 'SMA 10']);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(2);
  });

  test('no bars give empty columns', () => {
    const live = new LiveIndicators();
    live.choose(choices);
    for (const { columns } of live.compute(syntheticBars(0, 1), 0))
      for (const { values } of columns) expect(values).toHaveLength(0);
  });
});
