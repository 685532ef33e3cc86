import { formatDecimal } from '#domain/values/decimal';
import type { ProjectionChanges } from '../ports/journal-store.ts';
import { canonicalJson } from './canonical-json.ts';

/** Rows of every projection table. */
export type Rows = Required<ProjectionChanges>;
export type ProjectionTable = keyof Rows;

const KEYS: { readonly [Table in ProjectionTable]: (row: never) => string } = {
  orders: (row: { clientOrderId: string }) => row.clientOrderId,
  fills: (row: { fillId: string }) => row.fillId,
  positions: (row: { account: string; symbol: string }) => `${row.account} ${row.symbol}`,
  accounts: (row: { account: string }) => row.account,
  sessions: (row: { id: string }) => row.id,
  decisions: (row: { id: string }) => row.id,
  equity: (row: { sessionId: string; time: number }) => `${row.sessionId} ${row.time}`,
};

/** Every table, orders before the fills that name them. */
export const PROJECTION_TABLES = Object.keys(KEYS) as readonly ProjectionTable[];

/** Tables whose rows stand in the order in which the journal first tells of them: lists and the latest go by it. */
const ORDERED_TABLES: readonly ProjectionTable[] = ['orders', 'fills', 'sessions'];

const keyOf = (table: ProjectionTable): ((row: unknown) => string) => KEYS[table] as (row: unknown) => string;

/** Rows of every table by key, later ones in the place of earlier. */
export class RowCollection {
  readonly #tables = new Map(PROJECTION_TABLES.map((table) => [table, new Map<string, unknown>()]));

  take(changes: Rows): void {
    for (const [table, rows] of this.#tables) {
      const key = keyOf(table);
      for (const row of changes[table]) rows.set(key(row), row);
    }
  }

  order(clientOrderId: string): Rows['orders'][number] | undefined {
    return this.#tables.get('orders')!.get(clientOrderId) as Rows['orders'][number] | undefined;
  }

  fill(fillId: string): Rows['fills'][number] | undefined {
    return this.#tables.get('fills')!.get(fillId) as Rows['fills'][number] | undefined;
  }

  all(): Rows {
    const rowsOf = <Table extends ProjectionTable>(table: Table): Rows[Table] =>
      [...this.#tables.get(table)!.values()] as Rows[Table];
    return {
      orders: rowsOf('orders'),
      fills: rowsOf('fills'),
      positions: rowsOf('positions'),
      accounts: rowsOf('accounts'),
      sessions: rowsOf('sessions'),
      decisions: rowsOf('decisions'),
      equity: rowsOf('equity'),
    };
  }
}

/** A sentence for each row of a table that is missing, other than by the journal, or not in it; else for the first out of its place. */
export function* differencesOfTable(table: ProjectionTable, rebuilt: Rows, stored: Rows): Generator<string> {
  let isSame = true;
  for (const difference of differingRows(table, rebuilt, stored)) {
    isSame = false;
    yield difference;
  }
  if (!isSame || !ORDERED_TABLES.includes(table)) return;
  const key = keyOf(table);
  const place = stored[table].findIndex((row, i) => key(row) !== key(rebuilt[table][i]));
  if (place >= 0)
    yield `${table}: ${key(stored[table][place])} has place ${place + 1} in the table, which is that of ${key(rebuilt[table][place])} by the journal`;
}

function* differingRows(table: ProjectionTable, rebuilt: Rows, stored: Rows): Generator<string> {
  const key = keyOf(table);
  const expected = new Map(rebuilt[table].map((row) => [key(row), rowText(row)]));
  const found = new Map(stored[table].map((row) => [key(row), rowText(row)]));
  for (const [id, text] of expected) {
    if (!found.has(id)) yield `${table}: ${id} is in the journal but not in the table`;
    else if (found.get(id) !== text)
      yield `${table}: ${id} is ${found.get(id)} in the table but ${text} by the journal`;
  }
  for (const id of found.keys())
    if (!expected.has(id)) yield `${table}: ${id} is in the table but not in the journal`;
}

/** A row as one canonical text: equal texts mean equal rows. */
export function rowText(row: object): string {
  return canonicalJson(withDecimalText(row));
}

function withDecimalText(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint'
        ? formatDecimal(value)
        : typeof value === 'object' && value !== null
          ? withDecimalText(value)
          : value,
    ]),
  );
}
