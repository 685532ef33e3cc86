import { existsSync } from 'node:fs';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { OctopusError } from '#contract/errors';
import type { RunLibrary } from '#engine/runs/run-library';
import { createLiveClock } from '../processes/live-clock.ts';
import { runLibraryOf } from './run-keeper.ts';

/**
 * Works with the library of runs of a data folder that no other Octopus holds. A folder that is not there is made only
 * when `isMade`. Throws an OctopusError NOT_FOUND without a folder, STORE_FAILURE when it is held.
 */
export async function withRunLibrary<Answer>(
  folder: string,
  work: (library: RunLibrary) => Answer | Promise<Answer>,
  { isMade = false }: { readonly isMade?: boolean } = {},
): Promise<Answer> {
  if (!isMade && !existsSync(folder))
    throw new OctopusError('NOT_FOUND', `no run is saved yet: there is no data folder ${folder}`);
  const clock = createLiveClock();
  const stores = openSqliteStores(folder, clock.now());
  try {
    return await work(runLibraryOf(stores, clock));
  } finally {
    stores.close();
  }
}
