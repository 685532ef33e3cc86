import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Migration, migrate, schemaVersion } from './migrate.ts';

/**
 * A database opened for reading only, as the newest format has it: itself, or a copy brought forward where its file is
 * of an earlier format, which is left as it is. Whoever closes the answer closes all of it, and the copy is gone.
 */
export function inNewestFormat(
  database: Database.Database,
  migrations: readonly Migration[],
): { readonly database: Database.Database; close(): void } {
  const isNewest = migrations.length === 0 || schemaVersion(database) >= migrations.length;
  if (isNewest) return { database, close: () => database.close() };
  const folder = mkdtempSync(join(tmpdir(), 'octopus-earlier-format-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'copy.sqlite');
    database.prepare('VACUUM INTO ?').run(path);
    const copy = new Database(path);
    migrate(copy, migrations);
    return {
      database: copy,
      close: () => {
        copy.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  } finally {
    database.close();
  }
}
