import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { OctopusError } from '#contract/errors';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { StrategyDescription } from '#domain/strategies/sdk/strategy-description';
import type { AccountRequest } from '#engine/simulation/backtest/account-request';
import type { AccountOutcome } from '#engine/simulation/backtest/account-result';
import type { StrategySource } from '#engine/simulation/strategy-source';
import type { StrategyJob, StrategyReport } from './sandbox/strategy-thread.ts';

export interface SandboxLimits {
  /** Longest time between two signs of life; then the strategy is ended. */
  readonly hangMs?: number;
  /** Largest heap of the strategy's thread, and as much again for its typed arrays. */
  readonly memoryMb?: number;
}

export interface SandboxCompany {
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

const HANG_MS = 10_000;
const MEMORY_MB = 1_024;
const LOOK_MS = 200;
/** The bars of a run are in its thread so many times at most: as sent, as columns and in results. */
const DATA_COPIES = 4;

/** What a strategy file says of itself, with the parameters given. Throws an `OctopusError` that names the file's line. */
export async function describeStrategyFile(
  file: StrategySource,
  parameters: ParameterValues = {},
  limits: SandboxLimits = {},
): Promise<StrategyDescription> {
  const report = await runThread({ ...file, parameters, beat: newBeat() }, limits, {});
  if (report.kind === 'described') return report.description;
  throw failed(report);
}

/**
 * Runs a strategy file over an account in a thread of its own, which has no files, network or process; ends it when it
 * does not return, takes too much memory or the signal aborts. Throws an `OctopusError` that names the file's line.
 */
export async function runStrategyFile(
  file: StrategySource,
  run: Omit<AccountRequest, 'strategy' | 'parameters'> & { readonly parameters: ParameterValues },
  { limits = {}, ...company }: SandboxCompany & { readonly limits?: SandboxLimits } = {},
): Promise<{ outcome: AccountOutcome; parameters: ParameterValues; name: string }> {
  const report = await runThread({ ...file, run, beat: newBeat() }, limits, company);
  if (report.kind === 'done') return report;
  throw failed(report);
}

function runThread(
  job: StrategyJob,
  { hangMs = HANG_MS, memoryMb = MEMORY_MB }: SandboxLimits,
  { signal, onProgress }: SandboxCompany,
): Promise<StrategyReport> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const thread = new Worker(threadEntry(), {
      workerData: job,
      env: {},
      execArgv: ['--experimental-vm-modules', '--no-warnings'],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdin: false,
    });
    let seen = -1;
    let seenTime = performance.now();
    const room = memoryMb * 1_048_576 + DATA_COPIES * dataBytes(job);
    const tooBig = (): OctopusError =>
      new OctopusError(
        'TASK_FAILED',
        `${job.path}: the strategy took more than ${memoryMb} MB of memory and was ended; look for what it keeps of every bar`,
      );
    // Typed arrays lie outside the heap, where the limit of the thread does not see them.
    const weigh = (): Promise<void> =>
      thread.getHeapStatistics().then(
        ({ external_memory }) => {
          if (external_memory > room) end(tooBig());
        },
        () => undefined,
      );
    const watch = setInterval(() => {
      void weigh();
      const beat = Atomics.load(job.beat, 0);
      if (beat !== seen) {
        seen = beat;
        seenTime = performance.now();
      } else if (performance.now() - seenTime > hangMs) {
        const events = Atomics.load(job.beat, 1);
        const where = events > 0 ? `after ${events} events` : 'at its first events or while it was loaded';
        end(
          new OctopusError(
            'TASK_FAILED',
            `${job.path}: the strategy did not return for ${hangMs / 1_000} s (${where}) and was ended; look for a loop without end`,
          ),
        );
      }
    }, LOOK_MS);
    const onAbort = (): void => end(signal?.reason as Error);
    function end(result: StrategyReport | Error): void {
      clearInterval(watch);
      signal?.removeEventListener('abort', onAbort);
      void thread.terminate();
      if (result instanceof Error) reject(result);
      else resolve(result);
    }
    signal?.addEventListener('abort', onAbort);
    thread.on('message', (report: StrategyReport) => {
      if (report.kind === 'progress') onProgress?.(report.fraction);
      else end(report);
    });
    thread.on('error', (error: NodeJS.ErrnoException) =>
      end(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? tooBig()
          : new OctopusError('TASK_FAILED', `${job.path}: ${error.message}`),
      ),
    );
    thread.on('exit', (code) =>
      end(new OctopusError('TASK_FAILED', `${job.path}: the strategy's thread ended with code ${code}`)),
    );
  });
}

/** Bytes of the bars that a job brings along. */
function dataBytes({ run }: StrategyJob): number {
  const series = run?.instruments.flatMap((instrument) => instrument.series) ?? [];
  return series.reduce((bytes, { bars }) => bytes + bars.length * 6 * Float64Array.BYTES_PER_ELEMENT, 0);
}

function failed(report: StrategyReport): OctopusError {
  if (report.kind === 'failed') return new OctopusError(report.code, report.message);
  return new OctopusError('INTERNAL_SERVER_ERROR', `the strategy's thread answered with "${report.kind}"`);
}

function newBeat(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** The bundled thread beside the bundle that runs now, or its source when the sources run. */
function threadEntry(): string {
  const name = import.meta.url.endsWith('.ts') ? './strategy-thread-entry.ts' : './strategy-thread.cjs';
  return fileURLToPath(new URL(name, import.meta.url));
}
