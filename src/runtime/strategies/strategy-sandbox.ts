import { availableParallelism } from 'node:os';
import { OctopusError } from '#contract/errors';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { StrategyDescription } from '#domain/strategies/sdk/strategy-description';
import type { TrialLog } from '#engine/ports/trial-log';
import type { AccountOutcome } from '#engine/simulation/backtest/account-result';
import type { StrategySource } from '#engine/simulation/strategy-source';
import type { SandboxLimits } from './sandbox/process-messages.ts';
import type { AccountJob } from './sandbox/strategy-job.ts';
import {
  killedSentence,
  type StrategyCompany,
  type StrategyOutcome,
  type StrategyProcess,
  startStrategyProcess,
} from './strategy-process.ts';

/** What goes along with a run. */
export type RunCompany = Pick<StrategyCompany, 'signal' | 'onProgress' | 'limits'>;

/** What a strategy file says of itself, with the parameters given. Throws an `OctopusError` that names the file's line. */
export async function describeStrategyFile(
  file: StrategySource,
  parameters: ParameterValues = {},
  limits: SandboxLimits = {},
): Promise<StrategyDescription> {
  const task = { kind: 'describe', parameters } as const;
  const end = await finished(() => startStrategyProcess({ ...file, task }, { limits }));
  if (end.kind === 'described') return end.description;
  throw failed(file, end);
}

/**
 * Runs a strategy file over an account in a process of its own, which it cannot leave: it has no files, no network. It is
 * ended when it does not return, takes too much memory or the signal aborts. Throws an `OctopusError` that names the
 * file's line.
 */
export async function runStrategyFile(
  file: StrategySource,
  run: AccountJob,
  company: RunCompany = {},
): Promise<{ outcome: AccountOutcome; parameters: ParameterValues; name: string }> {
  const task = { kind: 'run', run } as const;
  const end = await finished(() => startStrategyProcess({ ...file, task }, company));
  if (end.kind === 'done') return end;
  throw failed(file, end);
}

/** Work of the lab over bars. */
export interface LabWorkOfFile {
  readonly bars: BarColumns;
  /** Threads at work at once; as many as are worth it unless told. */
  readonly workers?: number | undefined;
}

/**
 * Does work of the lab in the process of a strategy file, on as many threads as cores are free: the file is loaded once a
 * thread, however many trials there are. Gives what a worker's task of that name gives. The limits are those of
 * {@link runStrategyFile}, each thread's own. Throws an `OctopusError` that names the file's line.
 */
export async function runStrategyLab<Work extends LabWorkOfFile>(
  file: StrategySource,
  lab: { readonly task: string; readonly work: Work; readonly log?: TrialLog },
  company: RunCompany = {},
): Promise<unknown> {
  const { task, work, log } = lab;
  const spare = Math.max(0, work.workers === undefined ? availableParallelism() - 1 : work.workers - 1);
  const keeping = log ? { keep: log.append.bind(log) } : {};
  const end = await finished(() => {
    const job = { task, work, spare, logged: log?.read() ?? [] };
    return startStrategyProcess({ ...file, task: { kind: 'lab', lab: job } }, { ...company, ...keeping });
  });
  if (end.kind === 'finished') return end.result;
  throw failed(file, end);
}

/** Begins once more when the process was killed, as it would have done the same; a log keeps what was done. */
async function finished(begin: () => StrategyProcess): Promise<StrategyOutcome> {
  const end = await begin().ended;
  return end.kind === 'killed' ? await begin().ended : end;
}

function failed({ path }: StrategySource, end: StrategyOutcome): OctopusError {
  if (end.kind === 'failed') return new OctopusError(end.code, end.message);
  if (end.kind === 'killed') return new OctopusError('TASK_FAILED', killedSentence(path));
  return new OctopusError('INTERNAL_SERVER_ERROR', `the strategy's process answered with "${end.kind}"`);
}
