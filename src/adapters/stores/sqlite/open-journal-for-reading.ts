import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { JournalStore } from '#engine/ports/journal-store';
import { inNewestFormat } from './in-newest-format.ts';
import { journalDatabase } from './journal-database.ts';
import { createJournalStore } from './journal-store.ts';

/**
 * Reads the journal of a folder that another process may be working in. All of `work` sees one moment of it: the
 * read transaction ends when `work` returns. One of an earlier format is left as it is. Throws when the file is not there.
 */
export function openJournalForReading<T>(folder: string, work: (journal: JournalStore) => T): T {
  const path = join(folder, journalDatabase.fileName);
  const file = new Database(path, { readonly: true, fileMustExist: true });
  const { database, close } = inNewestFormat(file, journalDatabase.migrations);
  try {
    database.exec('BEGIN');
    return work(createJournalStore({ path, database, isReadOnly: true, notices: [], close }));
  } finally {
    close();
  }
}
