import type { Clock } from '../ports/clock.ts';
import type { AccountCourse } from '../strategy-runs/account-course.ts';
import type { ReplayMarket } from './replay-market.ts';
import type { TimelineEvent } from './timeline-day.ts';

export interface SessionCourseOptions {
  readonly market: ReplayMarket;
  /** What the session makes of an event. */
  readonly handle: (event: TimelineEvent) => void;
  /** The same, made durable before strategies are told of it, and whatever happens kept from them. */
  readonly settle: (event: TimelineEvent) => void;
  /** Strategies are done thinking: the replay may go on. */
  readonly onIdle: () => void;
}

/**
 * The events of a replay on their way to its account: straight on, or through the strategies that trade it. An event
 * counts as handled once the account has met it, so what strategies decide before belongs to the moment before.
 */
export class SessionCourse {
  readonly #options: SessionCourseOptions;
  #line: AccountCourse | undefined;
  /** Whether the line is to tell when strategies are done thinking. */
  #isAwaited = false;

  constructor(options: SessionCourseOptions) {
    this.#options = options;
  }

  /** Who stands before the account from now on; nobody again without one. */
  set(line: AccountCourse | undefined): void {
    this.#line = line;
    this.#isAwaited = false;
  }

  /** Whether a strategy thinks, and nothing may happen before it has answered. */
  get isBusy(): boolean {
    return this.#line?.isBusy ?? false;
  }

  /** The same, for who is to go on then, whatever strategies think about: `onIdle` is told once they are done. */
  mustWait(): boolean {
    const line = this.#line;
    if (!line?.isBusy) return false;
    if (this.#isAwaited) return true;
    this.#isAwaited = true;
    line.whenIdle(() => {
      this.#isAwaited = false;
      this.#options.onIdle();
    });
    return true;
  }

  /** What comes next in the market, handled now or, while a strategy thinks, once it has answered. */
  next(): void {
    const { market, handle, settle } = this.#options;
    const event = market.nextEvent();
    const line = this.#line;
    if (!line) {
      handle(event);
      return;
    }
    if (event.kind === 'tick') line.step(market.rowOf(event.part, event.tick), () => settle(event));
    else line.between(() => settle(event));
    if (event.kind === 'day-end') line.closeBars(() => market.nextOpening());
  }

  /** Until the event loop was free, and strategies are done thinking. */
  async turn(clock: Clock): Promise<void> {
    const line = this.#line;
    if (line?.isBusy) await new Promise<void>((resolve) => line.whenIdle(resolve));
    else await clock.sleep(0);
  }

  /** Strategies are left as they stand: nothing will happen any more. */
  leave(): void {
    this.#line?.leave();
  }
}
