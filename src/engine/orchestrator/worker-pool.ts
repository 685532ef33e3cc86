import { OctopusError } from '#contract/errors';
import type { SystemHealth } from '#contract/services/system';
import type { WorkerReply, WorkerRequest } from '#contract/worker-protocol';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { HostedProcess, ProcessHost } from '../ports/process-host.ts';

export interface WorkerJob {
  readonly taskId: string;
  readonly task: string;
  readonly input: unknown;
  /** Longest it may take before its worker is ended. */
  readonly timeLimitMs: number;
  onStarted(workerId: string): void;
  onProgress(fraction: number): void;
}

export interface WorkerPoolOptions {
  readonly host: ProcessHost;
  readonly clock: Clock;
  readonly log: Log;
  readonly size: number;
  /** A worker without work for so long is ended, to give its memory back. */
  readonly idleMs: number;
}

const BACK_OFF_FIRST_MS = 100;
const BACK_OFF_LAST_MS = 30_000;
/** A worker that has not said `ready` by then is taken for dead. */
const START_LIMIT_MS = 15_000;
/** After so many starts in a row without a `ready`, waiting jobs are refused instead of waiting on. */
const FAILED_STARTS_MAX = 5;

type State = SystemHealth['workers'][number]['state'];

interface Worker {
  readonly id: string;
  state: State;
  process: HostedProcess | null;
  job: QueuedJob | null;
  restarts: number;
  backOffMs: number;
  stopTimer: () => void;
}

interface QueuedJob {
  readonly job: WorkerJob;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Thrown to the caller when the worker running its job ended; the job itself may be sound and may be tried again. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError';
}

