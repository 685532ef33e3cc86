import type { SeededRandom } from '#domain/values/seeded-random';
import type { PastTrial, SearchMethod } from './search-method.ts';
import { type Point, randomPoint } from './search-space.ts';

const POPULATION = 48;
const TOURNAMENT = 3;
/** Standard deviation of a small mutation, as a share of the range. */
const MUTATION_SHARE = 0.1;
/** Share of the mutations that go anywhere in the range. */
const LEAP_SHARE = 0.2;

/**
 * A genetic algorithm that keeps the best of all generations (μ + λ): two parents by tournaments of three, each value
 * from either, and on average one value of a child moved a little or, sometimes, anywhere (Eiben & Smith 2015, ch. 5).
 */
export const geneticSearch: SearchMethod = {
  batchTrials: POPULATION,
  propose(past, space, random) {
    if (past.length < POPULATION) return randomPoint(space, random);
    const parents = fittest(past);
    const mother = tournament(parents, random);
    const father = tournament(parents, random);
    return space.ranges.map(({ values }, i) => {
      const inherited = (random.next() < 0.5 ? mother : father)[i]!;
      return random.next() < 1 / space.ranges.length ? mutate(inherited, values.length, random) : inherited;
    });
  },
};

/** Remembered for as long as the past is the same: a generation proposes many times from it. */
const fittestOf = new WeakMap<
  readonly PastTrial[],
  { readonly length: number; readonly best: PastTrial[] }
>();

function fittest(past: readonly PastTrial[]): readonly PastTrial[] {
  const known = fittestOf.get(past);
  if (known?.length === past.length) return known.best;
  const best = [...past].sort((a, b) => descending(a.objective, b.objective)).slice(0, POPULATION);
  fittestOf.set(past, { length: past.length, best });
  return best;
}

function tournament(parents: readonly PastTrial[], random: SeededRandom): Point {
  let winner = parents.length - 1;
  // Parents stand in the order of their fitness: the smallest number drawn wins.
  for (let i = 0; i < TOURNAMENT; i++) winner = Math.min(winner, random.nextInteger(0, parents.length - 1));
  return parents[winner]!.point;
}

function mutate(place: number, places: number, random: SeededRandom): number {
  if (random.next() < LEAP_SHARE) return random.nextInteger(0, places - 1);
  const step = Math.round(random.nextNormal() * Math.max(1, MUTATION_SHARE * places));
  return Math.max(0, Math.min(places - 1, place + step));
}

/** Without the NaN that subtracting one −∞ from another gives. */
function descending(a: number, b: number): number {
  return a === b ? 0 : a > b ? -1 : 1;
}
