import { describe, expect, test } from 'vitest';
import { barAt, barsFromRows } from '#domain/market/bar';
import { GrowingSeries } from '#engine/cache/growing-series';

const row = (time: number, close: number) => ({ time, open: 1, high: 9, low: 0, close, volume: 5 });

describe('growing series', () => {
  test('the forming bar is overwritten, the next one appended, across many doublings', () => {
    const series = new GrowingSeries('AAPL', '1m');
    for (let i = 0; i < 1_000; i++) {
      series.put(i, 1, 9, 0, i, 5);
      series.put(i, 1, 9, 0, i + 0.5, 6);
    }
    const bars = series.bars();
    expect([bars.length, series.version, series.epoch]).toEqual([1_000, 2_000, 0]);
    expect(Array.from(bars.close).every((close, i) => close === i + 0.5)).toBe(true);
    expect(barAt(bars, 999)).toEqual({ time: 999, open: 1, high: 9, low: 0, close: 999.5, volume: 6 });
  });

  test('a bar older than the last is refused: closed bars do not change', () => {
    const series = new GrowingSeries('AAPL', '1d', barsFromRows([row(10, 1), row(20, 2)]));
    expect(() => series.put(10, 1, 1, 1, 1, 1)).toThrow(
      'AAPL 1d: bar at 10 is older than the last one at 20',
    );
    expect(() => series.put(Number.NaN, 1, 1, 1, 1, 1)).toThrow('bar at NaN');
    expect([...series.bars().close]).toEqual([1, 2]);
  });

  test('the caller keeps its columns: the series works on copies', () => {
    const given = barsFromRows([row(10, 1)]);
    const series = new GrowingSeries('AAPL', '1d', given);
    series.put(10, 1, 9, 0, 7, 5);
    expect([given.close[0], series.bars().close[0]]).toEqual([1, 7]);
  });

  test('ticks make the bars that their prices and sizes say, and a late one is refused', () => {
    const series = new GrowingSeries('AAPL', '1m');
    const ticks = [
      [0, 10, 5],
      [0, 12, 1],
      [0, 9, 2],
      [60, 11, 4],
    ] as const;
    for (const [start, price, size] of ticks) series.putTick(start, price, size);
    expect(barAt(series.bars(), 0)).toEqual({ time: 0, open: 10, high: 12, low: 9, close: 9, volume: 8 });
    expect(barAt(series.bars(), 1)).toEqual({ time: 60, open: 11, high: 11, low: 11, close: 11, volume: 4 });
    expect([series.version, series.epoch]).toEqual([4, 0]);
    const view = series.bars();
    series.putTick(60, 13, 1);
    expect(series.bars()).toBe(view);
    expect([view.high[1], view.volume[1]]).toEqual([13, 5]);
    expect(() => series.putTick(0, 1, 1)).toThrow('bar at 0 is older than the last one at 60');
  });

  test('a replacement is a new epoch', () => {
    const series = new GrowingSeries('AAPL', '1d', barsFromRows([row(10, 1), row(20, 2)]));
    series.replace(barsFromRows([row(5, 3)]));
    series.put(6, 1, 9, 0, 4, 5);
    expect([series.epoch, series.version, [...series.bars().close]]).toEqual([1, 2, [3, 4]]);
  });
});
