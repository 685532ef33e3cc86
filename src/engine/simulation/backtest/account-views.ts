import type { AccountView, PositionView } from '#domain/strategies/sdk/strategy-context';
import type { AccountBooks } from './account-books.ts';

/** What is held of one instrument, read at the moment it is asked. */
export class RunPosition implements PositionView {
  readonly #books: AccountBooks;
  readonly #instrument: number;

  constructor(books: AccountBooks, instrument: number) {
    this.#books = books;
    this.#instrument = instrument;
  }

  get quantity(): number {
    return this.#books.quantity[this.#instrument]!;
  }

  get averagePrice(): number {
    return this.#books.ledger.averagePrice(this.#instrument);
  }
}

/** The account as the strategy sees it, read at the moment it is asked. */
export class RunAccount implements AccountView {
  readonly #books: AccountBooks;
  readonly #leverage: number;

  constructor(books: AccountBooks, leverage: number) {
    this.#books = books;
    this.#leverage = leverage;
  }

  get currency(): string {
    return this.#books.currency;
  }

  get cash(): number {
    return this.#books.cash;
  }

  get equity(): number {
    return this.#books.equity;
  }

  get buyingPower(): number {
    return Math.max(0, this.#books.equity * this.#leverage - this.#books.gross);
  }
}
