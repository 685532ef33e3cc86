import type { ParameterRange } from '#domain/strategies/parameter-range';
import type { SeededRandom } from '#domain/values/seeded-random';

/** A combination as the place of each value in its range. */
export type Point = readonly number[];

/** The combinations that may be tried. */
export interface SearchSpace {
  readonly ranges: readonly ParameterRange[];
  /** Whether a row of parameter values is sound. */
  readonly isSound: (row: Float64Array) => boolean;
}

/** The values of a point, in the order of the ranges. */
export function valuesOf({ ranges }: SearchSpace, point: Point): Float64Array {
  return Float64Array.from(ranges, ({ values }, i) => values[point[i]!]!);
}

/** The point of a row of values that begins at `offset`. */
export function pointOf({ ranges }: SearchSpace, parameters: Float64Array, offset: number): Point {
  return ranges.map(({ values }, i) => values.indexOf(parameters[offset + i]!));
}

/** A point anywhere in the ranges, sound or not. */
export function randomPoint({ ranges }: SearchSpace, random: SeededRandom): Point {
  return ranges.map(({ values }) => random.nextInteger(0, values.length - 1));
}

/** The name of a point in sets. */
export function pointKey(point: Point): string {
  return point.join(' ');
}
