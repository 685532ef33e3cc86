import { availableParallelism } from 'node:os';
import { OctopusError } from '#contract/errors';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { StrategyDescription } from '#domain/strategies/sdk/strategy-description';
import type { TrialLog } from '#engine/ports/trial-log';
import type { AccountOutcome } from '#engine/simulation/backtest/account-result';
import type { StrategySource } from '#engine/simulation/strategy-source';
import type { AccountJob, StrategyReport } from './sandbox/strategy-job.ts';
import { runStrategyThreads, type SandboxCompany, type SandboxLimits } from './strategy-threads.ts';

/** What a caller gives along. */
export type StrategyCompany = Pick<SandboxCompany, 'signal' | 'onProgress' | 'limits'>;

/** What a strategy file says of itself, with the parameters given. Throws an `OctopusError` that names the file's line. */
export async function describeStrategyFile(
  file: StrategySource,
  parameters: ParameterValues = {},
  limits: SandboxLimits = {},
): Promise<StrategyDescription> {
  const report = await runStrategyThreads({ ...file, task: { kind: 'describe', parameters } }, { limits });
  if (report.kind === 'described') return report.description;
  throw failed(report);
}

/**
 * Runs a strategy file over an account in a thread of its own, which has no files, network or process; ends it when it
 * does not return, takes too much memory or the signal aborts. Throws an `OctopusError` that names the file's line.
 */
export async function runStrategyFile(
  file: StrategySource,
  run: AccountJob,
  company: StrategyCompany = {},
): Promise<{ outcome: AccountOutcome; parameters: ParameterValues; name: string }> {
  const series = run.instruments.flatMap((instrument) => instrument.series);
  const dataBytes = series.reduce((bytes, { bars }) => bytes + bytesOf(bars), 0);
  const report = await runStrategyThreads({ ...file, task: { kind: 'run', run } }, { ...company, dataBytes });
  if (report.kind === 'done') return report;
  throw failed(report);
}

/** Work of the lab over bars. */
export interface LabWorkOfFile {
  readonly bars: BarColumns;
  /** Threads at work at once; as many as are worth it unless told. */
  readonly workers?: number | undefined;
}

/**
 * Does work of the lab in the thread of a strategy file, with further threads of it where cores are free: the file is
 * loaded once a thread, however many trials there are. Gives what a worker's task of that name gives. The limits are
 * those of {@link runStrategyFile}, each thread's own. Throws an `OctopusError` that names the file's line.
 */
export async function runStrategyLab<Work extends LabWorkOfFile>(
  file: StrategySource,
  lab: { readonly task: string; readonly work: Work; readonly log?: TrialLog },
  company: StrategyCompany = {},
): Promise<unknown> {
  const { task, work, log } = lab;
  const spare = Math.max(0, work.workers === undefined ? availableParallelism() - 1 : work.workers - 1);
  const kept = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const job = { task, work, spare, logged: log?.read() ?? [], kept };
  const report = await runStrategyThreads(
    { ...file, task: { kind: 'lab', lab: job } },
    {
      ...company,
      dataBytes: bytesOf(work.bars),
      spare,
      kept,
      ...(log ? { keep: (trials) => log.append(trials) } : {}),
    },
  );
  if (report.kind === 'finished') return report.result;
  throw failed(report);
}

function bytesOf(bars: BarColumns): number {
  return bars.length * 6 * Float64Array.BYTES_PER_ELEMENT;
}

function failed(report: StrategyReport): OctopusError {
  if (report.kind === 'failed') return new OctopusError(report.code, report.message);
  return new OctopusError('INTERNAL_SERVER_ERROR', `the strategy's thread answered with "${report.kind}"`);
}
