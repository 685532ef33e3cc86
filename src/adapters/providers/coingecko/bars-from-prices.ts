import { listOf, numberOf } from '#domain/values/json-value';
import type { ProviderRow } from '#engine/ports/data-provider';

const DAY_MS = 86_400_000;

interface Point {
  readonly time: number;
  readonly price: unknown;
  readonly raw: unknown;
}

/**
 * Daily bars of `[time, price]` points: first, highest, lowest and last price of each UTC day; volume is the newest
 * figure of the day, which covers the 24 hours before it. A day with a price that is no number passes it on as its
 * close, so that it is set aside with its reason.
 */
export function barsFromPrices(prices: readonly unknown[], volumes: readonly unknown[]): ProviderRow[] {
  const newestVolume = new Map<number, unknown>();
  for (const { time, price } of volumes.map(pointOf).sort(byTime))
    newestVolume.set(Math.floor(time / DAY_MS) * DAY_MS, price);
  const days = new Map<number, Point[]>();
  for (const point of prices.map(pointOf).sort(byTime)) {
    const day = Math.floor(point.time / DAY_MS) * DAY_MS;
    const points = days.get(day);
    if (points) points.push(point);
    else days.set(day, [point]);
  }
  return [...days].map(([time, points]): ProviderRow => {
    const numbers = points.map(({ price }) => numberOf(price));
    const bad = points.find((_, i) => Number.isNaN(numbers[i]));
    return {
      time,
      open: points[0]?.price,
      high: Math.max(...numbers.filter((price) => !Number.isNaN(price))),
      low: Math.min(...numbers.filter((price) => !Number.isNaN(price))),
      close: bad ? bad.price : points.at(-1)?.price,
      volume: newestVolume.get(time) ?? 0,
      raw: JSON.stringify(points.map(({ raw }) => raw)),
    };
  });
}

function pointOf(entry: unknown): Point {
  const [time, price] = listOf(entry) ?? [];
  return { time: numberOf(time), price, raw: entry };
}

function byTime(a: Point, b: Point): number {
  return a.time - b.time;
}
