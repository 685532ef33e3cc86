import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateIntradayPath } from '#engine/simulation/intraday-path';

const cents = fc.integer({ min: 1, max: 1_000_000 });
const bar = fc
  .tuple(cents, cents, fc.nat(5_000), fc.nat(5_000), fc.nat(2_000_000_000))
  .map(([open, close, above, below, volume]) => ({
    time: 0,
    open: open / 100,
    close: close / 100,
    high: (Math.max(open, close) + above) / 100,
    low: Math.max(1, Math.min(open, close) - below) / 100,
    volume,
  }));
const ticks = fc.integer({ min: 4, max: 400 });

describe('the simulated path through a day', () => {
  it('is a path through that very bar: the daily bar made of its ticks is the bar', () => {
    fc.assert(
      fc.property(bar, ticks, fc.nat(), (day, count, seed) => {
        const { price, size } = simulateIntradayPath(day, count, seed, 2);
        expect([price.length, size.length]).toEqual([count, count]);
        expect(price[0]).toBe(day.open);
        expect(price.at(-1)).toBe(day.close);
        expect(Math.max(...price)).toBe(day.high);
        expect(Math.min(...price)).toBe(day.low);
        expect(size.reduce((sum, one) => sum + one, 0)).toBe(day.volume);
        expect(size.every((one) => one >= 0 && Number.isInteger(one))).toBe(true);
      }),
    );
  });

  it('keeps to the price grid of its instrument', () => {
    fc.assert(
      fc.property(bar, fc.nat(), (day, seed) => {
        const { price } = simulateIntradayPath(day, 60, seed, 2);
        for (const one of price) expect(Math.round(one * 100) / 100).toBe(one);
      }),
    );
  });

  it('is the same for the same seed and another for another', () => {
    const day = { time: 0, open: 10, high: 12, low: 9, close: 11, volume: 1_000_000 };
    const path = (seed: number) => simulateIntradayPath(day, 390, seed, 2);
    expect(path(1)).toEqual(path(1));
    expect(path(1).price).not.toEqual(path(2).price);
    expect(path(1).size).not.toEqual(path(2).size);
  });

  it('goes through a day that never moved, and one that nobody traded', () => {
    const { price, size } = simulateIntradayPath(
      { time: 0, open: 5, high: 5, low: 5, close: 5, volume: 0 },
      4,
      1,
      2,
    );
    expect([...price]).toEqual([5, 5, 5, 5]);
    expect([...size]).toEqual([0, 0, 0, 0]);
  });
});
