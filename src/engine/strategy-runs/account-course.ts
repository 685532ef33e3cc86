import type { FillView } from '#domain/strategies/sdk/strategy-context';
import type { CourseWork } from './course-work.ts';
import type { CourseRow } from './run-bars.ts';
import type { RunAnswer } from './run-messages.ts';
import type { StrategyRun } from './strategy-run.ts';

type Job = () => CourseWork;

/** Jobs that may wait while a strategy thinks; then it is too slow for its market. */
const WAITING_MAX = 20_000;
/** A replay as fast as possible waits for nobody, and nothing is lost by being behind it. */
const WAITING_PAST_MAX = 1_000_000;

/**
 * What happens in one account that strategies trade, one thing after the other: of each tick first the bars that ended
 * before it, then the account's orders, then the strategies. While a strategy thinks, what comes later waits in line, so
 * that a slow thread changes nothing but the delay.
 */
export class AccountCourse {
  readonly runs = new Set<StrategyRun>();
  #waiting: Job[] = [];
  /** Place of the next in line: taking from the front of a long array moves all of it. */
  #next = 0;
  #told: Job[] = [];
  #idle: (() => void)[] = [];
  #isBusy = false;

  /** Whether a strategy thinks, and what comes now has to wait. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** One tick of any symbol; `meet` is where the account's orders meet it. */
  step(row: CourseRow, meet: () => void): void {
    this.#add(() => this.#row(row, meet));
  }

  /** Something else that may fill orders, in its place among the ticks. */
  between(meet: () => void): void {
    this.#add(() => this.#meet(meet));
  }

  /** Bars that ended before a moment close, though no tick came after them: of all runs, or of those meant. */
  closeBars(until: () => number, isMeant: (run: StrategyRun) => boolean = () => true): void {
    for (const run of this.runs) if (isMeant(run)) this.#add(() => run.before(undefined, until()));
  }

  /** Calls when nothing waits any more, at once when nothing does. */
  whenIdle(work: () => void): void {
    if (this.#isBusy) this.#idle.push(work);
    else work();
  }

  /** Leaves every run as it stands. */
  leave(): void {
    for (const run of this.runs) run.leave();
    this.runs.clear();
  }

  /** A fill was booked, and the journal is telling of it: it is told before the next tick, and never from within. */
  fill(run: StrategyRun, symbol: string, fill: FillView): void {
    this.#told.push(() => run.filled(symbol, fill));
    if (!this.#isBusy) void Promise.resolve().then(() => this.#add(() => this.#news()));
  }

  /** The last call into a run, after what waits. */
  end(run: StrategyRun): Promise<void> {
    return new Promise((resolve) => {
      this.#add(function* () {
        yield* run.end();
        resolve();
      });
    });
  }

  *#row(row: CourseRow, meet: () => void): CourseWork {
    for (const run of this.runs) yield* run.before(row, row.time);
    yield* this.#meet(meet);
    for (const run of this.runs) yield* run.after(row);
    yield* this.#news();
  }

  *#meet(meet: () => void): CourseWork {
    meet();
    yield* this.#news();
  }

  /** What was told since, and what comes of telling it. */
  *#news(): CourseWork {
    for (let job = this.#told.shift(); job; job = this.#told.shift()) yield* job();
  }

  #add(job: Job): void {
    this.#waiting.push(job);
    if (this.#waiting.length - this.#next > WAITING_MAX) this.#giveUpSlow();
    if (!this.#isBusy) this.#goOn();
  }

  #giveUpSlow(): void {
    const length = this.#waiting.length - this.#next;
    for (const run of this.runs)
      if (length > (run.isPast() ? WAITING_PAST_MAX : WAITING_MAX))
        run.giveUp(`it is too slow: ${length.toLocaleString('en-US')} ticks wait for it`);
  }

  #take(): Job | undefined {
    const job = this.#waiting[this.#next++];
    if (job) return job;
    this.#waiting = [];
    this.#next = 0;
    return undefined;
  }

  #goOn(): void {
    this.#isBusy = true;
    for (let job = this.#take(); job; job = this.#take()) if (!this.#advance(job())) return;
    this.#isBusy = false;
    for (const work of this.#idle.splice(0)) work();
  }

  /** False when it waits; then the rest follows once the answer is there. */
  #advance(work: CourseWork, step = work.next()): boolean {
    if (step.done) return true;
    step.value.then(
      (answer) => this.#resume(work, () => work.next(answer)),
      (error: unknown) => this.#resume(work, () => work.throw(error)),
    );
    return false;
  }

  #resume(work: CourseWork, next: () => IteratorResult<Promise<RunAnswer>, void>): void {
    if (this.#advance(work, next())) this.#goOn();
  }
}
