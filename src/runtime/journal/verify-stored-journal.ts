import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { openJournalForReading } from '#adapters/stores/sqlite/open-journal-for-reading';
import type { JournalVerification } from '#contract/services/journal';
import { verifyJournal } from '#engine/journal/verify-journal';

/** True once something was ever written to a data folder's journal. */
export function hasStoredJournal(folder: string): boolean {
  return existsSync(join(folder, journalDatabase.fileName));
}

/**
 * Verifies the journal of a data folder, changing nothing; another process may be working in the folder. Throws when
 * there is no journal or it cannot be read.
 */
export function verifyStoredJournal(folder: string): JournalVerification {
  return openJournalForReading(folder, (journal) => verifyJournal(journal, () => performance.now()));
}
