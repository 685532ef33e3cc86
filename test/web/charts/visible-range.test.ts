import { describe, expect, test } from 'vitest';
import {
  followedRange,
  keptInSight,
  newestRange,
  pannedRange,
  wholeRange,
  zoomedRange,
} from '../../../src/renderer/charts/visible-range.ts';

describe('what part of the bars is in view', () => {
  test('zooming keeps the bar under the pointer where it is', () => {
    const range = { from: 100, to: 300 };
    const closer = zoomedRange(range, 0.5, 150, 1_000);
    expect(closer.to - closer.from).toBeCloseTo(100);
    expect((150 - closer.from) / (closer.to - closer.from)).toBeCloseTo(0.25);
  });

  test('zooming stops before bars are wider than the window or the series is a speck', () => {
    let range = { from: 0, to: 200 };
    for (let i = 0; i < 100; i++) range = zoomedRange(range, 0.5, 100, 1_000);
    expect(range.to - range.from).toBe(8);
    for (let i = 0; i < 100; i++) range = zoomedRange(range, 2, 100, 1_000);
    expect(range.to - range.from).toBe(1_520);
  });

  test.each([-1e6, 1e6])('panning by %d bars never loses sight of them all', (bars) => {
    const range = pannedRange({ from: 0, to: 100 }, bars, 500);
    expect(range.to - range.from).toBeCloseTo(100);
    expect(range.from).toBeLessThan(499);
    expect(range.to).toBeGreaterThan(0);
  });

  test('new bars move the view along only when the newest was in it', () => {
    expect(followedRange({ from: 400, to: 505 }, 500, 10)).toEqual({ from: 410, to: 515 });
    expect(followedRange({ from: 100, to: 200 }, 500, 10)).toEqual({ from: 100, to: 200 });
  });

  test('a view on the newest bars of a longer series finds those of a shorter one', () => {
    const range = keptInSight(followedRange({ from: 1_900, to: 2_005 }, 2_000, -1_950), 50);
    expect(range.from).toBeLessThan(49);
    expect(range.to).toBeGreaterThanOrEqual(49);
  });

  test.each([0, 1, 5, 1_000_000])('%i bars have a sound first view and a sound whole view', (length) => {
    for (const range of [newestRange(length, 900), wholeRange(length, 900)]) {
      expect(range.to - range.from).toBeGreaterThan(7);
      expect(range.to).toBeGreaterThan(length - 1);
    }
    expect(wholeRange(length, 900).from).toBeLessThan(0);
  });
});
