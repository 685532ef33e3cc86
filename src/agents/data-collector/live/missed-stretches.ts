import type { SubscriptionView } from '#contract/services/streams';
import { bucketStart } from '#domain/market/aggregate-bars';

/** After the last minute concerned has ended, vendors take a moment to have its bar. */
const SETTLE_MS = 5_000;
const MINUTE_MS = 60_000;
const RETRY_MS = [30_000, 120_000, 600_000];
const KEPT = 20;

export type Missed = SubscriptionView['missed'][number];

interface Stretch {
  view: Missed;
  dueTime: number;
  attempts: number;
}

/** What one symbol's stream missed, and when it is to be asked of history: whole minutes, once the last has ended. */
export class MissedStretches {
  readonly #stretches: Stretch[] = [];

  /** A stretch whose minutes have all ended: it can be asked for at once. */
  addPast(fromTime: number, toTime: number, reason: string): void {
    const from = bucketStart(fromTime, '1m');
    const to = bucketStart(toTime, '1m');
    if (to > from) this.#push(from, to, reason, 0);
  }

  add(fromTime: number, toTime: number, reason: string): void {
    const end = bucketStart(toTime, '1m') + MINUTE_MS;
    const last = this.#stretches.at(-1);
    // Drops in quick succession are one stretch.
    const isWaiting = last?.view.state === 'open' && last.attempts === 0 && last.dueTime > 0;
    if (isWaiting && fromTime <= last.view.toTime + MINUTE_MS) {
      const from = Math.min(bucketStart(fromTime, '1m'), last.view.fromTime);
      last.view = { ...last.view, fromTime: from, toTime: Math.max(end, last.view.toTime), reason };
      last.dueTime = last.view.toTime + SETTLE_MS;
      return;
    }
    this.#push(bucketStart(fromTime, '1m'), end, reason, end + SETTLE_MS);
  }

  /** The oldest stretch that is due, marked as being asked for; undefined when there is none. */
  take(now: number): Missed | undefined {
    const due = this.#stretches.find(({ view, dueTime }) => view.state === 'open' && dueTime <= now);
    if (due === undefined) return undefined;
    due.attempts++;
    due.dueTime = Number.POSITIVE_INFINITY;
    return due.view;
  }

  filled(stretch: Missed, bars: number): void {
    this.#change(stretch, (one) => {
      one.view = { ...one.view, state: 'filled', bars, error: null };
    });
  }

  /** It is asked again later, three times in all; then it stays visible as failed. */
  failed(stretch: Missed, error: string, now: number): void {
    this.#change(stretch, (one) => {
      const wait = RETRY_MS[one.attempts - 1];
      one.view = { ...one.view, error, state: wait === undefined ? 'failed' : 'open' };
      if (wait !== undefined) one.dueTime = now + wait;
    });
  }

  views(): Missed[] {
    return this.#stretches.map(({ view }) => view);
  }

  #push(fromTime: number, toTime: number, reason: string, dueTime: number): void {
    const view: Missed = { fromTime, toTime, reason, state: 'open', bars: 0, error: null };
    this.#stretches.push({ view, dueTime, attempts: 0 });
    if (this.#stretches.length <= KEPT) return;
    // What is still to be filled is not forgotten for what is done.
    const done = this.#stretches.findIndex((one) => one.view.state !== 'open');
    if (done >= 0) this.#stretches.splice(done, 1);
    else this.#joinOldest();
  }

  #joinOldest(): void {
    const [first, second] = this.#stretches;
    if (!first || !second) return;
    second.view = { ...second.view, fromTime: Math.min(first.view.fromTime, second.view.fromTime) };
    this.#stretches.shift();
  }

  #change(stretch: Missed, change: (one: Stretch) => void): void {
    const found = this.#stretches.find(({ view }) => view === stretch);
    if (found) change(found);
  }
}
