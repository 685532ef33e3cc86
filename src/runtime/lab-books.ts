import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { trialLogFiles } from '#adapters/stores/trial-log/trial-log-file';
import type { BarColumns } from '#domain/market/bar';
import type { TrialLog } from '#engine/ports/trial-log';
import { dataSetHash } from '#engine/simulation/search/data-set-hash';
import { type TrialCount, TrialCounter, type TrialEntry } from '#engine/simulation/search/trial-counter';
import { createLiveClock } from './live-clock.ts';

/** Trials run on bars that a command read by itself. */
export interface CommandTrials {
  readonly symbol: string;
  readonly timeframe: string;
  readonly bars: BarColumns;
  readonly work: Omit<TrialEntry, 'firstTime'>;
}

/**
 * Counts trials in a data folder, which is made when it is not there: a count that is forgotten is none. When the folder
 * cannot be written, or another Octopus works in it, `problem` says so and the count is that of these trials alone.
 */
export function countTrials(
  folder: string,
  { symbol, timeframe, bars, work }: CommandTrials,
): { readonly count: TrialCount; readonly problem?: string } {
  const data = { dataSet: dataSetHash(bars), symbol, timeframe, bars: bars.length };
  const clock = createLiveClock();
  try {
    const stores = openSqliteStores(folder, clock.now());
    try {
      return { count: new TrialCounter(stores.documents, () => clock.now()).add(data, work) };
    } finally {
      stores.close();
    }
  } catch (error) {
    const { count, squares } = work.spread;
    return {
      count: {
        ...data,
        trials: work.trials,
        sharpeVariance: count < 2 ? null : squares / (count - 1),
        entries: [],
      },
      problem: `these trials are not counted: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** The log of a search in a data folder, which is made when it is not there. */
export function openTrialLog(folder: string, searchId: string): TrialLog {
  return trialLogFiles(folder)(searchId);
}
