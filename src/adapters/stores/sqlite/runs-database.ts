import type { DatabaseKind } from './open-database.ts';

/** `runs.sqlite`: the library of finished runs, apart from the journal, so that neither can fill or harm the other. */
export const runsDatabase: DatabaseKind = {
  fileName: 'runs.sqlite',
  applicationId: 0x4f435452,
  synchronous: 'FULL',
  pageSize: 4096,
  migrations: [
    {
      name: 'runs',
      up(database) {
        database.exec(`
          CREATE TABLE runs (
            place INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            identity TEXT NOT NULL UNIQUE,
            name TEXT,
            tags TEXT NOT NULL,
            notes TEXT NOT NULL,
            is_labelled INTEGER NOT NULL,
            summary TEXT NOT NULL,
            form INTEGER NOT NULL,
            body BLOB NOT NULL
          ) STRICT;
          CREATE INDEX runs_unlabelled ON runs (place) WHERE is_labelled = 0;
        `);
      },
    },
  ],
};
