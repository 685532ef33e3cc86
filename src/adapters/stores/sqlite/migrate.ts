import type Database from 'better-sqlite3';

/** One step forward of a database file. Never changes after it has shipped; a later step corrects it. */
export interface Migration {
  /** What becomes true, in a few words. */
  readonly name: string;
  up(database: Database.Database): void;
}

/** The schema version a file has; a new file has 0. */
export function schemaVersion(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

/**
 * Brings a file forward to the last migration, each step in one transaction together with its version number:
 * a crash leaves a whole step done or not begun. The nth migration makes version n.
 */
export function migrate(database: Database.Database, migrations: readonly Migration[]): void {
  const from = schemaVersion(database);
  migrations.slice(from).forEach((migration, index) => {
    database
      .transaction(() => {
        migration.up(database);
        database.pragma(`user_version = ${from + index + 1}`);
      })
      .exclusive();
  });
}
