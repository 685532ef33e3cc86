import type { SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { BacktestResult } from '#contract/services/backtests';
import type { RunSummary } from '#contract/services/runs';
import type { BarColumns } from '#domain/market/bar';
import type { TearSheetInput } from '#domain/reports/tear-sheet-input';
import type { Clock } from '#engine/ports/clock';
import type { DocumentStore } from '#engine/ports/market-store';
import { RunLibrary } from '#engine/runs/run-library';
import { tearSheetInput } from '#engine/runs/tear-sheet-input';
import { BACKTEST_VERSION } from '#engine/simulation/backtest-key';
import { countBacktest } from '#engine/simulation/search/count-backtest';
import { dataSetHash } from '#engine/simulation/search/data-set-hash';
import { TrialCounter } from '#engine/simulation/search/trial-counter';
import type { LiveViews } from './live-views.ts';
import { VERSION } from './version.ts';

/** The library of runs of open stores. */
export function runLibraryOf(stores: Pick<SqliteStores, 'runs'>, clock: Pick<Clock, 'now'>): RunLibrary {
  return new RunLibrary({ store: () => stores.runs(), clock });
}

/** A backtest that ended, with the bars it ran on. */
export interface EndedBacktest {
  readonly result: BacktestResult;
  readonly bars: BarColumns;
  readonly contentHash?: string;
}

/** What a tear sheet of it is made from, with the trials counted on its bars when `documents` tell. */
export function inputOfBacktest(
  { result, bars }: EndedBacktest,
  documents: DocumentStore | undefined,
  clock: Pick<Clock, 'now'>,
): TearSheetInput {
  const counted = documents && new TrialCounter(documents, () => clock.now()).count(dataSetHash(bars));
  return tearSheetInput({
    result,
    bars,
    engineVersion: `${VERSION}/${BACKTEST_VERSION}`,
    checks: { trials: counted?.trials ?? null },
  });
}

/**
 * Counts ended backtests among the trials of their bars, and keeps them in a library by themselves. What cannot be kept is told in a sentence and costs nobody their
 * result.
 */
export function createRunKeeper(options: {
  readonly stores: SqliteStores;
  readonly clock: Clock;
  readonly views: LiveViews;
}): (ended: EndedBacktest) => RunSummary | undefined {
  const { stores, clock, views } = options;
  const { documents, isReadOnly } = stores;
  const library = runLibraryOf(stores, clock);
  const counter = new TrialCounter(documents, () => clock.now());
  return (ended) => {
    if (isReadOnly) return undefined;
    try {
      countBacktest(counter, ended);
      const input = inputOfBacktest(ended, documents, clock);
      const { result, contentHash } = ended;
      return library.save({ result, input, ...(contentHash === undefined ? {} : { contentHash }) });
    } catch (error) {
      views.notify({
        eventTime: clock.now(),
        severity: 'warning',
        source: 'backtester',
        title: 'A backtest ran but was not kept in the library',
        text: error instanceof Error ? error.message : String(error),
      });
      return undefined;
    }
  };
}
