import { fileURLToPath } from 'node:url';
import { type Transferable, Worker } from 'node:worker_threads';
import { OctopusError } from '#contract/errors';
import type { LoggedTrials } from '#engine/ports/trial-log';
import type { HelperEnded, StrategyJob, StrategyReport } from './sandbox/strategy-job.ts';
import { newBeats } from './sandbox/watched-module.ts';

export interface SandboxLimits {
  /** Longest time between two signs of life; then the strategy is ended. */
  readonly hangMs?: number;
  /** Largest heap of a thread of the strategy, and as much again for its typed arrays. */
  readonly memoryMb?: number;
}

export interface SandboxCompany {
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
  readonly limits?: SandboxLimits;
  /** The job waits for what happens, as long as that may take: only its own code is expected to return. */
  readonly isPatient?: boolean;
  /** Bytes of the bars that the job brings along. */
  readonly dataBytes?: number;
  /** Threads that the first may hire. */
  readonly spare?: number;
  /** Puts trials on the disk. */
  readonly keep?: (trials: LoggedTrials) => void;
  /** Counts what was kept; the thread waits for it. */
  readonly kept?: Int32Array;
}

const HANG_MS = 10_000;
const MEMORY_MB = 1_024;
const LOOK_MS = 200;
/** A strategy can keep a thread from going on without being called, by promises: it has so many times as long. */
const STILL_FACTOR = 6;
/** The bars of a run are in its thread so many times at most: as sent, as columns and in results. */
const DATA_COPIES = 4;

/**
 * Starts the thread of a job and those it hires, and watches over all of them: one that does not return, takes too much
 * memory or ends before its time ends the job, as an abort does. Gives the first thread's last report.
 */
export function runStrategyThreads(
  job: Omit<StrategyJob, 'beats' | 'place'>,
  company: SandboxCompany,
): Promise<StrategyReport> {
  company.signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const threads = new StrategyThreads(job, company, (result) => {
      if (result instanceof Error) reject(result);
      else resolve(result);
    });
    threads.begin();
  });
}

class StrategyThreads {
  readonly #job: Omit<StrategyJob, 'beats' | 'place'>;
  readonly #company: SandboxCompany;
  readonly #hangMs: number;
  readonly #memoryMb: number;
  readonly #tell: (result: StrategyReport | Error) => void;
  /** Running threads by place; the first is 0. */
  readonly #threads = new Map<number, Worker>();
  readonly #beats: Int32Array;
  readonly #seen: Int32Array;
  readonly #seenTime: Float64Array;
  #watch: NodeJS.Timeout | undefined;
  #isEnded = false;

  constructor(
    job: Omit<StrategyJob, 'beats' | 'place'>,
    company: SandboxCompany,
    tell: (result: StrategyReport | Error) => void,
  ) {
    const { spare = 0, limits = {} } = company;
    this.#job = job;
    this.#company = company;
    this.#hangMs = limits.hangMs ?? HANG_MS;
    this.#memoryMb = limits.memoryMb ?? MEMORY_MB;
    this.#tell = tell;
    this.#beats = newBeats(1 + spare);
    this.#seen = new Int32Array(1 + spare).fill(-1);
    this.#seenTime = new Float64Array(1 + spare);
  }

