import type { Settings } from '#contract/services/settings';
import type { PortfolioState } from '#contract/services/trading';
import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import { sessionFault } from '#domain/orders/session-fault';
import { openingAfter } from '#domain/orders/session-queue';
import type { AccountRules } from '#domain/portfolio/account-rules';
import { type Decimal, decimalToNumber, formatDecimal } from '#domain/values/decimal';
import type { AccountPlace, OrderDesk, StandingOffers, TradingRoles } from '../agent/roles.ts';
import type { QuoteBoard } from '../cache/quote-board.ts';
import type { Journal } from '../journal/journal.ts';
import type { TradingState } from '../journal/record-kinds.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommitGroup } from './commit-group.ts';
import type { FinancedDays } from './financing-book.ts';
import type { InstrumentLookup } from './intent-judge.ts';
import { MarginWatch } from './margin-watch.ts';
import { type OptionExpiryPorts, settleExpired } from './option-expiry.ts';
import { OrderRoom } from './order-room.ts';
import { PortfolioBook } from './portfolio-book.ts';
import { ProtectionDesk } from './protection-desk.ts';
import type { TradingAccount } from './trading-account.ts';
import { whyNotTrading } from './trading-gate.ts';

export interface LiveAccountOptions {
  readonly account: string;
  readonly journal: Journal;
  readonly roles: TradingRoles;
  readonly desk: OrderDesk;
  readonly board: QuoteBoard;
  readonly instruments: InstrumentLookup;
  readonly settings: () => Settings;
  readonly clock: Clock;
  /** Shares commits among all that is asked for at once; each has its own without it. */
  readonly commits?: CommitGroup;
  /** Digits after the point that quantities may have. */
  readonly quantityPrecision: number;
  /** What it may carry, where the venue is ours; a broker sees to that itself. */
  readonly rules?: AccountRules | undefined;
  /** The venue has closed everything, and why. */
  readonly onMarginCall?: (sentence: string) => void;
  /** When a symbol is traded; always where it tells none. */
  readonly calendarOf?: (symbol: string) => ExchangeCalendar | undefined;
  /** Why nothing that opens risk may be sent, besides the account's own trading state: not reconciled, protected. */
  readonly whyClosed: () => string | undefined;
  /** Why nothing can be said to the venue now; always reachable unless told. */
  readonly whyUnreachable?: () => string | undefined;
  /** Options that have had their last day are settled here, and this is told of what cannot be; elsewhere a broker does. */
  readonly settlesOptions?: Pick<OptionExpiryPorts, 'tell' | 'closeOf'>;
  readonly onChange: () => void;
}

/** Between two looks at what the account is worth, ms of the market's time. */
const WORTH_EVERY_MS = 1_000;

/** An account that trades at the prices of now: on the simulated venue, or at a broker. Its time is the clock's. */
export class LiveAccount implements TradingAccount {
  readonly orders: OrderRoom;
  readonly book: PortfolioBook;
  readonly desk: OrderDesk;
  readonly place: AccountPlace;
  readonly protections: ProtectionDesk;
  /** Where money and shares are lent to it; undefined where they are not, and at a broker. */
  readonly margin: MarginWatch | undefined;
  #worthTime = 0;
  readonly #options: LiveAccountOptions;
  #moment: number | undefined;

  constructor(options: LiveAccountOptions) {
    this.#options = options;
    const { journal, account, board, roles, settings } = options;
    this.desk = options.desk;
    this.place = { account };
    this.protections = new ProtectionDesk(journal, this.place);
    this.book = new PortfolioBook({
      journal,
      board,
      account,
      symbols: () => [...journal.projection.positions(account).keys()],
      closes: journal.store.equity(account).map(({ equity }) => equity),
      rules: options.rules,
    });
    this.margin = options.rules && new MarginWatch(journal, account, options.rules, options.onMarginCall);
    this.orders = new OrderRoom({
      journal,
      roles,
      desk: options.desk,
      book: this.book,
      place: this.place,
      instruments: options.instruments,
      settings,
      eventTime: () => this.eventTime,
      protections: this.protections,
      whyClosed: (isTowardsFlat, symbol) => {
        const { tradingState, eventTime } = this;
        return (
          whyNotTrading(tradingState, isTowardsFlat) ??
          this.protections.whyHeld(symbol, { eventTime, isTowardsFlat, tradingState }) ??
          (isTowardsFlat ? undefined : options.whyClosed())
        );
      },
      whyShut: (terms) => {
        const calendar = options.calendarOf?.(terms.symbol);
        return calendar && sessionFault(terms, this.eventTime, calendar);
      },
      opensAt: (symbol) => this.opensAt(symbol),
      quantityPrecision: options.quantityPrecision,
      valueAtRiskWith: () => null,
    });
  }

