import { type AccountRules, isMarginCalled } from '#domain/portfolio/account-rules';
import { DECIMAL_ZERO, decimalToNumber } from '#domain/values/decimal';
import { toldNumber } from '#domain/values/told-number';
import type { OrderDesk } from '../agent/roles.ts';
import type { Journal } from '../journal/journal.ts';
import { type FinancedDays, FinancingBook } from './financing-book.ts';
import type { PortfolioBook } from './portfolio-book.ts';

/** How much of what is lent an account uses, now; amounts in its currency, analytics. */
export interface MarginState {
  /** Share of the exposure that its equity must be to open a position, and to hold it. */
  readonly initialRate: number;
  readonly maintenanceRate: number | null;
  readonly exposure: number;
  /** The equity that the exposure requires to be held. */
  readonly required: number;
  /** That, as a share of the equity in percent; at 100 everything is closed. Null when the equity is not above zero. */
  readonly usePct: number | null;
}

/** Whether an account can carry what it holds, and what that costs it by the night: the rules of a backtest's account. */
export class MarginWatch {
  readonly rules: AccountRules;
  readonly financing: FinancingBook;
  readonly #journal: Journal;
  readonly #account: string;
  readonly #onCall: (sentence: string) => void;

  /** `onCall` is told why the venue closed everything. */
  constructor(
    journal: Journal,
    account: string,
    rules: AccountRules,
    onCall: (sentence: string) => void = () => undefined,
  ) {
    this.rules = rules;
    this.#onCall = onCall;
    this.#journal = journal;
    this.#account = account;
    this.financing = new FinancingBook(journal, account, rules);
  }

  /** Has the venue close everything when the equity has fallen below what is to be maintained. */
  look(book: PortfolioBook, desk: OrderDesk, eventTime: number): void {
    const { maintenanceMargin } = this.rules;
    if (maintenanceMargin === undefined || desk.closeOut === undefined) return;
    const equity = decimalToNumber(book.equity());
    const exposure = decimalToNumber(book.gross());
    if (!isMarginCalled(equity, exposure, maintenanceMargin)) return;
    const required = exposure * maintenanceMargin;
    this.#journal.add({
      kind: 'MarginCalled',
      payload: { account: this.#account, equity, exposure, required },
      eventTime,
      source: 'execution_manager',
    });
    const held = book
      .values()
      .map(({ row: { symbol, quantity }, price }) => ({ symbol, quantity, price }))
      .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    const reason = `equity ${toldNumber(equity, 2)} is below ${toldNumber(required, 2)}`;
    desk.closeOut(held, `margin call: ${reason}`, eventTime);
    this.#onCall(`${reason}; everything was closed at the last prices`);
  }

  /** Charges the nights that follow on what is held now. */
  charge(book: PortfolioBook, nights: FinancedDays, eventTime: number): void {
    const shorts = book
      .values()
      .flatMap(({ row: { symbol }, value }) =>
        value < DECIMAL_ZERO
          ? [{ symbol, value: -value, borrowRate: this.rules.shortsOf(symbol).borrowRate }]
          : [],
      );
    this.financing.charge({ cash: book.accountRow().cash, shorts }, nights, eventTime);
  }

  state(book: PortfolioBook): MarginState {
    const { leverage, maintenanceMargin = null } = this.rules;
    const equity = decimalToNumber(book.equity());
    const exposure = decimalToNumber(book.gross());
    const required = exposure * (maintenanceMargin ?? 1 / leverage);
    return {
      initialRate: 1 / leverage,
      maintenanceRate: maintenanceMargin,
      exposure,
      required,
      usePct: equity > 0 ? (required / equity) * 100 : null,
    };
  }

  close(): void {
    this.financing.close();
  }
}
