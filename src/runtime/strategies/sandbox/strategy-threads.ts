import { fileURLToPath } from 'node:url';
import { type Transferable, Worker } from 'node:worker_threads';
import type { LoggedTrials } from '#engine/ports/trial-log';
import type { SandboxLimits, StrategyEnd } from './process-messages.ts';
import type { HelperEnded, StrategyJob, StrategyReport } from './strategy-job.ts';
import { tooBig } from './too-big.ts';
import { newBeats } from './watched-module.ts';

type Job = Omit<StrategyJob, 'beats' | 'place'>;

/** What the process that runs the threads gives along. */
export interface SandboxCompany {
  readonly limits: Required<SandboxLimits>;
  readonly onProgress: (fraction: number) => void;
  /** Called once, with the first thread's last report or what was wrong; the threads are ended by then. */
  readonly onEnd: (end: StrategyEnd) => void;
  /** The job waits for what happens, as long as that may take: only its own code is expected to return. */
  readonly isPatient?: boolean;
  /** Bytes of the bars that the job brings along. */
  readonly dataBytes?: number;
  /** Threads that the first may hire. */
  readonly spare?: number;
  /** Has trials put on the disk; the thread waits meanwhile. */
  readonly onKeep?: (trials: LoggedTrials) => void;
}

const LOOK_MS = 200;
/** A strategy can keep a thread from going on without being called, by promises: it has so many times as long. */
const STILL_FACTOR = 6;
/** The bars of a run are in its thread so many times at most: as sent, as columns and in results. */
const DATA_COPIES = 4;

/**
 * The thread of a job and those it hires, watched over together: one that does not return, takes too much memory or ends
 * before its time ends the job. They need a process of their own: a thread that asks for much memory at once, more than
 * its limit leaves, ends the whole process.
 */
export class StrategyThreads {
  readonly #job: Job;
  readonly #company: SandboxCompany;
  readonly #limits: Required<SandboxLimits>;
  /** Running threads by place; the first is 0. */
  readonly #threads = new Map<number, Worker>();
  readonly #beats: Int32Array;
  readonly #seen: Int32Array;
  readonly #seenTime: Float64Array;
  #watch: NodeJS.Timeout | undefined;
  #isEnded = false;

  constructor(job: Job, company: SandboxCompany) {
    const { spare = 0, limits } = company;
    this.#job = job;
    this.#company = company;
    this.#limits = limits;
    this.#beats = newBeats(1 + spare);
    this.#seen = new Int32Array(1 + spare).fill(-1);
    this.#seenTime = new Float64Array(1 + spare);
  }

  begin(): void {
    const { task } = this.#job;
    const thread = this.#start(0, task, task.kind === 'live' ? [task.line] : []);
    thread.on('message', (report: StrategyReport) => this.#take(report));
    thread.on('exit', (code) => this.#end(this.#failure(`the strategy's thread ended with code ${code}`)));
    this.#watch = setInterval(() => this.#look(), LOOK_MS);
  }

  #start(place: number, task: StrategyJob['task'], transferList: Transferable[]): Worker {
    const thread = new Worker(threadEntry(), {
      workerData: { ...this.#job, task, beats: this.#beats, place } satisfies StrategyJob,
      transferList,
      env: {},
      execArgv: ['--experimental-vm-modules', '--no-warnings'],
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb },
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
    if (report.kind === 'progress') this.#company.onProgress(report.fraction);
    else if (report.kind === 'hire') this.#hire(report.number, report.line);
    else if (report.kind === 'dismiss') void this.#threads.get(report.number)?.terminate();
    else if (report.kind === 'keep') this.#company.onKeep?.(report.trials);
    else this.#end(report);
  }

  #hire(number: number, line: Extract<StrategyReport, { kind: 'hire' }>['line']): void {
    const thread = this.#start(number, { kind: 'help', line }, [line]);
    thread.on('message', (report: StrategyEnd) => this.#end(report));
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
      if (beat % 2 !== 0 && now - this.#seenTime[place]! > this.#limits.hangMs)
        this.#end(this.#hanging(beat));
    }
    if (!this.#company.isPatient && now - newest > STILL_FACTOR * this.#limits.hangMs)
      this.#end(this.#hanging(Atomics.load(this.#beats, 0)));
  }

  /** Typed arrays lie outside the heap, where the limit of the thread does not see them. */
  async #weigh(thread: Worker): Promise<void> {
    const room = this.#limits.memoryMb * 1_048_576 + DATA_COPIES * (this.#company.dataBytes ?? 0);
    // A thread that ends while it is asked has no answer.
    const found = await thread.getHeapStatistics().catch(() => undefined);
    if (found && found.external_memory > room) this.#end(this.#tooBig());
  }

  #end(end: StrategyEnd): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearInterval(this.#watch);
    for (const thread of this.#threads.values()) void thread.terminate();
    this.#company.onEnd(end);
  }

  #hanging(beat: number): StrategyEnd {
    const calls = Math.floor(Math.abs(beat) / 2);
    const where =
      calls > 1
        ? `after ${calls.toLocaleString('en-US')} calls`
        : 'at its first calls or while it was loaded';
    return this.#failure(
      `the strategy did not return for ${this.#limits.hangMs / 1_000} s (${where}) and was ended; look for a loop without end`,
    );
  }

  #tooBig(): StrategyEnd {
    return tooBig(this.#job.path, this.#limits.memoryMb);
  }

  #failure(what: string): StrategyEnd {
    return { kind: 'failed', code: 'TASK_FAILED', message: `${this.#job.path}: ${what}` };
  }
}

/** The bundled thread beside the bundle that runs now, or its source when the sources run. */
function threadEntry(): string {
  const name = import.meta.url.endsWith('.ts')
    ? '../../processes/strategy-thread-entry.ts'
    : './strategy-thread.cjs';
  return fileURLToPath(new URL(name, import.meta.url));
}
