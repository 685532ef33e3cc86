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
 * Stops of cividis (Nuñez, Anderton and Renslow 2018), evenly spaced: lightness grows evenly, and who sees no red or no
 * green sees the same order of colours.
 */
const STOPS = [
  [0, 34, 78],
  [18, 53, 112],
  [59, 73, 108],
  [87, 93, 109],
  [112, 113, 115],
  [138, 134, 120],
  [165, 156, 116],
  [195, 179, 105],
  [225, 204, 85],
  [254, 232, 56],
] as const;

/** The ground of a cell: from blue at the smallest value to yellow at the largest, lighter all the way. */
export function heatColour(value: number, { least, most }: HeatScale): string {
  return heatShade(most === least ? 1 : (value - least) / (most - least));
}

/** The colour at a share of the scale, 0 to 1. */
export function heatShade(share: number): string {
  const place = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
  const below = Math.min(STOPS.length - 2, Math.floor(place));
  const from = STOPS[below] ?? STOPS[0];
  const to = STOPS[below + 1] ?? from;
  const mixed = from.map((channel, i) =>
    Math.round(channel + ((to[i] ?? channel) - channel) * (place - below)),
  );
  return `rgb(${mixed.join(' ')})`;
}

/** Round values within a scale, ascending: about so many, the ends left out where they are not round. */
export function heatTicks({ least, most }: HeatScale, count: number): number[] {
  const span = most - least;
  if (span <= 0) return [least];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(most / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
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
