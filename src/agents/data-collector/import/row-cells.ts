import type { ColumnRole } from '#domain/market/column-role';
import { type FileFormat, valueColumns } from './file-format.ts';

/** Where {@link RowCells.values} keeps the number of each role; series of a table follow from {@link VALUES_FROM} on. */
export const CELL_ROLES = [
  'open',
  'high',
  'low',
  'close',
  'volume',
  'dividend',
  'split',
  'price',
  'size',
  'bid',
  'ask',
  'bid_size',
  'ask_size',
  'bid_open',
  'bid_high',
  'bid_low',
  'bid_close',
  'ask_open',
  'ask_high',
  'ask_low',
  'ask_close',
] as const satisfies readonly ColumnRole[];

export type CellRole = (typeof CELL_ROLES)[number];
export const VALUES_FROM = CELL_ROLES.length;

export const CELL = Object.fromEntries(CELL_ROLES.map((role, i) => [role, i])) as Readonly<
  Record<CellRole, number>
>;

/** Marks of columns that hold no number. */
export const SKIPPED = -1;
export const TIME = -2;
export const CLOCK = -3;

/** One row, taken apart: filled again for each. */
export interface RowCells {
  /** Milliseconds. */
  time: number;
  /** By {@link CELL}; NaN for what is blank or has no column. */
  readonly values: Float64Array;
  /** What is wrong with a series of a table, by its place among {@link RowCells.values}; empty for most rows. */
  readonly problems: Map<number, string>;
}

/** Where each column of a file goes: a place among the values, or one of the marks above. */
export function cellPlaces(format: FileFormat): Int16Array {
  const series = valueColumns(format);
  return Int16Array.from(format.columns, ({ role }, at) => {
    if (role === 'time' || role === 'date') return TIME;
    if (role === 'clock') return CLOCK;
    if (role === 'value') return VALUES_FROM + series.findIndex((one) => one.at === at);
    return (CELL_ROLES as readonly string[]).includes(role) ? CELL[role as CellRole] : SKIPPED;
  });
}

export function allocateCells(format: FileFormat): RowCells {
  return {
    time: Number.NaN,
    values: new Float64Array(VALUES_FROM + valueColumns(format).length).fill(Number.NaN),
    problems: new Map(),
  };
}
