import type { PortfolioState } from '#contract/services/trading';
import type { TradingState } from '../journal/record-kinds.ts';
import type { OrderRoom } from './order-room.ts';
import type { PortfolioBook } from './portfolio-book.ts';

/** An account that orders can be sent from: that of a replay, one on live prices, one at a broker. */
export interface TradingAccount {
  readonly account: string;
  readonly orders: OrderRoom;
  readonly book: PortfolioBook;
  portfolio(): PortfolioState;
  /** Durable before it is answered. */
  setTradingState(state: TradingState, reason: string): void;
  /** Runs something that journals, and makes it durable before it is answered. */
  transact<T>(work: () => T): T;
}
