import type { BookSide } from '#domain/market/order-book';
import type { StandingOffers } from '../agent/roles.ts';
import type { LiveAccount } from '../trading/live-account.ts';
import { AccountCourse } from './account-course.ts';

/** The course of an account on live prices: ticks and books come when they come, and wait in line if they must. */
export class LiveCourse {
  readonly line = new AccountCourse();
  readonly #account: Pick<LiveAccount, 'onTick' | 'onBook'>;
  readonly #onFailure: (error: unknown) => void;

  /** `onFailure` hears of a tick that the account could not take. */
  constructor(account: Pick<LiveAccount, 'onTick' | 'onBook'>, onFailure: (error: unknown) => void) {
    this.#account = account;
    this.#onFailure = onFailure;
  }

  /** One tick of any symbol, in the place of the account's own `onTick`. */
  onTick(symbol: string, time: number, last: number, bid: number, ask: number, size: number): void {
    const row = { symbol, time, last, bid, ask, size };
    this.line.step(row, () => this.#try(() => this.#account.onTick(symbol, time, last, bid, ask, size)));
  }

  /** The standing offers of a symbol, in their place among the ticks. */
  onBook(symbol: string, time: number, book: StandingOffers): void {
    // One that waits in line is another book by the time it is met.
    const offers = this.line.isBusy ? copyOf(book) : book;
    this.line.between(() => this.#try(() => this.#account.onBook(symbol, time, offers)));
  }

  #try(meet: () => void): void {
    try {
      meet();
    } catch (error) {
      this.#onFailure(error);
    }
  }
}

function copyOf({ bids, asks }: StandingOffers): StandingOffers {
  return { bids: sideCopy(bids), asks: sideCopy(asks) };
}

function sideCopy({ length, price, size }: BookSide): BookSide {
  return { length, price: price.slice(0, length), size: size.slice(0, length) };
}
