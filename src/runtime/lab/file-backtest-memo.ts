import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { OctopusError } from '#contract/errors';
import type { BacktestResult } from '#contract/services/backtests';
import { BAR_FIELDS, type BarColumns } from '#domain/market/bar';
import { ResultMemo } from '#engine/cache/result-memo';
import { backtestKey } from '#engine/simulation/backtest-key';
import { countBacktest } from '#engine/simulation/search/count-backtest';
import { TrialCounter } from '#engine/simulation/search/trial-counter';
import { createLiveClock } from '../processes/live-clock.ts';
import type { RunWork } from '../strategies/command-strategy.ts';

/**
 * The result of a backtest over the bars of a file: the one remembered in a data folder, else what `compute` gives,
 * remembered there and counted among the trials of its bars. A folder that does not exist is not made for it; one that
 * another Octopus works in is left alone; `onNotKept` is told why a computed result could not be kept.
 */
export async function rememberedBacktest(
  work: RunWork,
  told: {
    /** Of the strategy. */
    readonly version: number;
    readonly folder: string;
    readonly isFresh: boolean;
    readonly compute: () => Promise<BacktestResult>;
    readonly onNotKept?: (why: string) => void;
  },
): Promise<BacktestResult> {
  const { folder, isFresh, compute, onNotKept, version } = told;
  const clock = createLiveClock();
  const stores = existsSync(folder) ? openIfFree(folder, clock.now()) : undefined;
  if (!stores) return await compute();
  try {
    const memo = new ResultMemo({ documents: stores.documents, clock, isWritable: !stores.isReadOnly });
    const { symbol, timeframe, strategy: slug, options, bars } = work;
    const strategy = { slug, version };
    const key = backtestKey(memo, { symbol, timeframe, strategy, options, contentHash: hashOf(bars) });
    const known = isFresh ? undefined : memo.recall<BacktestResult>(key);
    if (known) return { ...known.result, isCached: true, computedTime: known.computedTime };
    const result = await compute();
    try {
      if (!stores.isReadOnly)
        countBacktest(new TrialCounter(stores.documents, () => clock.now()), { result, bars });
      return { ...result, isCached: false, computedTime: memo.remember(key, result) };
    } catch (error) {
      if (!(error instanceof OctopusError)) throw error;
      onNotKept?.(error.message);
      return result;
    }
  } finally {
    stores.close();
  }
}

function openIfFree(folder: string, now: number): ReturnType<typeof openSqliteStores> | undefined {
  try {
    return openSqliteStores(folder, now);
  } catch (error) {
    if (error instanceof OctopusError) return undefined;
    throw error;
  }
}

function hashOf(bars: BarColumns): string {
  const digest = createHash('sha256').update(`file ${bars.length}`);
  for (const field of BAR_FIELDS) digest.update(bars[field].subarray(0, bars.length));
  return digest.digest('hex');
}
