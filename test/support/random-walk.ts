import { allocateBars, type BarColumns } from '#domain/market/bar';
import { createSeededRandom } from '#domain/values/seeded-random';

/** Daily bars of a seeded random walk from 100, one hundredth a day; `drift` is the mean of a day's change. */
export function randomWalk(length: number, seed: number, drift = 0): BarColumns {
  const random = createSeededRandom(seed);
  const bars = allocateBars(length);
  let price = 100;
  for (let i = 0; i < length; i++) {
    const open = price * (1 + 0.001 * random.nextNormal());
    const close = open * (1 + drift + 0.01 * random.nextNormal());
    bars.time[i] = Date.UTC(2000, 0, 3) + i * 86_400_000;
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close) * (1 + 0.002 * random.next());
    bars.low[i] = Math.min(open, close) * (1 - 0.002 * random.next());
    bars.volume[i] = 1_000;
    price = close;
  }
  return bars;
}
