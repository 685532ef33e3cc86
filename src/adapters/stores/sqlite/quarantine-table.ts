import type Database from 'better-sqlite3';
import type { QuarantineEntry, QuarantineGroup, QuarantineRange } from '#engine/ports/market-store';

interface QuarantineRow extends Omit<QuarantineEntry, 'isReleasable' | 'context'> {
  readonly isReleasable: 0 | 1;
  readonly context: string | null;
}

interface Wanted {
  readonly symbol: string | null;
  readonly source: string | null;
  readonly reason: string | null;
}

const COLUMNS = `q.id, q.symbol, q.source, q.line, q.reason, q.raw, q.received_time AS receivedTime,
  q.is_releasable AS isReleasable`;
const WANTED = `(@symbol IS NULL OR q.symbol = @symbol) AND (@source IS NULL OR q.source = @source)
  AND (@reason IS NULL OR instr(lower(q.reason), lower(@reason)) > 0)`;

/** Rows that were set aside, newest first. All calls are synchronous. */
export interface QuarantineTable {
  put(entries: readonly QuarantineEntry[]): void;
  list(limit: number, range: QuarantineRange): { total: number; rows: QuarantineEntry[] };
  groups(): QuarantineGroup[];
  entries(ids: readonly string[]): QuarantineEntry[];
  change(id: string, raw: string, reason: string, isReleasable: boolean): boolean;
  remove(ids: readonly string[]): number;
}

/** The tables `quarantine` and `quarantine_contexts` of a market database; a context is kept once for all its rows. */
export function createQuarantineTable(database: Database.Database): QuarantineTable {
  const insertContext = database.prepare('INSERT OR IGNORE INTO quarantine_contexts (body) VALUES (?)');
  const insert = database.prepare(
    `INSERT INTO quarantine (id, symbol, source, line, reason, raw, received_time, is_releasable, context)
     VALUES (@id, @symbol, @source, @line, @reason, @raw, @receivedTime, @isReleasable,
       (SELECT id FROM quarantine_contexts WHERE body = @context)) ON CONFLICT (id) DO NOTHING`,
  );
  const count = database
    .prepare<[Wanted], number>(`SELECT count(*) FROM quarantine q WHERE ${WANTED}`)
    .pluck();
  const select = database.prepare<[Wanted & { limit: number; offset: number }], QuarantineRow>(
    `SELECT ${COLUMNS}, NULL AS context FROM quarantine q WHERE ${WANTED} ORDER BY q.place DESC LIMIT @limit OFFSET @offset`,
  );
  const selectGroups = database.prepare<[], QuarantineGroup>(
    'SELECT source, symbol, count(*) AS rows FROM quarantine GROUP BY source, symbol ORDER BY max(place) DESC LIMIT 1000',
  );
  const selectOne = database.prepare<[string], QuarantineRow>(
    `SELECT ${COLUMNS}, c.body AS context FROM quarantine q LEFT JOIN quarantine_contexts c ON c.id = q.context
     WHERE q.id = ?`,
  );
  const update = database.prepare(
    'UPDATE quarantine SET raw = ?, reason = ?, is_releasable = ? WHERE id = ?',
  );
  const remove = database.prepare('DELETE FROM quarantine WHERE id = ?');

  const put = database.transaction((entries: readonly QuarantineEntry[]) => {
    let known: string | undefined;
    for (const entry of entries) {
      if (entry.context !== undefined && entry.context !== known) {
        insertContext.run(entry.context);
        known = entry.context;
      }
      insert.run({
        ...entry,
        isReleasable: entry.isReleasable ? 1 : 0,
        context: entry.context ?? null,
      });
    }
  });
  const removeAll = database.transaction((ids: readonly string[]) =>
    ids.reduce((removed, id) => removed + remove.run(id).changes, 0),
  );

  return {
    put: (entries) => put.immediate(entries),
    list(limit, { offset = 0, symbol, source, reason }) {
      const wanted = { symbol: symbol ?? null, source: source ?? null, reason: reason ?? null };
      return {
        total: count.get(wanted) ?? 0,
        rows: select.all({ ...wanted, limit, offset }).map(entryOf),
      };
    },
    groups: () => selectGroups.all(),
    entries: (ids) => ids.flatMap((id) => selectOne.get(id) ?? []).map(entryOf),
    change: (id, raw, reason, isReleasable) => update.run(raw, reason, isReleasable ? 1 : 0, id).changes > 0,
    remove: (ids) => removeAll.immediate(ids),
  };
}

function entryOf({ isReleasable, context, ...row }: QuarantineRow): QuarantineEntry {
  return {
    ...row,
    ...(isReleasable === 1 ? { isReleasable: true } : {}),
    ...(context === null ? {} : { context }),
  };
}
