import type { JobView } from '#contract/services/jobs';
import { countDue, describeSchedule, nextDue, type Schedule } from './schedule.ts';

/** Work that is due by a schedule. */
export interface Job {
  /** Unique, in words: `portfolio snapshot`. */
  readonly name: string;
  readonly schedule: Schedule;
  /** What it did, in a few words, or nothing to say. */
  run(): unknown;
}

/** What is kept of a job over restarts. */
export interface JobRecord {
  /** Everything due until here is settled. */
  readonly settledTime: number;
  readonly lastRunTime: number | null;
  readonly lastDurationMs: number | null;
  readonly outcome: 'done' | 'failed' | null;
  readonly text: string;
  /** Due instants made up by the last run, beyond the one it was due for. */
  readonly missed: number;
}

const MISSED_LIMIT = 1_000;
/** A daily job settled further ahead of the clock than this was settled by a clock that was wrong. */
const DAILY_AHEAD_MS = 36 * 3_600_000;

/** One job and where it stands: what is settled, when it is due, what it did last. */
export class ScheduledJob {
  readonly job: Job;
  #record: JobRecord;
  /** Monotonic time of the last settling. */
  #settledAt: number;
  #runningSince: number | null = null;

  constructor(job: Job, options: { record: JobRecord | undefined; now: number; monotonic: number }) {
    this.job = job;
    this.#record = options.record ?? {
      settledTime: options.now,
      lastRunTime: null,
      lastDurationMs: null,
      outcome: null,
      text: '',
      missed: 0,
    };
    this.#settledAt = options.monotonic;
  }

  get record(): JobRecord {
    return this.#record;
  }
  get isRunning(): boolean {
    return this.#runningSince !== null;
  }

  /** Due instants since the last settling, all of them settled now; 0 while it runs: it is made up for later. */
  takeDue(now: number, monotonic: number): number {
    if (this.isRunning) return 0;
    const { schedule } = this.job;
    const after = this.#settledTime(now, monotonic);
    if (after >= now) return 0;
    const count = countDue(schedule, { after, until: now, limit: MISSED_LIMIT });
    this.#record = { ...this.#record, settledTime: now };
    this.#settledAt = monotonic;
    return count;
  }

  begin(now: number, missed: number): void {
    this.#runningSince = now;
    this.#record = { ...this.#record, lastRunTime: now, missed };
  }

  end(outcome: 'done' | 'failed', text: string, durationMs: number): void {
    this.#runningSince = null;
    this.#record = { ...this.#record, outcome, text, lastDurationMs: durationMs };
  }

  view(now: number): JobView {
    const { lastRunTime, lastDurationMs, outcome, text, missed } = this.#record;
    const { name, schedule } = this.job;
    return {
      name,
      schedule: describeSchedule(schedule),
      isRunning: this.isRunning,
      lastRunTime,
      lastDurationMs,
      outcome,
      text,
      missed,
      nextTime: nextDue(schedule, Math.max(now, Math.min(this.#record.settledTime, now + DAILY_AHEAD_MS))),
    };
  }

  /**
   * Settled until here. Behind a clock that was set back: what is settled is not due again, but a period goes on once
   * it has passed in fact, and a day that was settled by a wrong clock is forgotten.
   */
  #settledTime(now: number, monotonic: number): number {
    const { settledTime } = this.#record;
    if (settledTime <= now) return settledTime;
    const { schedule } = this.job;
    if (!('everyMs' in schedule)) return settledTime - now > DAILY_AHEAD_MS ? now - 1 : settledTime;
    return monotonic - this.#settledAt >= schedule.everyMs ? now - schedule.everyMs : settledTime;
  }
}
