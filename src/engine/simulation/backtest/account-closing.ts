import { isMarginCalled } from '#domain/portfolio/account-rules';
import type { AccountBooks } from './account-books.ts';
import type { AccountTerms } from './account-request.ts';
import type { EquityRecord } from './equity-record.ts';
import type { OrderDesk } from './order-desk.ts';
import type { PlacedCursor } from './run-moment.ts';

/** How an account is closed out: by ruin, by a margin call, or because its run is over. */
export class AccountClosing {
  isRuined = false;
  /** Whether the run is over; no order is taken and no fill told any more. */
  isFinished = false;
  marginCalls = 0;
  readonly #books: AccountBooks;
  readonly #desk: OrderDesk;
  readonly #equity: EquityRecord;
  readonly #maintenanceMargin: number | undefined;
  readonly #closeAtEnd: NonNullable<AccountTerms['closeAtEnd']>;
  /** The series that each instrument's orders match on. */
  readonly #matching: readonly PlacedCursor[];

  constructor(options: {
    readonly books: AccountBooks;
    readonly desk: OrderDesk;
    readonly equity: EquityRecord;
    readonly account: AccountTerms;
    readonly matching: readonly PlacedCursor[];
  }) {
    const { books, desk, equity, account, matching } = options;
    this.#books = books;
    this.#desk = desk;
    this.#equity = equity;
    this.#maintenanceMargin = account.maintenanceMargin;
    this.#closeAtEnd = account.closeAtEnd ?? 'last-close';
    this.#matching = matching;
  }

  /** The equity after what it calls for: ruin at or below zero, a margin call below what is to be maintained. */
  judge(equity: number): number {
    if (this.#books.held.length === 0) return equity;
    if (equity <= 0) return this.ruin();
    if (this.#maintenanceMargin === undefined) return equity;
    if (!isMarginCalled(equity, this.#books.gross, this.#maintenanceMargin)) return equity;
    this.marginCalls += 1;
    this.#closeAll();
    return this.#books.equity;
  }

  /** Closes everything for good; the equity that is left. */
  ruin(): number {
    this.isRuined = true;
    this.#closeAll();
    return this.#books.equity;
  }

  /** The end of the data: what rests is cancelled, what is held is closed as the account's terms say. */
  finish(): void {
    const { held } = this.#books;
    this.#desk.cancelAll();
    if (this.#closeAtEnd !== 'none' && held.length > 0) {
      this.#desk.moment.bar = this.#equity.length - 1;
      this.#leaveEach((instrument) => {
        const { bars } = this.#matching[instrument]!.cursor;
        return this.#closeAtEnd === 'last-open' ? bars.open[bars.length - 1]! : this.#books.last[instrument]!;
      });
      this.#equity.replaceLast(this.#books.equity);
    }
    this.isFinished = true;
  }

  #closeAll(): void {
    this.#desk.cancelAll();
    this.#leaveEach((instrument) => this.#books.last[instrument]!);
  }

  #leaveEach(priceOf: (instrument: number) => number): void {
    for (const instrument of [...this.#books.held].sort((a, b) => a - b))
      this.#desk.forceClose(instrument, priceOf(instrument));
  }
}
