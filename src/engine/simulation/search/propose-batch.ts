import type { SeededRandom } from '#domain/values/seeded-random';
import type { PastTrial, SearchMethod } from './search-method.ts';
import { type Point, pointKey, randomPoint, type SearchSpace, valuesOf } from './search-space.ts';

const PROPOSALS_MAX = 50;
const RANDOM_MAX = 500;
/** A space up to so many points is walked through for what is left of it. */
const WALKED_MAX = 2_000_000;

/**
 * Up to `count` sound points that were not tried before, `known` grown by them. When the method keeps coming back to the
 * known a random point takes its turn; fewer than asked for means that nothing is left to try.
 */
export function proposeBatch(request: {
  readonly method: SearchMethod;
  readonly past: readonly PastTrial[];
  readonly space: SearchSpace;
  readonly random: SeededRandom;
  readonly count: number;
  readonly known: Set<string>;
}): Point[] {
  const { method, past, space, random, count, known } = request;
  const points: Point[] = [];
  const isNew = (point: Point): boolean =>
    !known.has(pointKey(point)) && space.isSound(valuesOf(space, point));
  while (points.length < count) {
    const point =
      firstNew(PROPOSALS_MAX, () => method.propose(past, space, random), isNew) ??
      firstNew(RANDOM_MAX, () => randomPoint(space, random), isNew) ??
      walk(space, isNew);
    if (!point) break;
    known.add(pointKey(point));
    points.push(point);
  }
  return points;
}

function firstNew(attempts: number, next: () => Point, isNew: (point: Point) => boolean): Point | undefined {
  for (let i = 0; i < attempts; i++) {
    const point = next();
    if (isNew(point)) return point;
  }
  return undefined;
}

function walk({ ranges }: SearchSpace, isNew: (point: Point) => boolean): Point | undefined {
  const size = ranges.reduce((product, { values }) => product * values.length, 1);
  if (size > WALKED_MAX) return undefined;
  for (let n = 0; n < size; n++) {
    let rest = n;
    const point = ranges.map(({ values }) => {
      const place = rest % values.length;
      rest = Math.floor(rest / values.length);
      return place;
    });
    if (isNew(point)) return point;
  }
  return undefined;
}