  begin(): void {
    this.#company.signal?.addEventListener('abort', this.#onAbort);
    const { task } = this.#job;
    const thread = this.#start(0, task, task.kind === 'live' ? [task.line] : []);
    thread.on('message', (report: StrategyReport) => this.#take(report));
    thread.on('exit', (code) => this.#end(this.#failure(`the strategy's thread ended with code ${code}`)));
    this.#watch = setInterval(() => this.#look(), LOOK_MS);
  }

  readonly #onAbort = (): void => this.#end(this.#company.signal?.reason as Error);

  #start(place: number, task: StrategyJob['task'], transferList: Transferable[]): Worker {
    const thread = new Worker(threadEntry(), {
      workerData: { ...this.#job, task, beats: this.#beats, place } satisfies StrategyJob,
      transferList,
      env: {},
      execArgv: ['--experimental-vm-modules', '--no-warnings'],
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb },
      stdin: false,
    });
    this.#threads.set(place, thread);
    this.#seenTime[place] = performance.now();
    thread.on('error', (error: NodeJS.ErrnoException) =>
      this.#end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? this.#tooBig() : this.#failure(error.message)),
    );
    return thread;
  }

  #take(report: StrategyReport): void {
    if (report.kind === 'progress') this.#company.onProgress?.(report.fraction);
    else if (report.kind === 'hire') this.#hire(report.number, report.line);
    else if (report.kind === 'dismiss') void this.#threads.get(report.number)?.terminate();
    else if (report.kind === 'keep') this.#keep(report.trials);
    else this.#end(report);
  }

  #keep(trials: LoggedTrials): void {
    const { keep, kept } = this.#company;
    try {
      keep?.(trials);
    } catch (error) {
      this.#end(error as Error);
      return;
    }
    if (!kept) return;
    Atomics.add(kept, 0, 1);
    Atomics.notify(kept, 0);
  }

  #hire(number: number, line: Extract<StrategyReport, { kind: 'hire' }>['line']): void {
    const thread = this.#start(number, { kind: 'help', line }, [line]);
    thread.on('message', (report: StrategyReport) => this.#end(report));
    // What it was working on is done again by another.
    thread.on('exit', (code) => {
      this.#threads.delete(number);
      this.#threads.get(0)?.postMessage({ number, code } satisfies HelperEnded);
    });
  }

  #look(): void {
    const now = performance.now();
    let newest = 0;
    for (const [place, thread] of this.#threads) {
      void this.#weigh(thread);
      const beat = Atomics.load(this.#beats, place);
      if (beat !== this.#seen[place]) {
        this.#seen[place] = beat;
        this.#seenTime[place] = now;
      }
      newest = Math.max(newest, this.#seenTime[place]!);
      if (beat % 2 !== 0 && now - this.#seenTime[place]! > this.#hangMs) this.#end(this.#hanging(beat));
    }
    if (!this.#company.isPatient && now - newest > STILL_FACTOR * this.#hangMs)
      this.#end(this.#hanging(Atomics.load(this.#beats, 0)));
  }

  /** Typed arrays lie outside the heap, where the limit of the thread does not see them. */
  async #weigh(thread: Worker): Promise<void> {
    const room = this.#memoryMb * 1_048_576 + DATA_COPIES * (this.#company.dataBytes ?? 0);
    // A thread that ends while it is asked has no answer.
    const found = await thread.getHeapStatistics().catch(() => undefined);
    if (found && found.external_memory > room) this.#end(this.#tooBig());
  }

  #end(result: StrategyReport | Error): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearInterval(this.#watch);
    this.#company.signal?.removeEventListener('abort', this.#onAbort);
    for (const thread of this.#threads.values()) void thread.terminate();
    this.#tell(result);
  }

  #hanging(beat: number): OctopusError {
    const calls = Math.floor(Math.abs(beat) / 2);
    const where =
      calls > 1
        ? `after ${calls.toLocaleString('en-US')} calls`
        : 'at its first calls or while it was loaded';
    return this.#failure(
      `the strategy did not return for ${this.#hangMs / 1_000} s (${where}) and was ended; look for a loop without end`,
    );
  }

  #tooBig(): OctopusError {
    return this.#failure(
      `the strategy took more than ${this.#memoryMb} MB of memory and was ended; look for what it keeps of every bar`,
    );
  }

  #failure(what: string): OctopusError {
    return new OctopusError('TASK_FAILED', `${this.#job.path}: ${what}`);
  }
}

/** The bundled thread beside the bundle that runs now, or its source when the sources run. */
function threadEntry(): string {
  const name = import.meta.url.endsWith('.ts')
    ? '../processes/strategy-thread-entry.ts'
    : './strategy-thread.cjs';
  return fileURLToPath(new URL(name, import.meta.url));
}
