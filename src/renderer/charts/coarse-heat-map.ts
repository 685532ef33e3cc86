import type { HeatMap } from '#contract/services/lab';

/** A heat map of few enough cells to be told apart. */
export interface CoarseHeatMap extends HeatMap {
  /** Of each cell, the place in the whole map of the value it shows; −1 where nothing was tried. */
  readonly source: readonly number[];
  /** Values of x and of y that share a cell. */
  readonly xShared: number;
  readonly yShared: number;
}

/** Cells drawn across and up, at most: of a map that is nearly full, and of one with few values in it. */
const FULL = { columns: 160, rows: 90 };
const SPARSE = { columns: 36, rows: 22 };
const SPARSE_BELOW = 0.25;

/** Neighbouring values share a cell where there are too many, which then shows the largest; few values make large cells. */
export function coarseHeatMap({ x, y, objective }: HeatMap): CoarseHeatMap {
  const tried = objective.reduce<number>((count, value) => count + (value === null ? 0 : 1), 0);
  const most = tried < objective.length * SPARSE_BELOW ? SPARSE : FULL;
  const xShared = Math.ceil(x.values.length / most.columns);
  const yShared = Math.ceil(y.values.length / most.rows);
  const columns = Math.ceil(x.values.length / xShared);
  const rows = Math.ceil(y.values.length / yShared);
  const source = new Array<number>(columns * rows).fill(-1);
  for (const [place, value] of objective.entries()) {
    if (value === null) continue;
    const column = Math.floor((place % x.values.length) / xShared);
    const row = Math.floor(Math.floor(place / x.values.length) / yShared);
    const cell = row * columns + column;
    const before = source[cell] === -1 ? null : (objective[source[cell] ?? 0] ?? null);
    if (before === null || value > before) source[cell] = place;
  }
  const firsts = (values: readonly number[], shared: number) => values.filter((_, i) => i % shared === 0);
  return {
    x: { name: x.name, values: firsts(x.values, xShared) },
    y: { name: y.name, values: firsts(y.values, yShared) },
    objective: source.map((place) => (place === -1 ? null : (objective[place] ?? null))),
    source,
    xShared,
    yShared,
  };
}
