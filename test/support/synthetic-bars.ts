import { type BarColumns, barsFromRows } from '#domain/market/bar';
import { createSeededRandom } from '#domain/values/seeded-random';

/** A seeded walk of daily bars from 100 on, in cents, from 3 January 2000. */
export function syntheticBars(count: number, seed: number): BarColumns {
  const random = createSeededRandom(seed);
  let close = 100;
  const cents = (value: number) => Math.max(0.01, Math.round(value * 100) / 100);
  const rows = Array.from({ length: count }, (_, i) => {
    const open = close;
    close = cents(open * (1 + random.nextNormal() * 0.02));
    const high = cents(Math.max(open, close) * (1 + random.next() * 0.01));
    const low = cents(Math.min(open, close) * (1 - random.next() * 0.01));
    return {
      time: Date.UTC(2000, 0, 3 + i),
      open,
      high,
      low,
      close,
      volume: random.nextInteger(0, 1_000_000),
    };
  });
  return barsFromRows(rows);
}
