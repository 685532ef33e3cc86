import { OctopusError } from '#contract/errors';
import type { ParameterValues } from '#domain/indicators/indicator';
import { resolveDeclared } from '#domain/strategies/sdk/declared-parameters';
import { describeStrategy, type StrategyDescription } from '#domain/strategies/sdk/strategy-description';
import type { AccountRequest } from '#engine/simulation/backtest/account-request';
import { type AccountOutcome, accountOutcome } from '#engine/simulation/backtest/account-result';
import { AccountRun } from '#engine/simulation/backtest/account-run';
import { refusing } from '#engine/simulation/sweep/objective';
import { closeRealm, loadStrategy, strategyFailure } from './load-strategy.ts';

/** Events between two beats: a strategy that takes a millisecond for each still beats every second. */
const BEAT_EVENTS = 1_024;
/** Beats between two reports of progress. */
const REPORT_BEATS = 64;

/** What a thread is started with. */
export interface StrategyJob {
  readonly path: string;
  readonly source: string;
  /** To describe it with; the defaults for the rest. */
  readonly parameters?: ParameterValues;
  /** Absent to describe the strategy only. */
  readonly run?: Omit<AccountRequest, 'strategy' | 'parameters'> & { readonly parameters: ParameterValues };
  /** First counts beats, second the events handled. Shared, so that a thread that hangs is seen to. */
  readonly beat: Int32Array;
}

export type StrategyReport =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'described'; readonly description: StrategyDescription }
  | {
      readonly kind: 'done';
      readonly outcome: AccountOutcome;
      readonly parameters: ParameterValues;
      readonly name: string;
    }
  | { readonly kind: 'failed'; readonly code: 'BAD_REQUEST' | 'TASK_FAILED'; readonly message: string };

/** The life of a thread that runs one strategy file once. Never throws: what goes wrong is reported. */
export async function runStrategyThread(
  job: StrategyJob,
  post: (report: StrategyReport) => void,
): Promise<void> {
  try {
    closeRealm();
    const strategy = await loadStrategy(job.path, job.source);
    if (!job.run) {
      post({ kind: 'described', description: refusing(() => describeStrategy(strategy, job.parameters)) });
      return;
    }
    const given = job.run.parameters;
    const parameters = refusing(() => resolveDeclared(strategy, given));
    const run = new AccountRun({ ...job.run, strategy, parameters });
    for (let beat = 1; !run.advance(BEAT_EVENTS); beat++) {
      Atomics.store(job.beat, 0, beat);
      Atomics.store(job.beat, 1, run.events);
      if (beat % REPORT_BEATS === 0) post({ kind: 'progress', fraction: run.progress });
    }
    const warmUpBars = strategy.warmUpBars?.(parameters) ?? 0;
    const outcome = accountOutcome(run, job.run.account.cash, warmUpBars);
    post({ kind: 'done', outcome, parameters, name: strategy.name });
  } catch (error) {
    post(failureOf(job.path, error));
  }
}

function failureOf(path: string, error: unknown): StrategyReport {
  if (!(error instanceof OctopusError))
    return { kind: 'failed', code: 'TASK_FAILED', message: strategyFailure(path, error) };
  const { stack } = error.details as { stack?: string };
  if (error.code !== 'TASK_FAILED' || stack === undefined)
    return { kind: 'failed', code: 'BAD_REQUEST', message: error.message };
  // The file and its line, then when it happened.
  const place = strategyFailure(path, { name: 'Error', message: error.message, stack });
  return { kind: 'failed', code: 'TASK_FAILED', message: place };
}
