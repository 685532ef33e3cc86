import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import { canWrite } from './can-write.ts';
import { inNewestFormat } from './in-newest-format.ts';
import { type Migration, migrate, schemaVersion } from './migrate.ts';
import { storeFailure } from './store-failure.ts';

/** A sentence a person should read once the store is open. */
export interface StoreNotice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** What is particular to one of our database files. */
export interface DatabaseKind {
  readonly fileName: string;
  /** Marks the file as ours in its header. */
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
  /** FULL: a commit is on the disk when it returns. NORMAL: a power cut may lose the last commits, never the file. */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Bytes; fixed when the file is made. */
  readonly pageSize: number;
  /** Pages of the log after which a commit copies them into the file and waits for the disk; SQLite's thousand unless told. */
  readonly checkpointPages?: number;
}

export interface OpenedDatabase {
  readonly path: string;
  readonly database: Database.Database;
  readonly isReadOnly: boolean;
  readonly notices: readonly StoreNotice[];
  close(): void;
}

/** Files up to this size are checked page by page on every start (about 1 ms a MiB). */
const FULL_CHECK_BYTES = 32 * 1024 * 1024;
const BUSY_TIMEOUT_MS = 2_000;

/**
 * Opens one database file of a data folder, bringing it up to date. A damaged file is moved aside, never deleted,
 * and a fresh one begun; a file that cannot be written, or that a newer Octopus made, is opened for reading only
 * and left exactly as it is. Each of these says so in `notices`. `now` (milliseconds) names a file moved aside.
 *
 * Throws an OctopusError STORE_FAILURE when another program holds the file or it belongs to another application.
 */
export function openDatabase(kind: DatabaseKind, folder: string, now: number): OpenedDatabase {
  const path = join(folder, kind.fileName);
  const notices: StoreNotice[] = [];
  try {
    if (existsSync(path) && statSync(path).size > 0) {
      const found = inspect(kind, path);
      if (found.kind === 'newer') {
        const text = `${kind.fileName} was written by a newer Octopus (format ${found.version}, this one knows ${kind.migrations.length}); it is opened for reading only and left unchanged. Update Octopus to go on working with it.`;
        return openReadOnly(path, [{ severity: 'warning', text }]);
      }
      if (found.kind === 'damaged') notices.push(moveAside(path, found.problem, now));
    }
    if (!isWritable(path, folder)) {
      if (!existsSync(path)) {
        throw new OctopusError(
          'STORE_READ_ONLY',
          `${folder} cannot be written, and holds no ${kind.fileName} to read; choose a data folder that can be written`,
          { file: path },
        );
      }
      const text = `${path} cannot be written; it is opened for reading only and nothing new is kept. Make the folder writable and start Octopus again.`;
      return openReadOnly(path, [...notices, { severity: 'warning', text }], kind.migrations);
    }
    return openForWriting(kind, path, notices);
  } catch (error) {
    throw storeFailure(path, error);
  }
}

function openForWriting(kind: DatabaseKind, path: string, notices: StoreNotice[]): OpenedDatabase {
  const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    if (schemaVersion(database) === 0) {
      database.pragma(`page_size = ${kind.pageSize}`);
      database.pragma(`application_id = ${kind.applicationId}`);
    }
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${kind.synchronous}`);
    if (kind.checkpointPages !== undefined) database.pragma(`wal_autocheckpoint = ${kind.checkpointPages}`);
    database.pragma('foreign_keys = ON');
    migrate(database, kind.migrations);
  } catch (error) {
    database.close();
    throw error;
  }
  return { path, database, isReadOnly: false, notices, close: () => database.close() };
}

/** A WAL file in a folder that cannot be written needs its side files, so a copy is read instead, as of an earlier format. */
function openReadOnly(
  path: string,
  notices: StoreNotice[],
  migrations: readonly Migration[] = [],
): OpenedDatabase {
  let copyFolder: string | undefined;
  let source = path;
  if (!canWrite(dirname(path))) {
    copyFolder = mkdtempSync(join(tmpdir(), 'octopus-read-only-'));
    source = join(copyFolder, basename(path));
    copyFileSync(path, source);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${source}-wal`);
  }
  const file = new Database(source, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  const { database, close } = inNewestFormat(file, migrations);
  return {
    path,
    database,
    isReadOnly: true,
    notices,
    close() {
      close();
      if (copyFolder) rmSync(copyFolder, { recursive: true, force: true });
    },
  };
}

type Inspection =
  | { kind: 'sound' }
  | { kind: 'newer'; version: number }
  | { kind: 'damaged'; problem: string };

/** Looks at a file without changing a byte of it. */
function inspect(kind: DatabaseKind, path: string): Inspection {
  const opened = openReadOnly(path, []);
  const { database } = opened;
  try {
    const version = schemaVersion(database);
    const applicationId = database.pragma('application_id', { simple: true }) as number;
    const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
    if (applicationId !== kind.applicationId && (applicationId !== 0 || tables > 0)) {
      throw new OctopusError(
        'STORE_FAILURE',
        `${path} belongs to another application; move it elsewhere or choose another data folder`,
        { file: path },
      );
    }
    if (version > kind.migrations.length) return { kind: 'newer', version };
    if (statSync(path).size > FULL_CHECK_BYTES) return { kind: 'sound' };
    const verdict = database.pragma('quick_check(1)', { simple: true }) as string;
    return verdict === 'ok'
      ? { kind: 'sound' }
      : { kind: 'damaged', problem: verdict.replaceAll(/\s+/g, ' ') };
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) {
      return { kind: 'damaged', problem: error.message };
    }
    throw error;
  } finally {
    opened.close();
  }
}

function moveAside(path: string, problem: string, now: number): StoreNotice {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  let aside = `${path}.corrupt-${stamp}`;
  for (let again = 2; existsSync(aside); again++) aside = `${path}.corrupt-${stamp}-${again}`;
  renameSync(path, aside);
  for (const side of ['-wal', '-shm']) if (existsSync(path + side)) renameSync(path + side, aside + side);
  const text = `${basename(path)} was damaged (${problem}); it was moved aside to ${aside} and a new one was begun. Nothing was deleted.`;
  return { severity: 'error', text };
}

function isWritable(path: string, folder: string): boolean {
  return canWrite(folder) && (!existsSync(path) || canWrite(path));
}
