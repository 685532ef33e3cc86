import type Database from 'better-sqlite3';

/** What a column can hold. */
export type Value = string | number | null;

/** Rows that one statement writes, most first: many together cost a third less than each alone. */
const SIZES = [64, 16, 4, 1];

/** What is written, and how: an INSERT up to `VALUES`, the value of each column, and what follows the rows. */
export interface RowStatement<Item> {
  readonly insert: string;
  /** `?`, or an expression that takes one parameter. */
  readonly values: readonly string[];
  readonly ending?: string;
  toRow(item: Item): Value[];
}

/** Writes items in their order, in as few statements as there can be. */
export function createRowWriter<Item>(
  database: Database.Database,
  { insert, values, ending = '', toRow }: RowStatement<Item>,
): (items: readonly Item[]) => void {
  const row = `(${values.join(', ')})`;
  const prepared = new Map<number, Database.Statement<unknown[]>>();
  const statementOf = (size: number): Database.Statement<unknown[]> => {
    const known = prepared.get(size);
    if (known) return known;
    const rows = Array.from({ length: size }, () => row).join(', ');
    const statement = database.prepare<unknown[]>(`${insert} VALUES ${rows} ${ending}`);
    prepared.set(size, statement);
    return statement;
  };
  return (items) => {
    let written = 0;
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
