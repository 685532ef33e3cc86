import type { BookSide } from '#domain/market/order-book';
import type { FillView } from '#domain/strategies/sdk/strategy-context';
import type { StandingOffers } from '../agent/roles.ts';
import type { LiveAccount } from '../trading/live-account.ts';
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
 * before it, then the account's orders, then the strategies. While a strategy thinks, later ticks wait in line, so that
 * a slow thread changes nothing but the delay.
 */
export class AccountCourse {
  readonly runs = new Set<StrategyRun>();
  readonly #account: LiveAccount;
  readonly #now: () => number;
  readonly #onFailure: (error: unknown) => void;
  #waiting: Job[] = [];
  /** Place of the next in line: taking from the front of a long array moves all of it. */
  #next = 0;
  #told: Job[] = [];
  #isBusy = false;

  /** `now` is the clock's; `onFailure` hears of a tick that the account could not take. */
  constructor(account: LiveAccount, now: () => number, onFailure: (error: unknown) => void) {
    this.#account = account;
    this.#now = now;
    this.#onFailure = onFailure;
  }

  /** One tick of any symbol, in the place of the account's own `onTick`. */
  onTick(symbol: string, time: number, last: number, bid: number, ask: number, size: number): void {
    const row = { symbol, time, last, bid, ask, size };
    this.#add(() => this.#row(row));
  }

  /** The standing offers of a symbol, in their place among the ticks. */
  onBook(symbol: string, time: number, book: StandingOffers): void {
    // One that waits in line is another book by the time it is met.
    const offers = this.#isBusy ? copyOf(book) : book;
    this.#add(() => this.#book(symbol, time, offers));
  }

  /** Bars that no tick came after end by the clock. */
  closeBars(): void {
    for (const run of this.runs) if (!run.isPast()) this.#add(() => run.before(undefined, this.#now()));
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

  *#row(row: CourseRow): CourseWork {
    for (const run of this.runs) yield* run.before(row, row.time);
    try {
      this.#account.onTick(row.symbol, row.time, row.last, row.bid, row.ask, row.size);
    } catch (error) {
      this.#onFailure(error);
    }
    yield* this.#news();
    for (const run of this.runs) yield* run.after(row);
    yield* this.#news();
  }

  *#book(symbol: string, time: number, book: StandingOffers): CourseWork {
    try {
      this.#account.onBook(symbol, time, book);
    } catch (error) {
      this.#onFailure(error);
    }
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

function copyOf({ bids, asks }: StandingOffers): StandingOffers {
  return { bids: sideCopy(bids), asks: sideCopy(asks) };
}

function sideCopy({ length, price, size }: BookSide): BookSide {
  return { length, price: price.slice(0, length), size: size.slice(0, length) };
}
