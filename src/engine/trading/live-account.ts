import type { Settings } from '#contract/services/settings';
import type { PortfolioState } from '#contract/services/trading';
import { type Decimal, decimalToNumber, formatDecimal } from '#domain/values/decimal';
import type { OrderDesk, Roles } from '../agent/roles.ts';
import type { QuoteBoard } from '../cache/quote-board.ts';
import type { Journal } from '../journal/journal.ts';
import type { TradingState } from '../journal/record-kinds.ts';
import type { Clock } from '../ports/clock.ts';
import { type InstrumentLookup, OrderRoom } from './order-room.ts';
import { PortfolioBook } from './portfolio-book.ts';
import type { TradingAccount } from './trading-account.ts';
import { whyNotTrading } from './trading-gate.ts';

export interface LiveAccountOptions {
  readonly account: string;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly desk: OrderDesk;
  readonly board: QuoteBoard;
  readonly instruments: InstrumentLookup;
  readonly settings: () => Settings;
  readonly clock: Clock;
  /** Digits after the point that quantities may have. */
  readonly quantityPrecision: number;
  /** Why nothing that opens risk may be sent, besides the account's own trading state: not reconciled, protected. */
  readonly whyClosed: () => string | undefined;
  readonly onChange: () => void;
}

/** An account that trades at the prices of now: on the simulated venue, or at a broker. Its time is the clock's. */
export class LiveAccount implements TradingAccount {
  readonly orders: OrderRoom;
  readonly book: PortfolioBook;
  readonly desk: OrderDesk;
  readonly #options: LiveAccountOptions;

  constructor(options: LiveAccountOptions) {
    this.#options = options;
    const { journal, account, board, clock, roles, settings } = options;
    this.desk = options.desk;
    this.book = new PortfolioBook({
      journal,
      board,
      account,
      symbols: () => journal.projection.heldSymbols(account),
      closes: journal.store.equity(account).map(({ equity }) => equity),
    });
    this.orders = new OrderRoom({
      journal,
      roles,
      desk: options.desk,
      book: this.book,
      place: { account },
      instruments: options.instruments,
      settings,
      eventTime: () => clock.now(),
      whyClosed: (isTowardsFlat) =>
        whyNotTrading(this.tradingState, isTowardsFlat) ?? (isTowardsFlat ? undefined : options.whyClosed()),
      quantityPrecision: options.quantityPrecision,
      valueAtRiskWith: () => null,
    });
  }

  get account(): string {
    return this.#options.account;
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

  /** A tick of a symbol; what it makes of the account's orders is made durable at once. */
  onTick(symbol: string, eventTime: number, last: number, bid: number, ask: number, size: number): void {
    this.desk.onTick(symbol, eventTime, last, bid, ask, size);
    if (this.#options.journal.hasPending) this.transact(() => undefined);
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

  /** The trading day ended: day orders that nobody else ends expire, and the day's equity is kept. */
  endDay(eventTime: number): void {
    const { account, journal } = this.#options;
    this.transact(() => {
      this.desk.endDay(eventTime);
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
}
