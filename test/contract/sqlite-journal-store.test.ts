import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { createJournalStore } from '#adapters/stores/sqlite/journal-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { temporaryFolder } from '#test/support/temporary-folder';
import { journalStoreContract } from './journal-store.ts';

journalStoreContract('SQLite', () => createJournalStore(openDatabase(journalDatabase, temporaryFolder(), 0)));
