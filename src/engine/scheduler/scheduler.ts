import { OctopusError, unknownName } from '#contract/errors';
import type { JobView } from '#contract/services/jobs';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { DocumentStore } from '../ports/market-store.ts';
import { type Job, type JobRecord, ScheduledJob } from './scheduled-job.ts';

/** Work of the engine itself that is due every so often; when it falls behind, missed runs are left out. */
export interface Pulse {
  readonly name: string;
  readonly periodMs: number;
  run(): void | Promise<void>;
}

export interface SchedulerPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Where last runs are kept; undefined for a store that is only read: nothing is made up for then. */
  readonly documents?: DocumentStore | undefined;
}

const COLLECTION = 'scheduled-jobs';
const LOOK_MS = 1_000;

/**
 * Runs jobs by wall time. It looks once a second at what was due since it looked last: after a sleep, a clock set
 * forward or a restart that is everything missed, made up by one run. A job never overlaps itself; one that is due
 * again while it runs is run once more behind. A clock set back runs nothing twice.
 */
export class Scheduler {
  readonly #ports: SchedulerPorts;
  readonly #jobs = new Map<string, ScheduledJob>();
  readonly #stops: (() => void)[] = [];

  constructor(ports: SchedulerPorts) {
    this.#ports = ports;
    this.#stops.push(ports.clock.every(LOOK_MS, () => this.#look()));
  }

  /** Adds a job; what it missed since its last run before a restart is due at once. Throws for a name that is taken. */
  add(job: Job): void {
    if (this.#jobs.has(job.name))
      throw new OctopusError('BAD_REQUEST', `there is a job "${job.name}" already; give it another name`);
    const { clock, documents } = this.#ports;
    const record = documents?.get(COLLECTION, job.name, clock.now()) as JobRecord | undefined;
    const scheduled = new ScheduledJob(job, { record, now: clock.now(), monotonic: clock.monotonic() });
    this.#jobs.set(job.name, scheduled);
    // Kept before its first run too: else one that falls due while Octopus is closed would never run.
    if (record === undefined) this.#keep(scheduled);
  }

  /** Runs something every so often, as long as the engine runs; not listed, not kept. */
  pulse({ name, periodMs, run }: Pulse): void {
    let isRunning = false;
    const beat = async (): Promise<void> => {
      if (isRunning) return;
      isRunning = true;
      try {
        await run();
      } catch (error) {
        this.#ports.log.error(`${name} failed`, { error: messageOf(error) });
      } finally {
        isRunning = false;
      }
    };
    this.#stops.push(this.#ports.clock.every(periodMs, () => void beat()));
  }

  list(): JobView[] {
    const now = this.#ports.clock.now();
    return [...this.#jobs.values()].map((job) => job.view(now));
  }

  /** Runs a job now, whenever it is due, and answers when it ended. Throws NOT_FOUND, or BAD_REQUEST while it runs. */
  async runNow(name: string): Promise<JobView> {
    const job = this.#jobs.get(name);
    if (!job) throw new OctopusError('NOT_FOUND', unknownName('job', name, [...this.#jobs.keys()]));
    if (job.isRunning)
      throw new OctopusError('BAD_REQUEST', `job "${name}" is running; wait until it has ended`);
    await this.#run(job, 0);
    return job.view(this.#ports.clock.now());
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  #look(): void {
    const { clock } = this.#ports;
    for (const job of this.#jobs.values()) {
      const due = job.takeDue(clock.now(), clock.monotonic());
      if (due > 0) void this.#run(job, due - 1);
    }
  }

  /** Never throws. */
  async #run(job: ScheduledJob, missed: number): Promise<void> {
    const { clock, log } = this.#ports;
    const start = clock.monotonic();
    job.begin(clock.now(), missed);
    if (missed > 0) log.info(`job ${job.job.name} makes up for runs it missed`, { missed });
    try {
      const said = await job.job.run();
      job.end('done', typeof said === 'string' ? said : '', clock.monotonic() - start);
    } catch (error) {
      log.error(`job ${job.job.name} failed`, { error: messageOf(error) });
      job.end('failed', messageOf(error), clock.monotonic() - start);
    }
    this.#keep(job);
  }

  #keep({ job, record }: ScheduledJob): void {
    try {
      this.#ports.documents?.put(COLLECTION, job.name, record);
    } catch (error) {
      this.#ports.log.warn(`the last run of job ${job.name} could not be kept`, { error: messageOf(error) });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
