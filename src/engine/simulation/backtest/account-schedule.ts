import { type FinancedBooks, financingOf } from '#domain/portfolio/financing';
import { DECIMAL_ZERO, decimalFromNumber, decimalToNumber } from '#domain/values/decimal';
import type { AccountBooks } from './account-books.ts';
import type { AccountTerms, InstrumentInput } from './account-request.ts';
import type { EquityRecord } from './equity-record.ts';
import type { OrderDesk } from './order-desk.ts';
import type { OrderJudge } from './order-judge.ts';

const DAY_MS = 86_400_000;

interface Delisting {
  readonly time: number;
  readonly instrument: number;
  /** What a unit is paid out at, NaN for its last price. */
  readonly price: number;
}

/** What happens to an account by the calendar: rates, days, interest, delistings. */
export class AccountSchedule {
  /** When the next trading day begins, where anyone asks; Infinity otherwise. */
  nextDay: number;
  readonly #books: AccountBooks;
  readonly #desk: OrderDesk;
  readonly #equity: EquityRecord;
  readonly #financing: NonNullable<AccountTerms['costs']>['financing'];
  readonly #judge: OrderJudge | undefined;
  readonly #inputs: readonly InstrumentInput[];
  readonly #delistings: Delisting[];
  readonly #delisted: Uint8Array;
  #nextAccrual: number;
  #nextDelisting: number;
  #lastAccrual = Number.NaN;

  constructor(options: {
    readonly books: AccountBooks;
    readonly desk: OrderDesk;
    readonly equity: EquityRecord;
    readonly inputs: readonly InstrumentInput[];
    readonly account: AccountTerms;
    readonly judge: OrderJudge | undefined;
  }) {
    const { inputs, account } = options;
    this.#inputs = inputs;
    this.#books = options.books;
    this.#desk = options.desk;
    this.#equity = options.equity;
    this.#judge = options.judge;
    this.#financing = account.costs?.financing;
    this.#delisted = new Uint8Array(inputs.length);
    this.#delistings = inputs
      .flatMap(({ delisting }, instrument) =>
        delisting ? [{ time: delisting.time, instrument, price: delisting.price ?? Number.NaN }] : [],
      )
      .sort((a, b) => a.time - b.time || a.instrument - b.instrument);
    this.nextDay = options.judge ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const isBorrowed = inputs.some(({ shorts }) => shorts?.borrowRate !== undefined);
    this.#nextAccrual = this.#financing || isBorrowed ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    this.#nextDelisting = this.#delistings[0]?.time ?? Number.POSITIVE_INFINITY;
  }

  isDelisted(instrument: number): boolean {
    return this.#delisted[instrument] === 1;
  }

  /** Whether nothing fills in the instrument at that time. */
  isHalted(instrument: number, time: number): boolean {
    const { halts } = this.#inputs[instrument]!;
    return halts?.some(({ from, to }) => time >= from && time < to) ?? false;
  }

  /** Does what is due at or before `key`. */
  keep(key: number): void {
    if (key >= this.#books.nextRate) this.#books.updateRates(key);
    if (key >= this.#nextDelisting) this.#delist(key);
    if (key >= this.nextDay) this.beginDay(key);
    if (key >= this.#nextAccrual) this.#accrue(key);
  }

  beginDay(key: number): void {
    this.nextDay = (Math.floor(key / DAY_MS) + 1) * DAY_MS;
    if (this.#judge) this.#judge.dayStartEquity = this.#books.equity;
  }

  #delist(key: number): void {
    while (this.#delistings.length > 0 && this.#delistings[0]!.time <= key) {
      const { instrument, time, price } = this.#delistings.shift()!;
      this.#desk.cancelAll(instrument);
      this.#desk.moment.stamp = time;
      this.#desk.moment.bar = this.#equity.length;
      const paid = price > 0 ? price : this.#books.last[instrument]!;
      if (paid > 0) this.#books.mark(instrument, paid);
      this.#desk.forceClose(instrument, paid);
      this.#delisted[instrument] = 1;
    }
    this.#nextDelisting = this.#delistings[0]?.time ?? Number.POSITIVE_INFINITY;
  }

  /** Interest for the calendar days since the last one, on what was held over them. */
  #accrue(key: number): void {
    const day = Math.floor(key / DAY_MS);
    const days = Number.isNaN(this.#lastAccrual) ? 0 : day - this.#lastAccrual;
    this.#lastAccrual = day;
    this.#nextAccrual = (day + 1) * DAY_MS;
    if (days <= 0) return;
    const books = { cash: decimalFromNumber(this.#books.cash), shorts: this.#shorts() };
    const { interest, borrowFee } = financingOf(books, this.#financing ?? {}, days);
    const owed = interest + borrowFee;
    if (owed !== DECIMAL_ZERO) this.#books.post(decimalToNumber(-owed));
  }

  #shorts(): FinancedBooks['shorts'] {
    return this.#books.held.flatMap((instrument) => {
      const value = this.#books.valueOf(instrument);
      const { symbol, shorts } = this.#inputs[instrument]!;
      return value < 0 ? [{ symbol, value: decimalFromNumber(-value), borrowRate: shorts?.borrowRate }] : [];
    });
  }
}
