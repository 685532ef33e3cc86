import Database from 'better-sqlite3';

/** Version of the SQLite that stores are kept in. Throws when its native part does not load. */
export function sqliteVersion(): string {
  const database = new Database(':memory:');
  try {
    return String(database.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    database.close();
  }
}
