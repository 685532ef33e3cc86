import { allocateBars, type BarColumns } from '#domain/market/bar';
import { createSeededRandom } from '#domain/values/seeded-random';

const DAY_MS = 86_400_000;

/** Daily bars of a seeded walk, on weekdays from 2001 on. */
export function walk(length: number, seed: number): BarColumns {
  const random = createSeededRandom(seed);
  const bars = allocateBars(length);
  let time = Date.UTC(2001, 0, 1);
  let price = 100;
  for (let i = 0; i < length; i++) {
    const open = price * (1 + random.nextNormal() * 0.004);
    const close = Math.max(1, open * (1 + random.nextNormal() * 0.015));
    bars.time[i] = time;
    bars.open[i] = open;
    bars.close[i] = close;
    bars.high[i] = Math.max(open, close) * (1 + random.next() * 0.01);
    bars.low[i] = Math.min(open, close) * (1 - random.next() * 0.01);
    bars.volume[i] = random.nextInteger(100_000, 900_000);
    price = close;
    do time += DAY_MS;
    while ([0, 6].includes(new Date(time).getUTCDay()));
  }
  return bars;
}
