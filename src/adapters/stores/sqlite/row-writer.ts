import type Database from 'better-sqlite3';
import { createRowShapes, ROWS_OF_SHAPE, type RowColumns, type Value } from './row-shapes.ts';

/** Rows that one statement writes, most first: many together cost a third less than each alone. */
const SIZES = [64, 16, 4, 1];

/** What is written, and how: an INSERT up to `VALUES`, the value of each column, and what follows the rows. */
export interface RowStatement<Item> extends RowColumns {
  readonly insert: string;
  readonly ending?: string;
  toRow(item: Item): Value[];
}

/** Writes items in their order, in as few statements as there can be. */
export function createRowWriter<Item>(
  database: Database.Database,
  statement: RowStatement<Item>,
): (items: readonly Item[]) => void {
  const { insert, values, ending = '', few = [], toRow } = statement;
  const prepare = (rows: readonly string[]): Database.Statement<unknown[]> =>
    database.prepare<unknown[]>(`${insert} VALUES ${rows.join(', ')} ${ending}`);
  const row = `(${values.join(', ')})`;
  const prepared = new Map<number, Database.Statement<unknown[]>>();
  const statementOf = (size: number): Database.Statement<unknown[]> => {
    const known = prepared.get(size);
    if (known) return known;
    const fresh = prepare(Array.from({ length: size }, () => row));
    prepared.set(size, fresh);
    return fresh;
  };
  const shapes = few.length > 0 ? createRowShapes(statement, prepare) : undefined;
  return (items) => {
    let written = 0;
    while (shapes && written < items.length) {
      const rows = items.slice(written, written + ROWS_OF_SHAPE).map(toRow);
      if (!shapes.write(rows)) break;
      written += rows.length;
    }
    for (const size of SIZES) {
      for (; items.length - written >= size; written += size) {
        const parameters: Value[] = [];
        for (let i = written; i < written + size; i++)
          for (const value of toRow(items[i]!)) parameters.push(value);
        statementOf(size).run(parameters);
      }
    }
  };
}