  get account(): string {
    return this.#options.account;
  }

  get eventTime(): number {
    return this.#moment ?? this.#options.clock.now();
  }

  at<T>(eventTime: number, work: () => T): T {
    this.#moment = eventTime;
    try {
      return work();
    } finally {
      this.#moment = undefined;
    }
  }

  whyUnreachable(): string | undefined {
    return this.#options.whyUnreachable?.();
  }

  opensAt(symbol: string): number | undefined {
    const calendar = this.#options.calendarOf?.(symbol);
    return calendar && openingAfter(calendar, this.eventTime);
  }

  get tradingState(): TradingState {
    return this.book.accountRow().tradingState;
  }

  portfolio(): PortfolioState {
    return this.book.state(this.#options.clock.now(), this.orders.reserved());
  }

  transact<T>(work: () => T): T {
    const { journal, onChange } = this.#options;
    try {
      const result = work();
      journal.commit();
      onChange();
      return result;
    } catch (error) {
      journal.rollback();
      throw error;
    }
  }

  async together<T>(work: () => T): Promise<T> {
    const { commits, onChange } = this.#options;
    if (!commits) return this.transact(work);
    const result = await commits.run(work);
    onChange();
    return result;
  }

  /** A tick of a symbol; what it makes of the account's orders is made durable at once. */
  onTick(symbol: string, eventTime: number, last: number, bid: number, ask: number, size: number): void {
    this.desk.onTick(symbol, eventTime, last, bid, ask, size);
    this.#takeWorth(symbol, eventTime);
    if (this.#options.journal.hasPending) this.transact(() => undefined);
  }

  /** The standing offers of a symbol, where the venue is ours; good during the call. */
  onBook(symbol: string, eventTime: number, book: StandingOffers): void {
    this.desk.onBook?.(symbol, eventTime, book);
    if (this.#options.journal.hasPending) this.transact(() => undefined);
  }

  /** Nothing follows the journal for it any more. */
  close(): void {
    this.protections.close();
    this.margin?.close();
  }

  setTradingState(tradingState: TradingState, reason: string): void {
    if (this.tradingState === tradingState) return;
    const { account, journal, clock } = this.#options;
    this.transact(() =>
      journal.add({
        kind: 'TradingStateChanged',
        payload: { account, tradingState, reason },
        eventTime: clock.now(),
        source: 'person',
      }),
    );
  }

  /**
   * A session of an exchange ended at `eventTime`: day orders for it that nobody else ends expire, options that had their
   * last day in it are settled. Sessions of others go on.
   */
  endSession(eventTime: number): void {
    this.transact(() => this.#endSession(eventTime));
  }

  /** The trading day ended: its sessions, what is owed for `nights` is charged, and the day's equity is kept. */
  endDay(eventTime: number, nights?: FinancedDays): void {
    const { account, journal } = this.#options;
    this.transact(() => {
      this.#endSession(eventTime);
      if (nights) this.margin?.charge(this.book, nights, eventTime);
      const equity: Decimal = this.book.equity();
      const worth = decimalToNumber(equity);
      this.book.closeDay(worth);
      journal.add({
        kind: 'DayClosed',
        payload: { equity: worth, cash: formatDecimal(this.book.accountRow().cash), account },
        eventTime,
        source: 'execution_manager',
      });
    });
  }

  #endSession(eventTime: number): void {
    const { account, journal, clock, settlesOptions } = this.#options;
    this.desk.endDay(eventTime);
    if (!settlesOptions) return;
    const ports = { ...settlesOptions, journal, account, book: this.book, desk: this.desk };
    settleExpired(ports, eventTime, clock.now());
  }

  /** A price of something held moves the account's worth, which its protections may have a limit for. */
  #takeWorth(symbol: string, marketTime: number): void {
    if (marketTime - this.#worthTime < WORTH_EVERY_MS) return;
    if ((this.book.position(symbol)?.quantity ?? 0n) === 0n) return;
    this.#worthTime = marketTime;
    this.protections.takeWorth(this.book, this.eventTime);
    this.margin?.look(this.book, this.desk, this.eventTime);
  }
}
