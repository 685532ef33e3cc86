import type { Fill, Order } from '#domain/orders/order';
import type { Decimal } from '#domain/values/decimal';

/** What the first record links to. */
export const GENESIS_HASH = '0'.repeat(64);

/** One link of the chain; `payload` is canonical JSON text, `previousHash` the hash of the record before. */
export interface JournalRecord {
  readonly sequence: number;
  readonly eventTime: number;
  readonly receivedTime: number;
  readonly kind: string;
  readonly source: string;
  readonly causationId: string | null;
  readonly correlationId: string | null;
  readonly payload: string;
  readonly previousHash: string;
  readonly hash: string;
}

export interface PositionRow {
  readonly account: string;
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly averagePrice: Decimal;
  readonly realizedPnl: Decimal;
  readonly origin: string;
  readonly decisionId: string | null;
}

export interface AccountRow {
  readonly account: string;
  /** Id of the broker that keeps it: `paper` for the simulated venue. */
  readonly broker: string;
  readonly environment: 'simulated' | 'paper' | 'live';
  readonly tradingState: 'active' | 'reducing' | 'halted';
  /** Whether a person has allowed it to trade money; always false for those that cannot. */
  readonly isLiveAllowed: boolean;
  readonly currency: string;
  readonly startingCash: Decimal;
  readonly cash: Decimal;
  readonly feesPaid: Decimal;
  readonly realizedPnl: Decimal;
}

/** Where a session stands: enough, with the journal, to go on after a crash exactly where it was. */
export interface SessionRow {
  readonly id: string;
  readonly account: string;
  /** Canonical JSON of the session's configuration. */
  readonly configuration: string;
  readonly state: 'running' | 'paused' | 'finished';
  /** Events handled so far: the next event to handle. */
  readonly cursor: number;
  readonly eventTime: number;
  readonly decisionHash: string;
  readonly decisionCount: number;
  readonly startedTime: number;
}

export interface DecisionRow {
  readonly id: string;
  readonly sessionId: string;
  readonly number: number;
  readonly symbol: string;
  readonly eventTime: number;
  /** Canonical JSON of the whole decision. */
  readonly body: string;
}

export interface EquityRow {
  /** Session, or account where there is none. */
  readonly sessionId: string;
  readonly time: number;
  readonly equity: number;
  readonly cash: Decimal;
}

/** What changes beside the records in the same transaction. Rows replace their predecessors by key. */
export interface ProjectionChanges {
  readonly orders?: readonly Order[];
  readonly fills?: readonly Fill[];
  readonly positions?: readonly PositionRow[];
  readonly accounts?: readonly AccountRow[];
  readonly sessions?: readonly SessionRow[];
  readonly decisions?: readonly DecisionRow[];
  readonly equity?: readonly EquityRow[];
}

/**
 * The append-only journal and its projections: always local, always synchronous, one transaction a commit.
 * A position of quantity zero is kept (it carries realised profit).
 */
export interface JournalStore {
  /** Makes records and projection rows durable together, or neither. Throws when the sequence does not continue. */
  commit(records: readonly JournalRecord[], changes: ProjectionChanges): void;
  /** Runs work that looks many things up: all of one moment, until it commits, and for less. Answers what it answers. */
  reading<T>(work: () => T): T;
  last(): { sequence: number; hash: string } | undefined;
  /** Records with `after` < sequence, oldest first. */
  read(after: number, limit: number): JournalRecord[];
  /** Newest first, with sequence < `before`, optionally of one kind. */
  readNewest(options: { before?: number; kind?: string; limit: number }): JournalRecord[];
  /** Records sharing a correlation id, oldest first. */
  correlated(correlationId: string): JournalRecord[];
  count(): number;

  order(clientOrderId: string): Order | undefined;
  /** The newest order of the account that the venue numbers so. */
  orderOfVenue(account: string, venueOrderId: string): Order | undefined;
  /** Orders of one list, closed ones too, oldest first. */
  ordersOfList(account: string, listId: string): Order[];
  /** Newest first. */
  orders(account: string, limit: number): Order[];
  /** Those not yet filled, cancelled, rejected, refused or expired, oldest first. */
  openOrders(account: string): Order[];
  fill(fillId: string): Fill | undefined;
  /** When the oldest fill was whose fee the venue has not told yet, not counting those before `since`; milliseconds. */
  oldestFeeDue(account: string, since: number): number | undefined;
  fills(account: string, limit: number): Fill[];
  positions(account: string): PositionRow[];
  account(account: string): AccountRow | undefined;
  /** In the order of their ids. */
  accounts(): AccountRow[];
  session(id: string): SessionRow | undefined;
  /** The session that was stored last for the first time, or undefined in a fresh store: clocks may be set back. */
  latestSession(): SessionRow | undefined;
  decision(id: string): DecisionRow | undefined;
  decisions(sessionId: string, options: { symbol?: string; limit: number }): DecisionRow[];
  /** Of all sessions. */
  countDecisions(): number;
  equity(sessionId: string): EquityRow[];

  /**
   * Empties every projection table, writes `changes` in their place, and works out from the records again what they are
   * found by; in one transaction. The records stay as they are.
   */
  replaceProjections(changes: ProjectionChanges): void;
  /**
   * Everything the projections hold, to compare with a rebuild; without decisions if so asked. Orders, fills and sessions
   * in the order in which they were stored first, the rest in key order.
   */
  readProjections(options?: { readonly withDecisions?: boolean }): Required<ProjectionChanges>;
  /** A sentence for each entry of what records and fills are found by that is not as they are; names look-up and record. */
  lookUpFaults(): string[];
}
