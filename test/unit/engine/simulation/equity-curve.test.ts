import { expect, it } from 'vitest';
import { drawdowns } from '#domain/statistics/drawdown';
import { createSeededRandom } from '#domain/values/seeded-random';
import { EQUITY_CURVE_POINTS, thinEquityCurve } from '#engine/simulation/equity-curve';

/** Catches an extreme lost by thinning, and a drawdown measured from the wrong peak. */
it.each([1, 2, 3, 4])('keeps the ends, extremes and deepest drawdown of a long curve (seed %i)', (seed) => {
  const random = createSeededRandom(seed);
  let value = 1_000;
  const equity = Float64Array.from({ length: 9_000 }, () => {
    value *= random.next() < 0.5 ? 1 : 1 + 0.01 * random.nextNormal();
    return value;
  });
  const time = equity.map((_, i) => i);
  const points = thinEquityCurve({ time, equity, benchmark: (places) => Float64Array.from(places) });
  const falls = drawdowns(equity);
  expect(points.length).toBeLessThanOrEqual(EQUITY_CURVE_POINTS);
  expect(points.map((point) => point.time)).toEqual(
    [...new Set(points.map((point) => point.time))].sort((a, b) => a - b),
  );
  for (const { time: place, equity: worth, drawdownPct, benchmark } of points) {
    expect([worth, benchmark]).toEqual([equity[place], place]);
    expect(drawdownPct / 100).toBeCloseTo(-falls[place]!, 12);
  }
  const kept = points.map((point) => point.time);
  const highest = equity.indexOf(Math.max(...equity));
  expect(kept).toEqual(
    expect.arrayContaining([
      0,
      equity.length - 1,
      highest,
      equity.indexOf(Math.min(...equity)),
      falls.indexOf(Math.max(...falls)),
    ]),
  );
});
