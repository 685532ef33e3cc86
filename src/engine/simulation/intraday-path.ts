import type { Bar } from '#domain/market/bar';
import { createSeededRandom, type SeededRandom } from '#domain/values/seeded-random';

/** Ticks of one simulated day as columns; `price[0]` is the open, the last is the close. */
export interface IntradayPath {
  readonly price: Float64Array;
  readonly size: Float64Array;
}

/** Noise around the straight line between two anchors, as a share of the day's range. */
const NOISE = 0.09;

/**
 * A possible path through one daily bar: it starts at the open, touches the high and the low exactly, ends at the
 * close, never leaves [low, high], and its sizes sum to the bar's volume. What really happened within the day is not
 * known; everything shown from such a path is labelled simulated. The same seed gives the same path.
 */
export function simulateIntradayPath(
  bar: Bar,
  ticks: number,
  seed: number,
  pricePrecision: number,
): IntradayPath {
  const random = createSeededRandom(seed);
  const price = new Float64Array(ticks);
  const anchors = placeAnchors(bar, ticks, random);
  const range = bar.high - bar.low;
  const scale = 10 ** pricePrecision;
  for (let a = 0; a + 1 < anchors.length; a++) {
    const from = anchors[a]!;
    const to = anchors[a + 1]!;
    let wander = 0;
    for (let i = from.index; i < to.index; i++) {
      const along = (i - from.index) / (to.index - from.index);
      wander = wander * 0.92 + random.nextNormal() * range * NOISE * 0.4;
      const raw = from.price + (to.price - from.price) * along + wander * Math.sqrt(along * (1 - along)) * 2;
      price[i] = Math.min(bar.high, Math.max(bar.low, Math.round(raw * scale) / scale));
    }
  }
  for (const anchor of anchors) price[anchor.index] = anchor.price;
  return { price, size: splitVolume(bar.volume, ticks, random) };
}

interface Anchor {
  readonly index: number;
  readonly price: number;
}

/** Open, the two extremes in the likelier order more often, close. Needs at least four ticks. */
function placeAnchors(bar: Bar, ticks: number, random: SeededRandom): Anchor[] {
  const first = random.nextInteger(1, Math.floor(ticks / 2) - 1);
  const second = random.nextInteger(Math.floor(ticks / 2), ticks - 2);
  const lowFirst = random.next() < (bar.close >= bar.open ? 0.7 : 0.3);
  return [
    { index: 0, price: bar.open },
    { index: first, price: lowFirst ? bar.low : bar.high },
    { index: second, price: lowFirst ? bar.high : bar.low },
    { index: ticks - 1, price: bar.close },
  ];
}

/** Whole units, heavier near the open and the close, summing exactly to the volume. */
function splitVolume(volume: number, ticks: number, random: SeededRandom): Float64Array {
  const size = new Float64Array(ticks);
  let total = 0;
  for (let i = 0; i < ticks; i++) {
    const middle = (2 * i) / (ticks - 1) - 1;
    size[i] = (0.5 + middle * middle) * (0.5 + random.next());
    total += size[i]!;
  }
  let left = volume;
  for (let i = 0; i < ticks - 1; i++) {
    size[i] = Math.floor((size[i]! / total) * volume);
    left -= size[i]!;
  }
  size[ticks - 1] = left;
  return size;
}
