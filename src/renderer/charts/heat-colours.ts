import { type ChartTheme, withOpacity } from './chart-theme.ts';

/** What a heat map's colours stand for: the smallest and largest value of all cells. */
export interface HeatScale {
  readonly least: number;
  readonly most: number;
}

/** The span of the values that are there; null when there is none. */
export function heatScale(values: readonly (number | null)[]): HeatScale | null {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least > most ? null : { least, most };
}

/**
 * The ground of a cell: above zero in the colour of up, below in that of down, the stronger the nearer to the outermost
 * value. When all values lie on one side the scale begins at the one nearest to zero, so that differences show.
 */
export function heatColour(value: number, { least, most }: HeatScale, theme: ChartTheme): string {
  const isAbove = value >= 0;
  const nearest = isAbove ? Math.max(0, least) : Math.max(0, -most);
  const farthest = isAbove ? most : -least;
  const share = farthest === nearest ? 1 : (Math.abs(value) - nearest) / (farthest - nearest);
  return withOpacity(isAbove ? theme.up : theme.down, 0.06 + 0.9 * Math.max(0, Math.min(1, share)) ** 1.4);
}

/** The cell that an arrow key leads to from another, staying within the map; null for other keys. */
export function heatNeighbour(
  key: string,
  cell: { readonly x: number; readonly y: number },
  size: { readonly columns: number; readonly rows: number },
): { readonly x: number; readonly y: number } | null {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
    Home: [-size.columns, 0],
    End: [size.columns, 0],
    PageUp: [0, size.rows],
    PageDown: [0, -size.rows],
  };
  const step = steps[key];
  if (step === undefined) return null;
  const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
  return { x: within(cell.x + step[0], size.columns), y: within(cell.y + step[1], size.rows) };
}
