import { allocateBars, type BarColumns } from '#domain/market/bar';

/** A generator of the same numbers from 0 to 1 for the same seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A random walk of one-minute bars with sessions of 390 minutes a weekday. */
export function syntheticBars(length: number, seed: number): BarColumns {
  const bars = allocateBars(length);
  const next = seededNumbers(seed);
  let price = 100;
  let day = Date.UTC(2000, 0, 3, 14, 30);
  let minute = 0;
  for (let i = 0; i < length; i++) {
    bars.time[i] = day + minute * 60_000;
    bars.open[i] = price;
    const close = price * (1 + (next() - 0.5) * 0.004);
    bars.high[i] = Math.max(price, close) * (1 + next() * 0.001);
    bars.low[i] = Math.min(price, close) * (1 - next() * 0.001);
    bars.close[i] = close;
    bars.volume[i] = Math.round(1_000 + next() * 9_000);
    price = close;
    minute += 1;
    if (minute === 390) {
      minute = 0;
      day += 86_400_000;
      while (new Date(day).getUTCDay() % 6 === 0) day += 86_400_000;
    }
  }
  return bars;
}
