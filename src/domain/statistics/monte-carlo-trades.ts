import { createSeededRandom } from '../values/seeded-random.ts';
import { quantileOfSorted } from './quantile.ts';

/**
 * `shuffle`: the same trades in another order, so that only the way there differs; `bootstrap`: as many drawn with
 * replacement (Efron 1979); `blocks`: drawn in runs of random length, which keeps streaks (Politis & Romano 1994).
 */
export const RESAMPLING_METHODS = ['shuffle', 'bootstrap', 'blocks'] as const;
export type ResamplingMethod = (typeof RESAMPLING_METHODS)[number];

export interface ResamplingOptions {
  readonly method: ResamplingMethod;
  readonly resamples: number;
  readonly seed: number;
  /** Mean length of a run of `blocks`; the cube root of the number of returns unless told. */
  readonly blockLength?: number | undefined;
}

/** Points of the fan along the returns. */
export const FAN_POINTS = 40;
export const FAN_PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

export interface ResampledReturns {
  /** Growth of each resample as a fraction, ascending. */
  readonly growth: Float64Array;
  /** Deepest drawdown of each as a fraction lost, 0 to 1, ascending. */
  readonly drawdown: Float64Array;
  /** Returns seen at each point of the fan; 0 first. */
  readonly fanAt: Int32Array;
  /** Account value, 1 at the start: one column a probability of {@link FAN_PROBABILITIES}. */
  readonly fan: readonly Float64Array[];
}

/**
 * What the same returns (fractions, compounded) could have come to in another order or by another draw. Throws a
 * `RangeError` of nothing.
 */
export function resampleReturns(returns: Float64Array, options: ResamplingOptions): ResampledReturns {
  const { length } = returns;
  const { method, resamples, seed } = options;
  if (length === 0) throw new RangeError('there is no return to draw from');
  const random = createSeededRandom(seed);
  const draw = drawerOf(method, options.blockLength ?? Math.max(1, Math.round(Math.cbrt(length))));
  const growth = new Float64Array(resamples);
  const drawdown = new Float64Array(resamples);
  const fanAt = Int32Array.from({ length: FAN_POINTS + 1 }, (_, i) => Math.round((i * length) / FAN_POINTS));
  const values = Array.from({ length: FAN_POINTS + 1 }, () => new Float64Array(resamples).fill(1));
  const sample = Float64Array.from(returns);
  for (let n = 0; n < resamples; n++) {
    draw(returns, sample, random.next);
    let value = 1;
    let peak = 1;
    let deepest = 0;
    let from = 0;
    for (let point = 1; point <= FAN_POINTS; point++) {
      const to = fanAt[point]!;
      for (let i = from; i < to; i++) {
        // Whoever has lost all has nothing left to lose or to win.
        value = Math.max(0, value * (1 + sample[i]!));
        if (value > peak) peak = value;
        else if (peak - value > deepest * peak) deepest = 1 - value / peak;
      }
      values[point]![n] = value;
      from = to;
    }
    growth[n] = value - 1;
    drawdown[n] = deepest;
  }
  for (const column of values) column.sort();
  return {
    growth: growth.sort(),
    drawdown: drawdown.sort(),
    fanAt,
    fan: FAN_PROBABILITIES.map((probability) =>
      Float64Array.from(values, (column) => quantileOfSorted(column, probability)),
    ),
  };
}

type Drawer = (returns: Float64Array, sample: Float64Array, next: () => number) => void;

function drawerOf(method: ResamplingMethod, blockLength: number): Drawer {
  if (method === 'shuffle') return shuffle;
  if (method === 'bootstrap') return bootstrap;
  return (returns, sample, next) => stationaryBootstrap(returns, sample, blockLength, next);
}

/** Fisher–Yates, from whatever order the sample has: the order before does not show in the order after. */
function shuffle(_returns: Float64Array, sample: Float64Array, next: () => number): void {
  for (let i = sample.length - 1; i > 0; i--) {
    const other = Math.floor(next() * (i + 1));
    const value = sample[i]!;
    sample[i] = sample[other]!;
    sample[other] = value;
  }
}

function bootstrap(returns: Float64Array, sample: Float64Array, next: () => number): void {
  const { length } = returns;
  for (let i = 0; i < length; i++) sample[i] = returns[Math.floor(next() * length)]!;
}

/**
 * Fills `sample` with runs of the returns, taken round and round, of geometric length with that mean, each beginning
 * anywhere (Politis & Romano 1994, "The stationary bootstrap").
 */
export function stationaryBootstrap(
  returns: Float64Array,
  sample: Float64Array,
  blockLength: number,
  next: () => number,
): void {
  const { length } = returns;
  const chance = 1 / blockLength;
  let at = Math.floor(next() * length);
  for (let i = 0; i < sample.length; i++) {
    sample[i] = returns[at]!;
    at += 1;
    if (at === length) at = 0;
    if (next() < chance) at = Math.floor(next() * length);
  }
}
