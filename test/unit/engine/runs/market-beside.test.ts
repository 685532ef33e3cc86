import { describe, expect, it } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import { buildTearSheet } from '#domain/reports/build-tear-sheet';
import { withBenchmark, withFactors } from '#engine/runs/market-beside';
import { walk } from '#test/support/daily-walk';
import { finishedBacktest } from '#test/support/finished-backtest';

/** Catches a benchmark or factor that knows a close before it was made, or is measured from another day. */
describe('a run held against other prices', () => {
  const { input, bars } = finishedBacktest({ bars: walk(300, 4) });

  it('has the same cash in the benchmark from its first close on, and cash before', () => {
    const late = barsFromRows(
      [20, 21, 40].map((i, k) => ({
        time: bars.time[i]!,
        open: 1,
        high: 9,
        low: 1,
        close: 2 ** (k + 1),
        volume: 0,
      })),
    );
    const { columns, benchmarkName } = withBenchmark(input, { name: 'other', bars: late });
    expect(benchmarkName).toBe('other');
    expect([0, 19, 20, 21, 39, 40, 299].map((i) => columns.benchmark![i]! / 10_000)).toEqual([
      1, 1, 1, 2, 2, 4, 4,
    ]);
  });

  it('is explained whole by its own account as a factor', () => {
    const own = { ...bars, close: input.columns.equity };
    const sheet = buildTearSheet(withFactors(input, [{ name: 'itself', bars: own }]));
    expect(sheet.factors!.exposures[0]).toMatchObject({ name: 'itself', beta: expect.closeTo(1, 9) });
    expect(sheet.factors!.rSquared).toBeCloseTo(1, 9);
    expect(withFactors(input, [])).toBe(input);
  });

  it('refuses prices of another time', () => {
    const old = barsFromRows([{ time: 0, open: 1, high: 1, low: 1, close: 1, volume: 0 }]);
    expect(() => withBenchmark(input, { name: 'old', bars: old })).toThrow(
      /old has bars from 1970-01-01 to 1970-01-01, the run is of 2001/,
    );
    expect(() => withFactors(input, [{ name: 'none', bars: barsFromRows([]) }])).toThrow('none has no bars');
  });
});
