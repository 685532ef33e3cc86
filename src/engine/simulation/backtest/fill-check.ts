import { shortFault } from '#domain/portfolio/borrow-list';
import { toldNumber } from '#domain/values/told-number';
import type { Units } from '#domain/values/units';
import type { AccountBooks } from './account-books.ts';
import type { AccountTerms } from './account-request.ts';
import type { OrderJudge } from './order-judge.ts';
import type { WorkingOrder } from './working-order.ts';

/** Why an order cannot be taken or cannot fill: limits, shorts, buying power, exchange rates. */
export class FillCheck {
  readonly #books: AccountBooks;
  readonly #symbols: readonly string[];
  readonly #judge: OrderJudge | undefined;
  readonly #leverage: number;
  readonly #allowsShort: boolean;
  /** Units of each instrument that can be borrowed. */
  readonly #available: readonly number[];

  constructor(options: {
    readonly books: AccountBooks;
    readonly symbols: readonly string[];
    /** By instrument; any number where it is left out. */
    readonly available?: readonly number[];
    readonly account: AccountTerms;
    readonly judge: OrderJudge | undefined;
  }) {
    const { books, symbols, available = [], account, judge } = options;
    this.#books = books;
    this.#symbols = symbols;
    this.#judge = judge;
    this.#leverage = account.leverage ?? 1;
    this.#allowsShort = account.allowsShort ?? true;
    this.#available = available;
  }

  /** What the risk limits say of an order whose quantity is known, empty when they approve. */
  verdict(order: WorkingOrder, quantity: Units, price: number): string {
    const symbol = this.#symbols[order.instrument]!;
    if (Number.isNaN(this.#books.rateOf(order.instrument)))
      return `no exchange rate is known yet for ${symbol}`;
    return this.#judge ? this.#judge.judge(this.#books, order, symbol, quantity, price) : '';
  }

  /** Why a fill cannot be, empty when it can. */
  obstacle(order: WorkingOrder, quantity: Units, price: number): string {
    const { instrument, isBuy } = order;
    const held = this.#books.ledger.quantityUnits(instrument);
    const isReducing = held !== 0 && held > 0 !== isBuy && quantity <= Math.abs(held);
    if (!isReducing && !isBuy) {
      const available = this.#available[instrument] ?? Number.POSITIVE_INFINITY;
      const sale = { symbol: this.#symbols[instrument]!, held: held / 1e8, sold: quantity / 1e8 };
      const fault = shortFault(sale, { available }, this.#allowsShort);
      if (fault !== undefined) return fault;
    }
    if (!order.isJudged && order.isSizedAtFill && !order.closesAll) {
      order.isJudged = true;
      const verdict = this.verdict(order, quantity, price);
      if (verdict !== '') return verdict;
    }
    if (isReducing || (order.percent > 0 && this.#books.held.length === 0)) return '';
    return this.#shortage(order, quantity, price, held);
  }

  /** What an enlarging fill lacks in buying power, empty when it has enough. */
  #shortage({ instrument, isBuy }: WorkingOrder, quantity: Units, price: number, held: Units): string {
    const books = this.#books;
    const opened = held > 0 === isBuy || held === 0 ? quantity : quantity - Math.abs(held);
    const fee = books.ledger.estimatedFee(price, quantity / 1e8);
    const needed = ((opened / 1e8) * price + fee) * books.rateOf(instrument);
    const freed = opened === quantity ? 0 : Math.abs(books.valueOf(instrument));
    const available = books.equity * this.#leverage - books.gross + freed;
    if (needed <= available * (1 + 1e-12)) return '';
    return `the order needs ${toldNumber(needed, 2)} ${books.currency}, above the buying power of ${toldNumber(Math.max(0, available), 2)}`;
  }
}
