import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { openJournalForReading } from '#adapters/stores/sqlite/open-journal-for-reading';
import { OctopusError } from '#contract/errors';
import { parseTradedRun } from '#engine/divergence/exported-journal';
import type { TradedRun } from '#engine/divergence/traded-run';
import { hasStoredJournal } from '../journal/verify-stored-journal.ts';
import { withRunLibrary } from '../lab/open-run-library.ts';
import { findTradedRun, savedBacktest } from './traded-runs.ts';

/**
 * One side of a comparison by name: a file of an exported journal or of an order list, or an id of the data folder. The
 * journal is only read, so Octopus may be running; a saved backtest needs the folder to itself.
 */
export async function openTradedRun(name: string, folder: string, account?: string): Promise<TradedRun> {
  if (existsSync(name)) return parseTradedRun(name, await readFile(name, 'utf8'), account);
  const library = {
    record: () => {
      throw new OctopusError('NOT_FOUND', `no run ${name}`);
    },
  };
  try {
    if (hasStoredJournal(folder))
      return openJournalForReading(folder, (store) => findTradedRun(name, { store, library }));
  } catch (error) {
    if (!(error instanceof OctopusError) || error.code !== 'NOT_FOUND') throw error;
    const saved = await withRunLibrary(folder, (found) => savedBacktest(name, found));
    if (saved) return saved;
    throw error;
  }
  throw new OctopusError('NOT_FOUND', `there is no file ${name}, and no journal in ${folder}`);
}
