import { acquireDataFolder } from '#adapters/stores/sqlite/data-folder';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { createJournalStore } from '#adapters/stores/sqlite/journal-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { OctopusError } from '#contract/errors';
import { type ProjectionRebuild, rebuildProjections } from '#engine/journal/rebuild-projections';

/**
 * Rebuilds what a data folder keeps beside its journal. `now` (milliseconds) names a damaged file that is moved aside.
 * Throws an OctopusError when another process works in the folder, or the journal's file is damaged or may not be written.
 */
export function rebuildStoredJournal(folder: string, now: number): ProjectionRebuild {
  const release = acquireDataFolder(folder);
  try {
    const opened = openDatabase(journalDatabase, folder, now);
    try {
      const damage = opened.notices.find(({ severity }) => severity === 'error');
      if (damage) throw new OctopusError('STORE_FAILURE', damage.text, { file: opened.path });
      if (opened.isReadOnly) {
        const reason = opened.notices[0]?.text ?? `${opened.path} is opened for reading only`;
        throw new OctopusError('STORE_READ_ONLY', reason, { file: opened.path });
      }
      return rebuildProjections(createJournalStore(opened));
    } finally {
      opened.close();
    }
  } finally {
    release();
  }
}
