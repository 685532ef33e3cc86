import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';
import { canWrite } from './can-write.ts';
import { storeFailure } from './store-failure.ts';

const LOCK_FILE = 'octopus.lock';
const OWNER_FILE = 'octopus.pid';

/**
 * Makes this process the only Octopus working in a data folder, creating the folder when it is new; the answer
 * gives the folder back. Throws an OctopusError STORE_FAILURE that names the other process when there is one.
 *
 * The lock is the operating system's own, on `octopus.lock`: it ends with its process however that ends, so nothing
 * is left over after a crash and a process id used again is never mistaken for an owner. `octopus.pid` only tells
 * people who holds it. A folder that cannot be written needs no lock: stores in it are opened for reading only.
 */
export function acquireDataFolder(folder: string): () => void {
  const ownerFile = join(folder, OWNER_FILE);
  let lock: Database.Database;
  if (existsSync(folder) && !canWrite(folder)) return () => undefined;
  try {
    mkdirSync(folder, { recursive: true });
    lock = new Database(join(folder, LOCK_FILE), { timeout: 0 });
  } catch (error) {
    throw new OctopusError(
      'STORE_FAILURE',
      `${folder} cannot be used as the data folder (${error instanceof Error ? error.message : error}); choose another folder`,
      { folder },
    );
  }
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))) {
      throw storeFailure(lock.name, error);
    }
    const owner = readOwner(ownerFile);
    const who = owner === undefined ? 'another Octopus' : `another Octopus (process ${owner})`;
    throw new OctopusError(
      'STORE_FAILURE',
      `${who} is already working in ${folder}; use that one, close it first, or choose another data folder`,
      { folder, ...(owner === undefined ? {} : { pid: owner }) },
    );
  }
  writeFileSync(ownerFile, `${process.pid}\n`);
  return () => {
    if (!lock.open) return;
    rmSync(ownerFile, { force: true });
    lock.close();
  };
}

function readOwner(ownerFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(ownerFile, 'utf8'), 10);
    return Number.isInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}
