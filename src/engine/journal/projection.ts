import { OctopusError } from '#contract/errors';
import type { Fill, Order, OrderChange } from '#domain/orders/order';
import { amountsFromText } from '#domain/orders/order-amounts';
import { isOpenStatus, nextOrderStatus, type OrderEvent } from '#domain/orders/order-state';
import { applyFill } from '#domain/portfolio/ledger';
import {
  DECIMAL_ZERO,
  type Decimal,
  divideDecimal,
  multiplyDecimal,
  parseDecimal,
} from '#domain/values/decimal';
import type {
  AccountRow,
  DecisionRow,
  JournalRecord,
  JournalStore,
  PositionRow,
  ProjectionChanges,
  SessionRow,
} from '../ports/journal-store.ts';
import { canonicalJson } from './canonical-json.ts';
import { orderIntentFromPayload } from './intent-payload.ts';
import type { JournalPayloads, RecordKind } from './record-kinds.ts';

type Payload = JournalPayloads[RecordKind] & { session?: { id: string; cursor: number } };

type Applier<Kind extends RecordKind> = (
  payload: JournalPayloads[Kind],
  record: JournalRecord,
  session: string | undefined,
) => void;

interface PendingRows {
  orders: Map<string, Order>;
  fills: Fill[];
  positions: Map<string, PositionRow>;
  accounts: Map<string, AccountRow>;
  sessions: Map<string, SessionRow>;
  decisions: DecisionRow[];
  equity: NonNullable<ProjectionChanges['equity']>[number][];
}

const emptyRows = (): PendingRows => ({
  orders: new Map(),
  fills: [],
  positions: new Map(),
  accounts: new Map(),
  sessions: new Map(),
  decisions: [],
  equity: [],
});

/** Where rows not in memory are looked up: the store, or nothing while rebuilding from zero. */
export type RowSource = Pick<
  JournalStore,
  | 'order'
  | 'orderOfVenue'
  | 'ordersOfList'
  | 'openOrders'
  | 'hasFill'
  | 'positions'
  | 'account'
  | 'session'
  | 'decision'
>;

/**
 * Orders, fills, positions, cash, sessions, decisions and equity as a fold over journal records. The running engine
 * and a rebuild from zero use this one function, so the stored rows can always be compared with the journal.
 */
export class Projection {
  /** Orders that are open, or changed since the last call of {@link takeChanges}. */
  readonly #orders = new Map<string, Order>();
  /** Open orders of the accounts asked for, oldest first. */
  readonly #open = new Map<string, Map<string, Order>>();
  /** Null: known not to be in the store. */
  readonly #positions = new Map<string, PositionRow | null>();
  readonly #held = new Map<string, Set<string>>();
  readonly #accounts = new Map<string, AccountRow>();
  readonly #sessions = new Map<string, SessionRow>();
  readonly #source: RowSource;
  #pending = emptyRows();

