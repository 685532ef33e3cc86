import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

/** Work that is due every so often while the engine runs. */
export interface Job {
  readonly name: string;
  readonly periodMs: number;
  run(): void | Promise<void>;
}

/**
 * Runs jobs by period. A job never overlaps itself: when a run takes longer than its period, or the machine slept,
 * the missed runs are made up by one.
 */
export class Scheduler {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stops: (() => void)[] = [];

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  add(job: Job): void {
    let isRunning = false;
    const run = async (): Promise<void> => {
      if (isRunning) return;
      isRunning = true;
      try {
        await job.run();
      } catch (error) {
        this.#log.error(`job ${job.name} failed`, {
          error: error instanceof Error ? error.message : String(error),
        });
      } finally {
        isRunning = false;
      }
    };
    this.#stops.push(this.#clock.every(job.periodMs, () => void run()));
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}
