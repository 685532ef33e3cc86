import { parseDecimal } from '#domain/values/decimal';
import type { Value } from './row-shapes.ts';
import type { RowStatement } from './row-writer.ts';

/** A row as the store reads it. */
export type Row = Record<string, Value>;

/** How one kind of item is written to and read from its table. Exact amounts are stored as decimal text. */
export interface TableMapping<Item> {
  readonly table: string;
  readonly columns: readonly string[];
  /** Columns that identify an item; a later item of the same key replaces the earlier. */
  readonly key: readonly string[];
  /** SQL that stands for a column's value instead of `?`; it takes one parameter as well. */
  readonly expressions?: Readonly<Record<string, string>>;
  /** Columns of few different values, and columns that are null in most rows, where that is worth a {@link RowStatement}'s while. */
  readonly few?: readonly string[];
  readonly sparse?: readonly string[];
  toRow(item: Item): Value[];
  fromRow(row: Row): Item;
}

/** Writes items, each replacing its predecessor in place. */
export function upsertOf<Item>({
  table,
  columns,
  key,
  expressions = {},
  few = [],
  sparse = [],
  toRow,
}: TableMapping<Item>): RowStatement<Item> {
  const updates = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  return {
    insert: `INSERT INTO ${table} (${columns.join(', ')})`,
    values: columns.map((column) => expressions[column] ?? '?'),
    few: placesOf(few, columns),
    sparse: placesOf(sparse, columns),
    ending: `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${updates.join(', ')}`,
    toRow,
  };
}

/** Where some columns stand among all. */
export function placesOf(some: readonly string[], all: readonly string[]): number[] {
  return some.map((column) => all.indexOf(column));
}

/** A column that is never null, as text. */
export const text = (row: Row, column: string): string => row[column] as string;
/** A column that is never null, as a number. */
export const number = (row: Row, column: string): number => row[column] as number;
/** A column that is never null, as the exact amount that its text tells. */
export const decimal = (row: Row, column: string): bigint => parseDecimal(text(row, column));
