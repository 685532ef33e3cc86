import { describe, expect, it } from 'vitest';
import { type BarColumns, barsFromRows, sliceBars } from '#domain/market/bar';
import { compareSources, type SourceComparison } from '#domain/market/compare-sources';
import { createSeededRandom } from '#domain/values/seeded-random';
import { asOtherVendor, copyBars, spoilBars } from '#test/support/corrupt-bars';
import { hasDailyPrices, readDailyBars } from '#test/support/daily-bars';
import { syntheticBars } from '#test/support/synthetic-bars';

const times = ({ disagreements }: SourceComparison) => disagreements.map(({ time }) => time);

describe('compareSources', () => {
  it('finds nothing to say of sources that agree', () => {
    const bars = syntheticBars(300, 1);
    const found = compareSources([
      { source: 'a', bars },
      { source: 'b', bars: copyBars(bars) },
    ]);
    expect(found).toMatchObject({ compared: 300, agreed: 300, disagreements: [], missing: [], scales: [] });
  });

  it('names the odd one of three', () => {
    const bars = syntheticBars(300, 2);
    const wrong = copyBars(bars);
    wrong.close[100] = wrong.close[100]! * 1.01;
    const found = compareSources([
      { source: 'a', bars },
      { source: 'b', bars: wrong },
      { source: 'c', bars },
    ]);
    expect(found.disagreements).toMatchObject([
      { time: bars.time[100], verdict: 'odd', suspects: ['b'], fields: ['close'] },
    ]);
    expect(found.disagreements[0]!.deviation).toBeCloseTo(0.01, 6);
  });

  it('suspects both of two, but for one that breaks with its neighbours', () => {
    const bars = syntheticBars(300, 3);
    const wrong = copyBars(bars);
    for (const field of ['open', 'high', 'low', 'close'] as const) {
      wrong[field][50] = wrong[field][50]! * 10;
      wrong[field][80] = wrong[field][79]!;
      wrong[field][120] = wrong[field][120]! * 1.005;
    }
    const found = compareSources([
      { source: 'a', bars },
      { source: 'b', bars: wrong },
    ]);
    expect(found.disagreements.map(({ verdict, suspects }) => [verdict, ...suspects])).toEqual([
      ['odd', 'b'],
      ['odd', 'b'],
      ['undecided', 'a', 'b'],
    ]);
  });

  it('tells a split that one holds as a stretch of another scale, and still sees a wrong bar in it', () => {
    const bars = syntheticBars(600, 4);
    const split = copyBars(bars);
    for (const field of ['open', 'high', 'low', 'close'] as const)
      for (let i = 0; i < 300; i++) split[field][i] = split[field][i]! / 7;
    split.close[150] = split.close[150]! * 1.02;
    const found = compareSources([
      { source: 'raw', bars },
      { source: 'adjusted', bars: split },
    ]);
    expect(found.scales).toHaveLength(1);
    expect(found.scales[0]).toMatchObject({
      source: 'adjusted',
      from: bars.time[0],
      to: bars.time[299],
      bars: 300,
    });
    expect(found.scales[0]!.factor).toBeCloseTo(1 / 7, 4);
    expect(found.scales[0]!.isSplit).toBe(true);
    expect(times(found)).toEqual([bars.time[150]]);
  });

  it('tells what a source lacks, within its own reach', () => {
    const bars = syntheticBars(50, 5);
    const rows = Array.from({ length: 50 }, (_, i) => i).filter((i) => i > 10 && (i < 20 || i > 22));
    const holed = barsFromRows(
      rows.map((i) => ({
        time: bars.time[i]!,
        open: bars.open[i]!,
        high: bars.high[i]!,
        low: bars.low[i]!,
        close: bars.close[i]!,
        volume: 0,
      })),
    );
    const found = compareSources([
      { source: 'a', bars },
      { source: 'b', bars: holed },
    ]);
    expect(found.missing).toEqual([{ source: 'b', from: bars.time[20], to: bars.time[22], bars: 3 }]);
    expect(found.compared).toBe(36);
  });
});

interface Tally {
  spoiled: number;
  caught: number;
  named: number;
  sound: number;
  falseAlarms: number;
}

function tally(clean: BarColumns, sources: number, spread: number, seed: number, into: Tally): void {
  const random = createSeededRandom(seed);
  const { bars, spoiled } = spoilBars(clean, 0.01, random);
  const others = Array.from({ length: sources - 1 }, () =>
    spread === 0 ? clean : asOtherVendor(clean, spread, random),
  );
  const found = compareSources([
    { source: 'spoiled', bars },
    ...others.map((other, i) => ({ source: `other ${i}`, bars: other })),
  ]);
  const told = new Map(found.disagreements.map((one) => [one.time, one]));
  into.spoiled += spoiled.size;
  into.sound += clean.length - spoiled.size;
  for (const time of told.keys()) if (!spoiled.has(time)) into.falseAlarms++;
  for (const time of spoiled.keys()) {
    const one = told.get(time);
    if (one?.suspects.includes('spoiled')) into.caught++;
    else if (process.env['SHOW_FIGURES']) process.stdout.write(`missed: ${spoiled.get(time)}\n`);
    if (one?.suspects.length === 1 && one.suspects[0] === 'spoiled') into.named++;
  }
}

const FILES = [
  'AAPL_2000-2013.csv',
  'MSFT_2000-2013.csv',
  'IBM_2000-2013.csv',
  'GOOG_2000-2013.csv',
  'SPY_2007-2017.csv',
  'SPX_1990-2022.csv',
  'BTCUSD_2017-2021.csv',
];

describe.skipIf(!hasDailyPrices)('one percent of one source spoiled, on real prices', () => {
  it.each([
    { sources: 2, spread: 0 },
    { sources: 2, spread: 1e-4 },
    { sources: 3, spread: 0 },
    { sources: 3, spread: 1e-4 },
  ])(
    'is caught to 99 % with $sources sources that stand $spread apart',
    ({ sources, spread }) => {
      const all: Tally = { spoiled: 0, caught: 0, named: 0, sound: 0, falseAlarms: 0 };
      for (const [f, name] of FILES.entries()) {
        const clean = readDailyBars(name);
        for (let seed = 0; seed < 4; seed++) tally(clean, sources, spread, 1_000 * f + seed, all);
      }
      const summary = `${sources} sources ${spread} apart: ${JSON.stringify(all)} caught ${all.caught / all.spoiled} named ${all.named / all.spoiled} false ${all.falseAlarms / all.sound}`;
      if (process.env['SHOW_FIGURES']) process.stdout.write(`${summary}\n`);
      expect(all.spoiled).toBeGreaterThan(500);
      expect(all.caught / all.spoiled, summary).toBeGreaterThanOrEqual(0.99);
      expect(all.falseAlarms / all.sound, summary).toBeLessThan(0.001);
    },
    60_000,
  );

  it('compares files of two vendors, splits and all', () => {
    const raw = readDailyBars('AAPL_2000-2013.csv');
    const adjusted = readDailyBars('AAPL_2012-2014_divsplit.csv');
    const found = compareSources([
      { source: 'raw', bars: sliceBars(raw, raw.length - 350, raw.length) },
      { source: 'adjusted', bars: adjusted },
    ]);
    if (process.env['SHOW_FIGURES'])
      process.stdout.write(
        `AAPL ${JSON.stringify({ ...found, disagreements: found.disagreements.slice(0, 3), n: found.disagreements.length })}\n`,
      );
    expect(found.scales.map(({ isSplit }) => isSplit)).toEqual([true]);
    expect(found.scales[0]!.factor).toBeCloseTo(1 / 7, 3);
  });
});
