import type { SeededRandom } from '#domain/values/seeded-random';
import type { PastTrial, SearchMethod } from './search-method.ts';
import { type Point, randomPoint, type SearchSpace } from './search-space.ts';

/** Trials drawn anywhere before the past is asked. */
const STARTUP = 32;
/** Candidates drawn from the good, of which the most promising is proposed. */
const CANDIDATES = 24;
const GOOD_MAX = 25;
/** Of the many that were not good, so many evenly chosen describe them well enough. */
const BAD_MAX = 200;

/** Where trials of one kind lie in one range: kernels at their places over a little of everything. */
interface Density {
  readonly places: Float64Array;
  readonly widths: Float64Array;
  readonly range: number;
}

interface Split {
  readonly length: number;
  readonly good: readonly Density[];
  readonly bad: readonly Density[];
}

/**
 * Tree-structured Parzen estimator (Bergstra, Bardenet, Bengio & Kégl 2011): the best of the past, a quarter of √n up
 * to 25 as in hyperopt, make a density l, the rest a density g; of 24 points drawn from l the one with the largest l/g
 * is tried. Each parameter is estimated by itself, a kernel as wide as the gap to its neighbours.
 */
export const treeParzenSearch: SearchMethod = {
  batchTrials: 16,
  propose(past, space, random) {
    if (past.length < STARTUP) return randomPoint(space, random);
    const { good, bad } = splitOf(past, space);
    let best: Point = [];
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let n = 0; n < CANDIDATES; n++) {
      const point = good.map((density) => draw(density, random));
      const score = point.reduce(
        (sum, place, i) => sum + Math.log(densityAt(good[i]!, place) / densityAt(bad[i]!, place)),
        0,
      );
      if (score <= bestScore) continue;
      best = point;
      bestScore = score;
    }
    return best;
  },
};

/** Remembered for as long as the past is the same: a batch proposes many times from it. */
const splits = new WeakMap<readonly PastTrial[], Split>();

function splitOf(past: readonly PastTrial[], space: SearchSpace): Split {
  const known = splits.get(past);
  if (known?.length === past.length) return known;
  const sorted = [...past].sort((a, b) =>
    a.objective === b.objective ? 0 : a.objective > b.objective ? -1 : 1,
  );
  const count = Math.min(GOOD_MAX, Math.ceil(Math.sqrt(past.length) / 4) + 1);
  const rest = sorted.slice(count);
  const stride = Math.max(1, rest.length / BAD_MAX);
  const chosen = Array.from(
    { length: Math.min(BAD_MAX, rest.length) },
    (_, i) => rest[Math.floor(i * stride)]!,
  );
  const densities = (trials: readonly PastTrial[]) =>
    space.ranges.map(({ values }, i) =>
      densityOf(
        trials.map(({ point }) => point[i]!),
        values.length,
      ),
    );
  const split = {
    length: past.length,
    good: densities(sorted.slice(0, count)),
    bad: densities(chosen),
  };
  splits.set(past, split);
  return split;
}

function densityOf(given: readonly number[], range: number): Density {
  const places = Float64Array.from(given).sort();
  const narrowest = Math.max(0.5, range / Math.min(100, places.length + 1));
  const widths = Float64Array.from(places, (place, i) => {
    const left = place - (places[i - 1] ?? 0);
    const right = (places[i + 1] ?? range - 1) - place;
    return Math.min(range, Math.max(narrowest, left, right));
  });
  return { places, widths, range };
}

function draw({ places, widths, range }: Density, random: SeededRandom): number {
  const kernel = random.nextInteger(0, places.length);
  // One more than there are kernels stands for the prior: anywhere.
  if (kernel === places.length) return random.nextInteger(0, range - 1);
  const place = Math.round(places[kernel]! + widths[kernel]! * random.nextNormal());
  return Math.max(0, Math.min(range - 1, place));
}

function densityAt({ places, widths, range }: Density, place: number): number {
  let sum = 1 / range;
  for (let i = 0; i < places.length; i++) {
    const distance = (place - places[i]!) / widths[i]!;
    sum += Math.exp(-0.5 * distance * distance) / (widths[i]! * Math.sqrt(2 * Math.PI));
  }
  return sum / (places.length + 1);
}
