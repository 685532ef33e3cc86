import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { OctopusError } from '#contract/errors';

/** An SQLite error as a sentence that names the file and what to do; anything else as it came. */
export function storeFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const name = basename(path);
  const details = { file: path, sqliteCode: error.code };
  const failure = (text: string) => new OctopusError('STORE_FAILURE', `${name}: ${text}`, details);
  const family = error.code.split('_').slice(0, 2).join('_');
  if (family === 'SQLITE_FULL' || error.code === 'SQLITE_IOERR_SHMSIZE') {
    return failure(
      `the disk is full, so nothing of this change was kept; free some space for ${dirname(path)} and try again`,
    );
  }
  if (family === 'SQLITE_BUSY' || family === 'SQLITE_LOCKED') {
    return failure('another program holds this file; close that program and try again');
  }
  if (family === 'SQLITE_READONLY') {
    return new OctopusError(
      'STORE_READ_ONLY',
      `${name} was opened for reading only, so nothing can be changed; make ${dirname(path)} writable and start Octopus again`,
      details,
    );
  }
  if (family === 'SQLITE_CORRUPT' || family === 'SQLITE_NOTADB') {
    return failure(
      'the file is damaged; start Octopus again, it then moves the file aside and begins a new one',
    );
  }
  if (family === 'SQLITE_IOERR' || family === 'SQLITE_CANTOPEN') {
    return failure(
      `the disk refused to read or write it (${error.code}); check the disk and its permissions`,
    );
  }
  return failure(`${error.message} (${error.code})`);
}

/** The same store, with every SQLite error turned into a sentence by {@link storeFailure}. */
export function withStoreErrors<Store extends object>(path: string, store: Store): Store {
  const guard =
    (method: (...parameters: unknown[]) => unknown) =>
    (...parameters: unknown[]): unknown => {
      try {
        const answer = method(...parameters);
        if (!(answer instanceof Promise)) return answer;
        return answer.catch((error: unknown) => {
          throw storeFailure(path, error);
        });
      } catch (error) {
        throw storeFailure(path, error);
      }
    };
  return Object.fromEntries(
    Object.entries(store).map(([name, value]) => [
      name,
      typeof value === 'function' ? guard(value.bind(store)) : value,
    ]),
  ) as Store;
}
