import type { IndicatorDefinition, ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';

/** Bytes of columns kept for one set of bars; beyond it they are worked out anew. */
const BYTES_MAX = 134_217_728;

interface Shelf {
  readonly columns: Map<string, readonly Float64Array[]>;
  bytes: number;
}

/** Runs over the same bars share their indicators, for as long as the bars are there. */
const shelves = new WeakMap<BarColumns, Shelf>();

/** The outputs of an indicator over bars, worked out once however many runs ask. `parameters` are complete. */
export function indicatorColumns(
  definition: IndicatorDefinition,
  parameters: ParameterValues,
  bars: BarColumns,
): readonly Float64Array[] {
  const shelf = shelves.get(bars) ?? { columns: new Map(), bytes: 0 };
  shelves.set(bars, shelf);
  const key = `${definition.slug} ${JSON.stringify(parameters)}`;
  const known = shelf.columns.get(key);
  if (known) return known;
  const columns = definition.batch(bars, parameters);
  const bytes = columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (shelf.bytes + bytes <= BYTES_MAX) {
    shelf.columns.set(key, columns);
    shelf.bytes += bytes;
  }
  return columns;
}
