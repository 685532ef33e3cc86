import { sqliteVersion } from '#adapters/stores/sqlite/sqlite-version';

/** Name and version of what the store is kept in. Throws when its native part does not load. */
export function storeVersion(): string {
  return `SQLite ${sqliteVersion()}`;
}
