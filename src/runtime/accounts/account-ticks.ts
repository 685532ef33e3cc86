import type { OrderBook } from '#domain/market/order-book';
import { type TickBatch, TRADE_TICK } from '#domain/market/tick-batch';
import { DECIMAL_ZERO } from '#domain/values/decimal';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { LiveAccount } from '#engine/trading/live-account';

/** Who hears an account's ticks. */
export type TickCourse = Pick<LiveAccount, 'onTick' | 'onBook'>;

/** Brings ticks to accounts, or to who stands before one and hands them on: a strategy that trades it. */
export class AccountTicks {
  readonly #board: Pick<QuoteBoard, 'symbols'>;
  readonly #courses = new Map<string, TickCourse>();

  constructor(board: Pick<QuoteBoard, 'symbols'>) {
    this.#board = board;
  }

  /** The account itself again without a course. */
  setCourse(account: string, course: TickCourse | undefined): void {
    if (course) this.#courses.set(account, course);
    else this.#courses.delete(account);
  }

  /** A book goes where its account's ticks go. */
  deliverBook(
    { symbol, book, eventTime }: { symbol: string; book: OrderBook; eventTime: number },
    accounts: ReadonlyMap<string, { readonly trading: LiveAccount }>,
  ): void {
    for (const { trading } of accounts.values())
      if (trading.desk.onBook)
        (this.#courses.get(trading.account) ?? trading).onBook(symbol, eventTime, book);
  }

  /**
   * Each row goes where its account's course leads at that moment: a course may end within a batch. Answers whether
   * what an account holds is worth something else by it.
   */
  deliver(batch: TickBatch, accounts: ReadonlyMap<string, { readonly trading: LiveAccount }>): boolean {
    if (accounts.size === 0) return false;
    const { symbols } = this.#board;
    let isHeld = false;
    for (let row = 0; row < batch.length; row++) {
      const symbol = symbols[batch.slot[row]!];
      if (symbol === undefined) continue;
      const isTrade = batch.kind[row] === TRADE_TICK;
      const last = isTrade ? batch.price[row]! : Number.NaN;
      for (const { trading } of accounts.values()) {
        (this.#courses.get(trading.account) ?? trading).onTick(
          symbol,
          batch.eventTime[row]!,
          last,
          batch.bid[row]!,
          batch.ask[row]!,
          batch.size[row]!,
        );
        isHeld ||= (trading.book.position(symbol)?.quantity ?? DECIMAL_ZERO) !== DECIMAL_ZERO;
      }
    }
    return isHeld;
  }
}