  /** What each kind of record changes; kinds that only tell change nothing. */
  readonly #appliers: { readonly [Kind in RecordKind]?: Applier<Kind> } = {
    SessionStateChanged: ({ state }, _record, session) => this.#updateSession(session, { state }),
    SessionConfigurationChanged: ({ configuration }, _record, session) =>
      this.#updateSession(session, { configuration: canonicalJson(configuration) }),
    TradingStateChanged: ({ tradingState, account }, _record, session) =>
      this.#updateAccount(account ?? this.#accountOf(session), { tradingState }),
    AccountOpened: ({ startingCash, ...account }) => this.#openAccount(account, parseDecimal(startingCash)),
    LiveTradingSwitched: ({ account, isAllowed }) =>
      this.#updateAccount(account, { isLiveAllowed: isAllowed }),
    DecisionMade: (payload, record, session) => this.#addDecision(session, payload, record.payload),
    OrderIntended: (payload, record) => this.#intend(record, payload),
    OrderRefused: (payload, record) => this.#move(record, payload, 'refused'),
    OrderSent: (payload, record) => this.#move(record, payload, 'sent'),
    OrderHeld: (payload, record) =>
      this.#move(record, payload, 'held', payload.isEmulated ? { isEmulated: true } : {}),
    OrderReleased: (payload, record) =>
      this.#move(record, payload, 'released', {
        ...amountsFromText<OrderChange>(payload.change ?? {}),
        ...(payload.type === undefined ? {} : { type: payload.type }),
      }),
    OrderUnsent: (payload, record) => this.#move(record, payload, 'unsent'),
    OrderOutcomeUnknown: (payload, record) => this.#move(record, payload, 'outcome-unknown'),
    OrderAcknowledged: (payload, record) => this.#move(record, payload, 'acknowledged', venueOf(payload)),
    CancelRequested: (payload, record) => this.#move(record, payload, 'cancel-requested'),
    CancelRejected: (payload, record) => this.#move(record, payload, 'cancel-rejected'),
    ReplaceRequested: (payload, record) => {
      const order = this.#requireOrder(payload.clientOrderId);
      this.#move(record, payload, 'replace-requested', {
        pendingChange: amountsFromText<OrderChange>(payload.change),
        revision: (order.revision ?? 0) + 1,
      });
    },
    OrderReplaced: (payload, record) =>
      this.#move(record, payload, 'replaced', {
        ...amountsFromText<OrderChange>(payload.change),
        ...venueOf(payload),
      }),
    ReplaceRejected: (payload, record) => this.#move(record, payload, 'replace-rejected'),
    OrderAdopted: (payload, record) => this.#adopt(record, payload),
    PositionAdjusted: (payload) => this.#adjustPosition(payload),
    CashAdjusted: ({ account, amount, isStart }) => {
      const row = this.#requireAccount(account);
      const change = parseDecimal(amount);
      const startingCash = isStart ? row.startingCash + change : row.startingCash;
      this.#putAccount({ ...row, cash: row.cash + change, startingCash });
    },
    OrderRejected: (payload, record) => this.#move(record, payload, 'rejected'),
    OrderCancelled: (payload, record) => this.#move(record, payload, 'cancelled'),
    OrderExpired: (payload, record) => this.#move(record, payload, 'expired'),
    OrderFilled: (payload, record) => this.#fill(record, payload),
    DayClosed: ({ equity, cash, account }, record, session) => {
      const sessionId = session ?? account;
      if (sessionId === undefined) return;
      const row = { sessionId, time: record.eventTime, equity, cash: parseDecimal(cash) };
      this.#pending.equity.push(row);
    },
  };

  constructor(source: RowSource) {
    this.#source = source;
  }

  order(clientOrderId: string): Order | undefined {
    return this.#orders.get(clientOrderId) ?? this.#source.order(clientOrderId);
  }

  /** The newest order of the account that the venue numbers so. */
  orderOfVenue(account: string, venueOrderId: string): Order | undefined {
    for (const order of this.#orders.values())
      if (order.venueOrderId === venueOrderId && order.account === account) return order;
    return this.#source.orderOfVenue(account, venueOrderId);
  }

  /** Orders of one list, closed ones too. */
  ordersOfList(account: string, listId: string): Order[] {
    const orders = new Map(
      this.#source.ordersOfList(account, listId).map((order) => [order.clientOrderId, order]),
    );
    for (const order of this.#orders.values())
      if (order.listId === listId && order.account === account) orders.set(order.clientOrderId, order);
    return [...orders.values()];
  }

  hasFill(fillId: string): boolean {
    return this.#pending.fills.some((fill) => fill.fillId === fillId) || this.#source.hasFill(fillId);
  }

  /** Those not yet filled, cancelled, rejected, refused or expired, oldest first; uncommitted ones included. */
  openOrders(account: string): Order[] {
    const known = this.#open.get(account);
    if (known) return [...known.values()];
    const stored = this.#source
      .openOrders(account)
      .map((order) => this.#orders.get(order.clientOrderId) ?? order);
    const open = new Map(
      stored.filter(({ status }) => isOpenStatus(status)).map((order) => [order.clientOrderId, order]),
    );
    for (const order of this.#pending.orders.values())
      if (order.account === account && isOpenStatus(order.status)) open.set(order.clientOrderId, order);
    this.#open.set(account, open);
    return [...open.values()];
  }

  position(account: string, symbol: string): PositionRow | undefined {
    const key = `${account}\n${symbol}`;
    const known = this.#positions.get(key);
    if (known !== undefined) return known ?? undefined;
    const stored = this.#source.positions(account).find((row) => row.symbol === symbol);
    this.#positions.set(key, stored ?? null);
    return stored;
  }

  /** Symbols that an account holds or has held. */
  heldSymbols(account: string): string[] {
    const known =
      this.#held.get(account) ?? new Set(this.#source.positions(account).map((row) => row.symbol));
    this.#held.set(account, known);
    return [...known];
  }

  account(account: string): AccountRow | undefined {
    const known = this.#accounts.get(account) ?? this.#source.account(account);
    if (known) this.#accounts.set(account, known);
    return known;
  }

  session(id: string): SessionRow | undefined {
    const known = this.#sessions.get(id) ?? this.#source.session(id);
    if (known) this.#sessions.set(id, known);
    return known;
  }

  decision(id: string): DecisionRow | undefined {
    return this.#pending.decisions.find((row) => row.id === id) ?? this.#source.decision(id);
  }

  /** Takes the rows changed since the last call, to be written with the records that changed them. */
  takeChanges(): Required<ProjectionChanges> {
    const pending = this.#pending;
    this.#pending = emptyRows();
    for (const { clientOrderId, status } of pending.orders.values())
      if (!isOpenStatus(status)) this.#orders.delete(clientOrderId);
    return {
      orders: [...pending.orders.values()],
      fills: pending.fills,
      positions: [...pending.positions.values()],
      accounts: [...pending.accounts.values()],
      sessions: [...pending.sessions.values()],
      decisions: pending.decisions,
      equity: pending.equity,
    };
  }

  /** Forgets everything not yet written, after a commit that failed. */
  reset(): void {
    this.#orders.clear();
    this.#open.clear();
    this.#positions.clear();
    this.#held.clear();
    this.#accounts.clear();
    this.#sessions.clear();
    this.#pending = emptyRows();
  }

  apply(record: JournalRecord): void {
    const payload = JSON.parse(record.payload) as Payload;
    if (record.kind === 'SessionStarted')
      this.#startSession(payload as JournalPayloads['SessionStarted'], record);
    const applier = this.#appliers[record.kind as RecordKind] as Applier<RecordKind> | undefined;
    applier?.(payload, record, payload.session?.id);
    if (payload.session) {
      const row = this.#requireSession(payload.session.id);
      this.#putSession({ ...row, cursor: payload.session.cursor, eventTime: record.eventTime });
    }
  }

  #startSession(payload: JournalPayloads['SessionStarted'], record: JournalRecord): void {
    const cash = parseDecimal(payload.configuration.cash);
    this.#putSession({
      id: payload.sessionId,
      account: payload.account,
      configuration: canonicalJson(payload.configuration),
      state: 'paused',
      cursor: 0,
      eventTime: record.eventTime,
      decisionHash: '',
      decisionCount: 0,
      startedTime: record.receivedTime,
    });
    const { currency } = payload.configuration;
    this.#openAccount(
      { account: payload.account, broker: 'paper', environment: 'simulated', currency },
      cash,
    );
  }

  #openAccount(
    account: Pick<AccountRow, 'account' | 'broker' | 'environment' | 'currency'>,
    startingCash: Decimal,
  ): void {
    this.#putAccount({
      ...account,
      startingCash,
      cash: startingCash,
      feesPaid: DECIMAL_ZERO,
      realizedPnl: DECIMAL_ZERO,
      tradingState: 'active',
      isLiveAllowed: false,
    });
  }

  #addDecision(
    sessionId: string | undefined,
    { decision, decisionHash }: JournalPayloads['DecisionMade'],
    text: string,
  ): void {
    if (!sessionId) return;
    this.#pending.decisions.push({
      id: decision.id,
      sessionId,
      number: decision.number,
      symbol: decision.symbol,
      eventTime: decision.eventTime,
      body: decisionText(text),
    });
    this.#updateSession(sessionId, { decisionHash, decisionCount: decision.number });
  }

  #intend(record: JournalRecord, { clientOrderId, intent }: JournalPayloads['OrderIntended']): void {
    this.#putOrder({
      ...orderIntentFromPayload(intent),
      clientOrderId,
      status: 'pending',
      filledQuantity: DECIMAL_ZERO,
      averagePrice: DECIMAL_ZERO,
      createdTime: record.eventTime,
      updatedTime: record.eventTime,
    });
  }

  #adopt(record: JournalRecord, payload: JournalPayloads['OrderAdopted']): void {
    const filledQuantity = parseDecimal(payload.filledQuantity);
    this.#putOrder({
      ...orderIntentFromPayload(payload.intent),
      clientOrderId: payload.clientOrderId,
      venueOrderId: payload.venueOrderId,
      status: filledQuantity > 0n ? 'partially-filled' : 'working',
      filledQuantity,
      averagePrice: parseDecimal(payload.averagePrice),
      createdTime: record.eventTime,
      updatedTime: record.eventTime,
    });
  }

  #move(
    record: JournalRecord,
    { clientOrderId, reason }: { readonly clientOrderId: string; readonly reason?: string },
    event: OrderEvent,
    change: Partial<Order> = {},
  ): void {
    const { pendingChange, statusReason: _past, ...order } = this.#requireOrder(clientOrderId);
    const status = nextOrderStatus(order, event);
    const isAsked = pendingChange !== undefined && (status === 'pending-replace' || status === 'unknown');
    this.#putOrder({
      ...order,
      ...(isAsked ? { pendingChange } : {}),
      ...change,
      ...(reason === undefined ? {} : { statusReason: reason }),
      status,
      updatedTime: record.eventTime,
    });
  }

  #fill(record: JournalRecord, payload: JournalPayloads['OrderFilled']): void {
    const order = this.#requireOrder(payload.clientOrderId);
    const fill: Fill = {
      fillId: payload.fillId,
      clientOrderId: payload.clientOrderId,
      symbol: order.symbol,
      side: order.side,
      quantity: parseDecimal(payload.quantity),
      price: parseDecimal(payload.price),
      fee: parseDecimal(payload.fee),
      eventTime: record.eventTime,
      ...(payload.liquidity === undefined ? {} : { liquidity: payload.liquidity }),
    };
    const filledQuantity = order.filledQuantity + fill.quantity;
    const value =
      multiplyDecimal(order.averagePrice, order.filledQuantity) + multiplyDecimal(fill.price, fill.quantity);
    this.#putOrder({
      ...order,
      status: nextOrderStatus(order, filledQuantity >= order.quantity ? 'filled' : 'partially-filled'),
      filledQuantity,
      averagePrice: divideDecimal(value, filledQuantity),
      updatedTime: record.eventTime,
    });
    this.#pending.fills.push(fill);
    this.#book(order, fill);
  }

  #book(order: Order, fill: Fill): void {
    const account = this.#requireAccount(order.account);
    const held = this.position(order.account, order.symbol);
    const position = held ?? {
      quantity: DECIMAL_ZERO,
      averagePrice: DECIMAL_ZERO,
      realizedPnl: DECIMAL_ZERO,
    };
    const booked = applyFill({ account, position, fill });
    this.#putAccount({ ...account, ...booked.account });
    this.#putPosition({
      account: order.account,
      symbol: order.symbol,
      quantity: booked.position.quantity,
      averagePrice: booked.position.averagePrice,
      realizedPnl: booked.position.realizedPnl,
      origin: order.origin,
      // A person who trades along does not take the strategy's stop away; only a turn of direction does.
      decisionId: order.decisionId ?? (isSameDirection(held, booked.position) ? held.decisionId : null),
    });
  }

  #adjustPosition(payload: JournalPayloads['PositionAdjusted']): void {
    const held = this.position(payload.account, payload.symbol);
    this.#putPosition({
      account: payload.account,
      symbol: payload.symbol,
      quantity: parseDecimal(payload.quantity),
      averagePrice: parseDecimal(payload.averagePrice),
      realizedPnl: held?.realizedPnl ?? DECIMAL_ZERO,
      origin: held?.origin ?? 'person',
      decisionId: held?.decisionId ?? null,
    });
  }

  #putPosition(row: PositionRow): void {
    const key = `${row.account}\n${row.symbol}`;
    this.#positions.set(key, row);
    this.#held.get(row.account)?.add(row.symbol);
    this.#pending.positions.set(key, row);
  }

  #accountOf(session: string | undefined): string | undefined {
    return session === undefined ? undefined : this.#requireSession(session).account;
  }

  #requireAccount(account: string): AccountRow {
    const row = this.account(account);
    if (!row)
      throw new OctopusError(
        'STORE_FAILURE',
        `journal: record for account ${account}, which was never opened`,
      );
    return row;
  }

  #updateAccount(account: string | undefined, change: Partial<AccountRow>): void {
    if (account !== undefined) this.#putAccount({ ...this.#requireAccount(account), ...change });
  }

  #requireOrder(clientOrderId: string): Order {
    const order = this.order(clientOrderId);
    if (!order)
      throw new OctopusError(
        'STORE_FAILURE',
        `journal: record for order ${clientOrderId}, which was never intended`,
      );
    return order;
  }

  #requireSession(id: string): SessionRow {
    const row = this.session(id);
    if (!row)
      throw new OctopusError('STORE_FAILURE', `journal: record for session ${id}, which was never started`);
    return row;
  }

  #putOrder(order: Order): void {
    const isOpen = isOpenStatus(order.status);
    const open = this.#open.get(order.account);
    if (isOpen) open?.set(order.clientOrderId, order);
    else open?.delete(order.clientOrderId);
    this.#orders.set(order.clientOrderId, order);
    this.#pending.orders.set(order.clientOrderId, order);
  }

  #putAccount(row: AccountRow): void {
    this.#accounts.set(row.account, row);
    this.#pending.accounts.set(row.account, row);
  }

  #putSession(row: SessionRow): void {
    this.#sessions.set(row.id, row);
    this.#pending.sessions.set(row.id, row);
  }

  #updateSession(id: string | undefined, change: Partial<SessionRow>): void {
    if (id) this.#putSession({ ...this.#requireSession(id), ...change });
  }
}

function isSameDirection(
  held: PositionRow | undefined,
  booked: Pick<PositionRow, 'quantity'>,
): held is PositionRow {
  return held !== undefined && held.quantity * booked.quantity > 0n;
}

function venueOf({ venueOrderId }: { readonly venueOrderId?: string }): Pick<Order, 'venueOrderId'> {
  return venueOrderId === undefined ? {} : { venueOrderId };
}

/** The decision's own canonical text out of its record's: the first member of an object whose keys are sorted. */
function decisionText(payload: string): string {
  return payload.slice('{"decision":'.length, payload.lastIndexOf(',"decisionHash":"'));
}
