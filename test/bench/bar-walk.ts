import { allocateBars, type BarColumns } from '#domain/market/bar';
import { createSeededRandom } from '#domain/values/seeded-random';

const DAY_MS = 86_400_000;
const SESSION_MINUTES = 390;

/** One-minute bars without a break of a seeded walk in cents. */
export function walk(length: number, seed: number): BarColumns {
  const random = createSeededRandom(seed);
  const bars = allocateBars(length);
  let price = 10_000;
  for (let i = 0; i < length; i++) {
    const open = price;
    const close = Math.max(100, open + Math.round(random.nextNormal() * 3));
    bars.time[i] = Date.UTC(2020, 0, 1) + i * 60_000;
    bars.open[i] = open / 100;
    bars.close[i] = close / 100;
    bars.high[i] = (Math.max(open, close) + random.nextInteger(0, 4)) / 100;
    bars.low[i] = (Math.min(open, close) - random.nextInteger(0, 4)) / 100;
    bars.volume[i] = random.nextInteger(100, 10_000);
    price = close;
  }
  return bars;
}

/** The same walk laid out as an exchange trades: 390 minutes a weekday, with a gap over night. */
export function sessionMinutes(days: number, seed: number): BarColumns {
  const bars = walk(days * SESSION_MINUTES, seed);
  for (let i = 0; i < bars.length; i++) {
    const day = Math.floor(i / SESSION_MINUTES);
    const date = Date.UTC(2015, 0, 5) + (day + 2 * Math.floor(day / 5)) * DAY_MS;
    bars.time[i] = date + (870 + (i % SESSION_MINUTES)) * 60_000;
    const gap = ((day * 37) % 401) - 200;
    for (const column of [bars.open, bars.high, bars.low, bars.close])
      column[i] = (Math.round(column[i]! * 100) + 500 + gap) / 100;
  }
  return bars;
}

/**
 * Bytes a bar of an ideal order-0 coder of gap, move, both wicks and volume, each with a table of its own, which is not
 * counted: of a few thousand volumes that are nearly all different it is less than any coder can do.
 */
export function barsEntropyBytes(
  { length, open, high, low, close, volume }: BarColumns,
  decimals = 2,
): number {
  const cents = (price: number): number => Math.round(price * 10 ** decimals);
  const columns: ((i: number) => number)[] = [
    (i) => cents(open[i]!) - (i === 0 ? 0 : cents(close[i - 1]!)),
    (i) => cents(close[i]!) - cents(open[i]!),
    (i) => cents(high[i]!) - cents(Math.max(open[i]!, close[i]!)),
    (i) => cents(Math.min(open[i]!, close[i]!)) - cents(low[i]!),
    (i) => volume[i]!,
  ];
  return columns.reduce((sum, column) => sum + entropyBits(column, length), 0) / 8;
}

function entropyBits(valueAt: (i: number) => number, length: number): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < length; i++) counts.set(valueAt(i), (counts.get(valueAt(i)) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length);
  return bits;
}
