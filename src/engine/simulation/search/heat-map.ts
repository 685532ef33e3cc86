import type { HeatMap } from '#contract/services/lab';
import type { ParameterRange } from '#domain/strategies/parameter-range';
import { refusing } from '../sweep/objective.ts';
import { OBJECTIVE, ROW_WIDTH } from '../sweep/trial-statistics.ts';

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

/** Cells that a picture of a heat map may have. */
const CELLS_MAX = 250_000;

/**
 * The heat map over the named parameters, or over the first two that vary; null when fewer than two do, or there are too
 * many cells for a picture. Throws an `OctopusError` BAD_REQUEST for a name that is none.
 */
export function chosenHeatMap(
  trials: Parameters<typeof heatMap>[0],
  axes: { readonly x: string; readonly y: string } | undefined,
): HeatMap | null {
  const varying = trials.ranges.filter(({ values }) => values.length > 1);
  const [x, y] = axes ? [axes.x, axes.y] : varying.map(({ name }) => name);
  if (x === undefined || y === undefined) return null;
  const cells = trials.ranges
    .filter(({ name }) => name === x || name === y)
    .reduce((product, { values }) => product * values.length, 1);
  return cells > CELLS_MAX ? null : refusing(() => heatMap(trials, { x, y }));
}
