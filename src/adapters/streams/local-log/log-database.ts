import Database from 'better-sqlite3';

/** `OCTS` in the header of the file. */
const APPLICATION_ID = 0x4f435453;
const VERSION = 1;

/** Opens or makes the file of a local log. A commit survives the end of the process; a power cut may cost the last of them. */
export function openLogDatabase(path: string): Database.Database {
  const database = new Database(path, { timeout: 2_000 });
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version === 0) database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  if (version === 0) {
    database.transaction(() => {
      database.exec(`
        CREATE TABLE topics (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          partitions INTEGER NOT NULL,
          kept_ms REAL,
          bytes_max REAL
        ) STRICT;
        CREATE TABLE partitions (
          topic INTEGER NOT NULL REFERENCES topics (id),
          partition INTEGER NOT NULL,
          end_offset INTEGER NOT NULL,
          newest_time REAL NOT NULL,
          PRIMARY KEY (topic, partition)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE batches (
          topic INTEGER NOT NULL,
          partition INTEGER NOT NULL,
          first_offset INTEGER NOT NULL,
          records INTEGER NOT NULL,
          newest_time REAL NOT NULL,
          body BLOB NOT NULL,
          PRIMARY KEY (topic, partition, first_offset)
        ) STRICT;
        CREATE TABLE places (
          topic INTEGER NOT NULL,
          consumer_group TEXT NOT NULL,
          partition INTEGER NOT NULL,
          next_offset INTEGER NOT NULL,
          PRIMARY KEY (topic, consumer_group, partition)
        ) STRICT, WITHOUT ROWID;
      `);
      database.pragma(`user_version = ${VERSION}`);
    })();
  }
  return database;
}
