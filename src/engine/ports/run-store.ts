import type { BacktestResult } from '#contract/services/backtests';
import type { RunSummary } from '#contract/services/runs';
import type { TearSheetInput } from '#domain/reports/tear-sheet-input';

/** What is kept of a run; what was tried on its bars by now is counted elsewhere. */
export type KeptRun = Omit<RunSummary, 'trialCount'>;

/** A run whole: its result, and what its tear sheet is made from. */
export interface RunRecord {
  readonly result: BacktestResult;
  readonly input: TearSheetInput;
  /** Text of the strategy file that ran; absent where the strategy is built in. */
  readonly source?: string;
}

/** What a person may say about a run. */
export type RunLabels = Pick<KeptRun, 'name' | 'tags' | 'notes'>;

/** Keeps finished runs. Every change is whole or not there; a full disk is an OctopusError STORE_FAILURE that says so. */
export interface RunStore {
  /** Adds a run, or puts it in the place of the one with its id; `identity` is equal for runs that are the same. */
  put(summary: KeptRun, identity: string, record: RunRecord): void;
  /** Id of the run of that identity. */
  find(identity: string): string | undefined;
  summary(id: string): KeptRun | undefined;
  record(id: string): RunRecord | undefined;
  /** The newest saved first. */
  list(limit: number): KeptRun[];
  /** Newly says what a person says about a run; false when there is none of that id. */
  label(id: string, labels: RunLabels): boolean;
  remove(id: string): boolean;
  /** Removes the oldest runs that nobody named, tagged or wrote a note to, until so many of them are left; answers how many went. */
  prune(unlabelledMax: number): number;
  close(): void;
}
