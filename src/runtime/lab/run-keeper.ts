import type { SqliteStores } from '#adapters/stores/sqlite/open-stores';
import type { BacktestResult } from '#contract/services/backtests';
import type { RunSummary } from '#contract/services/runs';
import { knownSector } from '#domain/instruments/known-sector';
import type { BarColumns } from '#domain/market/bar';
import type { RunTrials, TearSheetInput } from '#domain/reports/tear-sheet-input';
import type { Clock } from '#engine/ports/clock';
import { RunLibrary } from '#engine/runs/run-library';
import { tearSheetInput } from '#engine/runs/tear-sheet-input';
import { BACKTEST_VERSION } from '#engine/simulation/backtest-key';
import type { DayCurve } from '#engine/simulation/equity-curve';
import { VerdictBook } from '#engine/simulation/honesty/verdict-book';
import { countBacktest } from '#engine/simulation/search/count-backtest';
import { type TrialCount, TrialCounter } from '#engine/simulation/search/trial-counter';
import { VERSION } from '../engine/version.ts';
import type { LiveViews } from '../market-data/live-views.ts';

/** The library of runs of open stores, which knows what was counted and found of them. */
export function runLibraryOf(
  stores: Pick<SqliteStores, 'runs' | 'documents'>,
  clock: Pick<Clock, 'now'>,
): RunLibrary {
  const counter = new TrialCounter(stores.documents, () => clock.now());
  const verdicts = new VerdictBook(stores.documents, () => clock.now());
  return new RunLibrary({
    store: () => stores.runs(),
    clock,
    books: {
      count: (dataSet) => counter.count(dataSet),
      verdict: (dataSet, options) => verdicts.find(dataSet, options),
    },
  });
}

/** A backtest that ended, with the bars it ran on. */
export interface EndedBacktest {
  readonly result: BacktestResult;
  readonly bars: BarColumns;
  /** Every close of a day, where the result's own curve is thinned. */
  readonly dayCurve?: DayCurve;
  readonly contentHash?: string;
  /** Branch of business of its symbols, as far as the store knows; else those of large companies. */
  readonly sectors?: Readonly<Record<string, string>>;
  /** Text of the strategy file that ran. */
  readonly source?: string;
}

/** What a tear sheet of it is made from, with the trials counted on its bars where they are known. */
export function inputOfBacktest(
  { result, bars, dayCurve, sectors = {} }: EndedBacktest,
  counted: TrialCount | undefined,
): TearSheetInput {
  return tearSheetInput({
    result,
    bars,
    ...(dayCurve ? { dayCurve } : {}),
    engineVersion: `${VERSION}/${BACKTEST_VERSION}`,
    checks: { trialCount: counted ? runTrialsOf(counted) : null },
    sectors: { ...knownSectors(result), ...sectors },
  });
}

function knownSectors({ symbol, account }: BacktestResult): Record<string, string> {
  const symbols = account?.symbols ?? [symbol];
  return Object.fromEntries(
    symbols.flatMap((one) => {
      const sector = knownSector(one);
      return sector === undefined ? [] : [[one, sector]];
    }),
  );
}

/** What a run's tear sheet needs of a count. */
export function runTrialsOf({
  trials,
  evaluations,
  independentTrials,
  sharpeVariance,
}: TrialCount): RunTrials {
  return { trials, evaluations, independentTrials, sharpeVariance };
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
      const count = countBacktest(counter, ended);
      const input = inputOfBacktest(ended, count);
      const { bars: _bars, dayCurve: _days, ...kept } = ended;
      return library.save({ ...kept, input, dataSet: count.dataSet });
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