/**
 * Processes that run heavy tasks, one at a time each. Workers start when first needed, end when idle, and come back
 * after a crash with a back-off from 0.1 s to 30 s; a crash costs one task, which its caller is told of.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #workers: Worker[];
  readonly #queue: QueuedJob[] = [];
  #isClosed = false;
  #failedStarts = 0;
  onChange: () => void = () => undefined;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#workers = Array.from({ length: options.size }, (_, i) => ({
      id: `worker-${i + 1}`,
      state: 'stopped' as State,
      process: null,
      job: null,
      restarts: 0,
      backOffMs: BACK_OFF_FIRST_MS,
      stopTimer: () => undefined,
    }));
  }

  /** Jobs that can run at once. */
  get size(): number {
    return this.#workers.length;
  }

  report(): SystemHealth['workers'] {
    return this.#workers.map((worker) => ({
      id: worker.id,
      state: worker.state,
      restarts: worker.restarts,
      pid: worker.process?.pid ?? null,
    }));
  }

  /** Settles with the job's result; rejects with its OctopusError, or a {@link WorkerLostError} when the worker died. */
  run(job: WorkerJob): Promise<unknown> {
    if (this.#isClosed)
      return Promise.reject(
        new OctopusError('TASK_FAILED', 'the engine is stopping; the task was not started'),
      );
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject });
      this.#dispatch();
    });
  }

  /** Takes a job out of the queue, or ends the worker that runs it. */
  cancel(taskId: string, reason: OctopusError): void {
    const waiting = this.#queue.findIndex(({ job }) => job.taskId === taskId);
    if (waiting >= 0) this.#queue.splice(waiting, 1)[0]?.reject(reason);
    const worker = this.#workers.find((candidate) => candidate.job?.job.taskId === taskId);
    if (!worker) return;
    const running = worker.job;
    worker.job = null;
    running?.reject(reason);
    this.#retire(worker);
    this.#dispatch();
  }

  close(): void {
    this.#isClosed = true;
    for (const { reject } of this.#queue.splice(0))
      reject(new OctopusError('TASK_FAILED', 'the engine stopped before the task began'));
    for (const worker of this.#workers) {
      worker.stopTimer();
      worker.process?.kill();
    }
  }

  #dispatch(): void {
    if (this.#queue.length === 0) return;
    for (const worker of this.#workers) {
      if (this.#queue.length === 0) break;
      if (worker.state === 'idle' && worker.process)
        this.#start(worker, worker.process, this.#queue.shift()!);
    }
    const starting = this.#workers.filter(
      (worker) => worker.state === 'starting' || worker.state === 'restarting',
    ).length;
    const stopped = this.#workers.filter((worker) => worker.state === 'stopped');
    for (const worker of stopped.slice(0, Math.max(0, this.#queue.length - starting))) this.#spawn(worker);
    this.onChange();
  }

  #start(worker: Worker, process: HostedProcess, queued: QueuedJob): void {
    worker.stopTimer();
    worker.state = 'busy';
    worker.job = queued;
    queued.job.onStarted(worker.id);
    worker.stopTimer = this.#options.clock.after(queued.job.timeLimitMs, () => {
      this.cancel(
        queued.job.taskId,
        new OctopusError(
          'TIMEOUT',
          `task ${queued.job.task} took longer than ${Math.round(queued.job.timeLimitMs / 1000)} s and was ended`,
        ),
      );
    });
    const { taskId, task, input } = queued.job;
    try {
      process.channel.post({ kind: 'run', taskId, task, input } satisfies WorkerRequest);
    } catch (error) {
      worker.job = null;
      queued.reject(new OctopusError('TASK_FAILED', `task ${task} could not be sent: ${String(error)}`));
      this.#becomeIdle(worker);
    }
  }

  /** Ends a worker on purpose: its exit is no crash, and it may be started again at once. */
  #retire(worker: Worker): void {
    worker.stopTimer();
    worker.state = 'stopped';
    const process = worker.process;
    worker.process = null;
    process?.kill();
  }

  #spawn(worker: Worker): void {
    worker.state = 'starting';
    let process: HostedProcess;
    try {
      process = this.#options.host.spawn('worker', worker.id);
    } catch (error) {
      this.#crashed(worker, error instanceof Error ? error.message : String(error));
      return;
    }
    worker.process = process;
    worker.stopTimer = this.#options.clock.after(START_LIMIT_MS, () => process.kill());
    process.channel.onMessage((message) => {
      // What an ended process still had to say is not about the one that took its place.
      if (worker.process === process) this.#receive(worker, message as WorkerReply);
    });
    process.onExit((code, signal) => this.#exited(worker, process, code, signal));
  }

  #receive(worker: Worker, reply: WorkerReply): void {
    if (reply.kind === 'ready') {
      this.#failedStarts = 0;
      this.#becomeIdle(worker);
      return;
    }
    const running = worker.job;
    if (!running || running.job.taskId !== reply.taskId) return;
    if (reply.kind === 'progress') {
      running.job.onProgress(reply.fraction);
      return;
    }
    worker.job = null;
    // Only work done shows that a worker is sound: one that crashes at each job comes back later each time.
    worker.backOffMs = BACK_OFF_FIRST_MS;
    if (reply.kind === 'done') running.resolve(reply.result);
    else running.reject(new OctopusError(reply.error.code, reply.error.message, reply.error.details));
    this.#becomeIdle(worker);
  }

  #becomeIdle(worker: Worker): void {
    worker.stopTimer();
    worker.state = 'idle';
    worker.stopTimer = this.#options.clock.after(this.#options.idleMs, () => {
      if (worker.state !== 'idle') return;
      this.#retire(worker);
      this.onChange();
    });
    this.#dispatch();
    this.onChange();
  }

  #exited(worker: Worker, process: HostedProcess, code: number | null, signal: string | null): void {
    if (worker.process !== process) return;
    worker.process = null;
    this.#crashed(worker, signal ?? `exit code ${code}`);
  }

  #crashed(worker: Worker, how: string): void {
    worker.stopTimer();
    const { job } = worker;
    worker.job = null;
    job?.reject(new WorkerLostError(`${worker.id} ended (${how}) while it ran ${job.job.task}`));
    if (this.#isClosed) {
      worker.state = 'stopped';
      return;
    }
    if (worker.state === 'starting') this.#failedStarts += 1;
    this.#options.log.warn(`${worker.id} ended unexpectedly`, { how, backOffMs: worker.backOffMs });
    worker.state = 'restarting';
    worker.restarts += 1;
    worker.stopTimer = this.#options.clock.after(worker.backOffMs, () => this.#spawn(worker));
    worker.backOffMs = Math.min(BACK_OFF_LAST_MS, worker.backOffMs * 2);
    if (this.#failedStarts >= FAILED_STARTS_MAX) {
      const text = `no worker starts (${how}); the log of the engine says more`;
      for (const { reject } of this.#queue.splice(0)) reject(new OctopusError('TASK_FAILED', text));
    }
    this.onChange();
  }
}
