import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateBars, bucketStart } from '#domain/market/aggregate-bars';
import { type Bar, barAt, barsFromRows } from '#domain/market/bar';
import { barProblem } from '#domain/market/bar-problem';
import { timeframeMs } from '#domain/market/timeframe';

const MINUTE = 60_000;
const minutes = fc.uniqueArray(fc.nat(3_000), { minLength: 1, maxLength: 80 }).chain((times) =>
  fc.tuple(
    ...[...times]
      .sort((a, b) => a - b)
      .map((time) =>
        fc
          .tuple(
            fc.integer({ min: 1, max: 99 }),
            fc.integer({ min: 1, max: 99 }),
            fc.nat(9),
            fc.nat(9),
            fc.nat(500),
          )
          .map(
            ([open, close, up, down, volume]): Bar => ({
              time: time * MINUTE,
              open,
              close,
              high: Math.max(open, close) + up,
              low: Math.max(0.5, Math.min(open, close) - down),
              volume,
            }),
          ),
      ),
  ),
);
const longer = fc.constantFrom('5m' as const, '1h' as const, '1d' as const);

describe('longer bars', () => {
  it('are first open, highest high, lowest low, last close and all the volume of each bucket', () => {
    fc.assert(
      fc.property(minutes, longer, (rows, timeframe) => {
        const made = aggregateBars(barsFromRows(rows), timeframe);
        const buckets = new Map<number, Bar[]>();
        for (const row of rows) {
          const start = bucketStart(row.time, timeframe);
          buckets.set(start, [...(buckets.get(start) ?? []), row]);
        }
        expect(made.length).toBe(buckets.size);
        [...buckets].forEach(([time, inside], i) => {
          const bar = barAt(made, i);
          expect(bar).toEqual({
            time,
            open: inside[0]!.open,
            high: Math.max(...inside.map(({ high }) => high)),
            low: Math.min(...inside.map(({ low }) => low)),
            close: inside.at(-1)!.close,
            volume: inside.reduce((sum, { volume }) => sum + volume, 0),
          });
          expect(barProblem(bar)).toBeUndefined();
          expect(time % timeframeMs(timeframe)).toBe(0);
        });
      }),
    );
  });

  it('are the same made in one step or in two', () => {
    fc.assert(
      fc.property(minutes, (rows) => {
        const bars = barsFromRows(rows);
        expect(aggregateBars(aggregateBars(bars, '5m'), '1h')).toEqual(aggregateBars(bars, '1h'));
      }),
    );
  });

  it('of no bars are no bars', () => {
    expect(aggregateBars(barsFromRows([]), '1h').length).toBe(0);
  });
});

describe('a bar problem', () => {
  const sound: Bar = { time: 0, open: 2, high: 3, low: 1, close: 2, volume: 0 };
  it.each([
    [{}, undefined],
    [{ high: 1.5 }, 'high 1.5 and low 1 do not hold open 2 and close 2'],
    [{ low: 2.5 }, 'high 3 and low 2.5 do not hold'],
    [{ low: 0 }, 'its prices 0 to 3 are not positive'],
    [{ high: Number.NaN }, 'its prices 1 to NaN are not positive'],
    [{ close: Number.NaN }, 'do not hold open 2 and close NaN'],
    [{ volume: -1 }, 'volume -1 is below zero'],
  ])('of %j is %s', (change, problem) => {
    const found = barProblem({ ...sound, ...change });
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});
