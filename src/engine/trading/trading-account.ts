import type { PortfolioState } from '#contract/services/trading';
import type { AccountPlace } from '../agent/roles.ts';
import type { TradingState } from '../journal/record-kinds.ts';
import type { MarginWatch } from './margin-watch.ts';
import type { OrderRoom } from './order-room.ts';
import type { PortfolioBook } from './portfolio-book.ts';
import type { ProtectionDesk } from './protection-desk.ts';

/** An account that orders can be sent from: that of a replay, one on live prices, one at a broker. */
export interface TradingAccount {
  readonly account: string;
  readonly place: AccountPlace;
  readonly orders: OrderRoom;
  readonly book: PortfolioBook;
  readonly protections: ProtectionDesk;
  /** Where the venue is ours and the account has a type. */
  readonly margin?: MarginWatch | undefined;
  /** The moment it trades at: of the market in a replay, of the clock otherwise. */
  readonly eventTime: number;
  /** Work that belongs to another moment of the market: a strategy decides at the close of a bar, whenever that is heard of. */
  at<T>(eventTime: number, work: () => T): T;
  portfolio(): PortfolioState;
  /** Why nothing can be said to the venue now, or undefined. */
  whyUnreachable(): string | undefined;
  /** The opening that an order in the symbol waits for now; undefined while its exchange trades. */
  opensAt(symbol: string): number | undefined;
  /** Durable before it is answered. */
  setTradingState(state: TradingState, reason: string): void;
  /** Runs something that journals, and makes it durable before it is answered. */
  transact<T>(work: () => T): T;
  /** The same, answered later: what is asked for in one turn of the loop becomes durable together. */
  together<T>(work: () => T): Promise<T>;
}
