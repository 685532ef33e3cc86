import { createDocumentStore } from '#adapters/stores/sqlite/document-store';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { temporaryFolder } from '#test/support/temporary-folder';
import { documentStoreContract } from './document-store.ts';

documentStoreContract('SQLite', () =>
  createDocumentStore(openDatabase(journalDatabase, temporaryFolder(), 0)),
);
