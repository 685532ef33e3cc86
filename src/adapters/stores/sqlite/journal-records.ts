import type Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import { GENESIS_HASH, type JournalRecord, type JournalStore } from '#engine/ports/journal-store';
import { journalTable } from './journal-rows.ts';
import { RECORDS_OF_BLOCK as BLOCK, blockOf } from './record-block.ts';
import { createRowWriter } from './row-writer.ts';

/** The records of the journal, as the store of it offers them; `append` is to be called within a transaction. */
export type JournalRecords = Pick<JournalStore, 'last' | 'read' | 'readNewest' | 'correlated' | 'count'> & {
  append(records: readonly JournalRecord[]): void;
};

/**
 * Records come many at a time and are looked up by few, so what finds them is kept small: which blocks hold a kind, and
 * where a run of records begins that belong together. The rest of a run follows its first.
 */
export function openJournalRecords(database: Database.Database): JournalRecords {
  type Last = { readonly sequence: number; readonly hash: string; readonly correlationId: string | null };
  const selectLast = database.prepare<[], Last>(
    'SELECT sequence, hash, correlation_id AS correlationId FROM journal ORDER BY sequence DESC LIMIT 1',
  );
  const write = createRowWriter(database, journalTable.append);
  const writeKinds = createRowWriter<readonly [string, number]>(database, {
    insert: 'INSERT OR IGNORE INTO kind_blocks (kind, block)',
    values: ['?', '?'],
    toRow: (row) => [...row],
  });

  function query(ending: string, from = ''): (...parameters: unknown[]) => JournalRecord[] {
    const statement = database.prepare<unknown[], Parameters<typeof journalTable.fromRow>[0]>(
      `${journalTable.select}${from} ${ending}`,
    );
    return (...parameters) => statement.all(...parameters).map((row) => journalTable.fromRow(row));
  }

  const readAfter = query('WHERE sequence > ? ORDER BY sequence LIMIT ?');
  const readBefore = query('WHERE sequence < ? ORDER BY sequence DESC LIMIT ?');
  const readBeforeOfKind = query(
    `WHERE kind_blocks.kind = @kind AND block <= @before / ${BLOCK} AND journal.kind = @kind
     ORDER BY block DESC, sequence DESC LIMIT @limit`,
    ` JOIN kind_blocks ON sequence BETWEEN block * ${BLOCK} AND min(block * ${BLOCK} + ${BLOCK - 1}, @before - 1)`,
  );
  const readCorrelated = query(
    `WHERE sequence IN (
       WITH RECURSIVE run (place) AS (
         SELECT sequence FROM journal WHERE correlation_id = @correlationId AND begins_run = 1
         UNION ALL
         SELECT sequence FROM run JOIN journal ON sequence = place + 1
         WHERE correlation_id = @correlationId AND begins_run = 0
       ) SELECT place FROM run)
     ORDER BY sequence`,
  );
  const countRecords = database.prepare<[], number>('SELECT count(*) FROM journal').pluck();

  function append(records: readonly JournalRecord[]): void {
    let last: Last = selectLast.get() ?? { sequence: 0, hash: GENESIS_HASH, correlationId: null };
    const kinds: [string, number][] = [];
    const ofBlock = new Set<string>();
    const rows = records.map((record) => {
      requireNext(record, last);
      const { sequence, kind } = record;
      if (sequence % BLOCK === 0) ofBlock.clear();
      if (!ofBlock.has(kind)) kinds.push([kind, blockOf(sequence)]);
      ofBlock.add(kind);
      const row = { record, beginsRun: record.correlationId !== last.correlationId };
      last = record;
      return row;
    });
    write(rows);
    writeKinds(kinds);
  }

  return {
    append,
    last: () => {
      const last = selectLast.get();
      return last && { sequence: last.sequence, hash: last.hash };
    },
    read: (after, limit) => readAfter(after, limit),
    readNewest: ({ before = Number.MAX_SAFE_INTEGER, kind, limit }) =>
      kind === undefined ? readBefore(before, limit) : readBeforeOfKind({ kind, before, limit }),
    correlated: (correlationId) => readCorrelated({ correlationId }),
    count: () => countRecords.get() ?? 0,
  };
}

function requireNext(
  record: JournalRecord,
  last: { readonly sequence: number; readonly hash: string },
): void {
  const expected = last.sequence + 1;
  if (record.sequence !== expected)
    throw new OctopusError(
      'STORE_FAILURE',
      `journal: record ${record.sequence} does not continue the journal, which expects ${expected}; nothing of this commit was kept`,
    );
  if (record.previousHash !== last.hash)
    throw new OctopusError(
      'STORE_FAILURE',
      `journal: record ${record.sequence} does not name the hash of record ${last.sequence} before it; nothing of this commit was kept`,
    );
}
