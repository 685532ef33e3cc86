import { existsSync } from 'node:fs';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { OctopusError } from '#contract/errors';
import type { BacktestOptions } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import type { HonestVerdict } from '#engine/simulation/honesty/honest-verdict';
import { VerdictBook } from '#engine/simulation/honesty/verdict-book';
import { dataSetHash } from '#engine/simulation/search/data-set-hash';
import {
  countAlone,
  type TrialCount,
  TrialCounter,
  type TrialWorkDone,
} from '#engine/simulation/search/trial-counter';
import { createLiveClock } from '../processes/live-clock.ts';

/** Trials run on bars that a command read by itself. */
export interface CommandTrials {
  readonly symbol: string;
  readonly timeframe: string;
  readonly bars: BarColumns;
  readonly work: TrialWorkDone;
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
    return {
      count: countAlone(data, work),
      problem: `these trials are not counted: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Keeps what a run was found to be worth in a data folder that is there and free; elsewhere it is told and forgotten. */
export function keepVerdict(
  folder: string,
  { dataSet, options, verdict }: { dataSet: string; options: BacktestOptions; verdict: HonestVerdict },
): void {
  if (!existsSync(folder)) return;
  const clock = createLiveClock();
  try {
    const stores = openSqliteStores(folder, clock.now());
    try {
      if (!stores.isReadOnly)
        new VerdictBook(stores.documents, () => clock.now()).put(dataSet, options, verdict);
    } finally {
      stores.close();
    }
  } catch (error) {
    if (!(error instanceof OctopusError)) throw error;
  }
}
