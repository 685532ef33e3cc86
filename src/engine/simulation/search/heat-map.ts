import type { ParameterRange } from '#domain/strategies/parameter-range';
import { OBJECTIVE, ROW_WIDTH } from '../sweep/trial-statistics.ts';

/** The objective over two parameters: the best that any values of the others gave. */
export interface HeatMap {
  readonly x: { readonly name: string; readonly values: readonly number[] };
  readonly y: { readonly name: string; readonly values: readonly number[] };
  /** Row after row of y, x running fastest; null where nothing was tried or the objective had no value. */
  readonly objective: readonly (number | null)[];
}

/**
 * A heat map of trials over two of their parameters. Throws a `RangeError` when a name is none of the ranges'.
 */
export function heatMap(
  trials: {
    readonly ranges: readonly ParameterRange[];
    readonly parameters: Float64Array;
    readonly rows: Float64Array;
  },
  axes: { readonly x: string; readonly y: string },
): HeatMap {
  const { ranges, parameters, rows } = trials;
  const [x, y] = [axes.x, axes.y].map((name) => {
    const index = ranges.findIndex((range) => range.name === name);
    if (index < 0)
      throw new RangeError(
        `no parameter "${name}"; there are ${ranges.map((range) => range.name).join(', ')}`,
      );
    return { index, name, values: ranges[index]!.values };
  }) as [Axis, Axis];
  const places = [x, y].map(({ values }) => new Map(Array.from(values, (value, i) => [value, i])));
  const cells = new Float64Array(x.values.length * y.values.length).fill(Number.NaN);
  for (let trial = 0; trial * ROW_WIDTH < rows.length; trial++) {
    const at = trial * ranges.length;
    const column = places[0]!.get(parameters[at + x.index]!);
    const row = places[1]!.get(parameters[at + y.index]!);
    if (column === undefined || row === undefined) continue;
    const cell = row * x.values.length + column;
    const objective = rows[trial * ROW_WIDTH + OBJECTIVE]!;
    if (!(objective <= cells[cell]!) && !Number.isNaN(objective)) cells[cell] = objective;
  }
  return {
    x: { name: x.name, values: [...x.values] },
    y: { name: y.name, values: [...y.values] },
    objective: Array.from(cells, (value) => (Number.isNaN(value) ? null : value)),
  };
}

interface Axis {
  readonly index: number;
  readonly name: string;
  readonly values: Float64Array;
}
