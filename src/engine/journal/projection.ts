import type { Fill, Order, OrderChange } from '#domain/orders/order';
import { amountsFromText } from '#domain/orders/order-amounts';
import { UNSENT_EVENTS } from '#domain/orders/order-state';
import { parseDecimal } from '#domain/values/decimal';
import type {
  AccountRow,
  DecisionRow,
  JournalRecord,
  PositionRow,
  ProjectionChanges,
  SessionRow,
} from '../ports/journal-store.ts';
import { AccountFold, type AccountSource } from './account-fold.ts';
import { canonicalJson } from './canonical-json.ts';
import type { RecordBody } from './chain.ts';
import type { OpenOrders } from './open-orders.ts';
import { OrderFold, type OrderSource } from './order-fold.ts';
import type { JournalPayloads, RecordKind } from './record-kinds.ts';
import { SessionFold, type SessionSource } from './session-fold.ts';

type Applier<Kind extends RecordKind> = (
  payload: JournalPayloads[Kind],
  record: JournalRecord,
  session: string | undefined,
) => void;

/** Where rows not in memory are looked up: the store, or nothing while rebuilding from zero. */
export type RowSource = OrderSource & AccountSource & SessionSource;

/**
 * Orders, fills, positions, cash, sessions, decisions and equity as a fold over journal records. The running engine
 * and a rebuild from zero use this one function, so the stored rows can always be compared with the journal.
 */
export class Projection {
  readonly #orders: OrderFold;
  readonly #accounts: AccountFold;
  readonly #sessions: SessionFold;

  /** What each kind of record changes; kinds that only tell change nothing. */
  readonly #appliers: { readonly [Kind in RecordKind]?: Applier<Kind> } = {
    SessionStarted: (payload, record) => {
      const { account, configuration } = payload;
      const { currency, cash } = configuration;
      this.#sessions.start(payload, record);
      this.#accounts.open(
        { account, broker: 'paper', environment: 'simulated', currency },
        parseDecimal(cash),
      );
    },
    SessionStateChanged: ({ state }, _record, session) => this.#sessions.update(session, { state }),
    SessionConfigurationChanged: ({ configuration }, _record, session) =>
      this.#sessions.update(session, { configuration: canonicalJson(configuration) }),
    TradingStateChanged: ({ tradingState, account }, _record, session) =>
      this.#accounts.update(account ?? this.#accountOf(session), { tradingState }),
    AccountOpened: ({ startingCash, ...account }) => this.#accounts.open(account, parseDecimal(startingCash)),
    LiveTradingSwitched: ({ account, isAllowed }) =>
      this.#accounts.update(account, { isLiveAllowed: isAllowed }),
    DecisionMade: (payload, record, session) => this.#sessions.addDecision(session, payload, record.payload),
    OrderIntended: (payload, record) => this.#orders.intend(record, payload),
    OrderRefused: (payload, record) => this.#orders.move(record, payload, 'refused'),
    OrderSent: (payload, record) =>
      this.#orders.move(
        record,
        payload,
        'sent',
        payload.waitsUntil === undefined ? {} : { waitsUntil: payload.waitsUntil },
      ),
    OrderHeld: (payload, record) =>
      this.#orders.move(record, payload, 'held', payload.isEmulated ? { isEmulated: true } : {}),
    OrderReleased: (payload, record) =>
      this.#orders.move(record, payload, 'released', {
        ...amountsFromText<OrderChange>(payload.change ?? {}),
        ...(payload.type === undefined ? {} : { type: payload.type }),
      }),
    OrderUnsent: (payload, record) => this.#orders.move(record, payload, UNSENT_EVENTS[payload.command]),
    OrderOutcomeUnknown: (payload, record) => this.#orders.move(record, payload, 'outcome-unknown'),
    OrderAcknowledged: (payload, record) =>
      this.#orders.move(record, payload, 'acknowledged', venueOf(payload)),
    OrderRevived: (payload, record) => this.#orders.move(record, payload, 'revived', venueOf(payload)),
    CancelRequested: (payload, record) =>
      this.#orders.move(record, payload, 'cancel-requested', { isCancelWanted: true }),
    CancelRejected: (payload, record) =>
      this.#orders.move(record, payload, 'cancel-rejected', { isCancelWanted: false }),
    ReplaceRequested: (payload, record) => {
      const order = this.#orders.require(payload.clientOrderId);
      this.#orders.move(record, payload, 'replace-requested', {
        pendingChange: amountsFromText<OrderChange>(payload.change),
        revision: (order.revision ?? 0) + 1,
      });
    },
    OrderReplaced: (payload, record) =>
      this.#orders.move(record, payload, 'replaced', {
        ...amountsFromText<OrderChange>(payload.change),
        ...venueOf(payload),
      }),
    BreakEvenReached: (payload, record) => this.#orders.breakEven(record, payload),
    ReplaceRejected: (payload, record) => this.#orders.move(record, payload, 'replace-rejected'),
    OrderAdopted: (payload, record) => this.#orders.adopt(record, payload),
    OrderRejected: (payload, record) => this.#orders.move(record, payload, 'rejected'),
    OrderCancelled: (payload, record) => this.#orders.move(record, payload, 'cancelled'),
    OrderExpired: (payload, record) => this.#orders.move(record, payload, 'expired'),
    OrderFilled: (payload, record) => {
      const { order, fill } = this.#orders.addFill(record, payload);
      this.#accounts.book(order, fill);
    },
    FeeBooked: (payload) => {
      const { account } = this.#orders.addFee(payload);
      this.#accounts.bookFee(account, parseDecimal(payload.fee));
    },
    OptionSettled: (payload) => this.#accounts.settleOption(payload),
    PositionAdjusted: (payload) => this.#accounts.adjustPosition(payload),
    CashAdjusted: (payload) => this.#accounts.adjustCash(payload),
    FinancingCharged: ({ account, interest, borrowFee }) =>
      this.#accounts.pay(account, parseDecimal(interest) + parseDecimal(borrowFee)),
    DayClosed: (payload, { eventTime }, session) =>
      this.#sessions.closeDay(session ?? payload.account, eventTime, payload),
  };

  constructor(source: RowSource) {
    this.#orders = new OrderFold(source);
    this.#accounts = new AccountFold(source);
    this.#sessions = new SessionFold(source);
  }

  order(clientOrderId: string): Order | undefined {
    return this.#orders.order(clientOrderId);
  }

  /** The newest order of the account that the venue numbers so. */
  orderOfVenue(account: string, venueOrderId: string): Order | undefined {
    return this.#orders.orderOfVenue(account, venueOrderId);
  }

  /** Orders of one list, closed ones too. */
  ordersOfList(account: string, listId: string): Order[] {
    return this.#orders.ordersOfList(account, listId);
  }

  /** Those not yet filled, cancelled, rejected, refused or expired, oldest first; uncommitted ones included. */
  openOrders(account: string): Order[] {
    return this.#orders.open(account).all();
  }

  /** The same with what they come to. */
  open(account: string): OpenOrders {
    return this.#orders.open(account);
  }

  fill(fillId: string): Fill | undefined {
    return this.#orders.fill(fillId);
  }

  position(account: string, symbol: string): PositionRow | undefined {
    return this.#accounts.position(account, symbol);
  }

  /** All that an account holds or has held, by symbol. */
  positions(account: string): ReadonlyMap<string, PositionRow> {
    return this.#accounts.positions(account);
  }

  account(account: string): AccountRow | undefined {
    return this.#accounts.account(account);
  }

  session(id: string): SessionRow | undefined {
    return this.#sessions.session(id);
  }

  decision(id: string): DecisionRow | undefined {
    return this.#sessions.decision(id);
  }

  /** Takes the rows changed since the last call, to be written with the records that changed them. */
  takeChanges(): Required<ProjectionChanges> {
    return {
      ...this.#orders.takeChanges(),
      ...this.#accounts.takeChanges(),
      ...this.#sessions.takeChanges(),
    };
  }

  /** Forgets everything not yet written, after a commit that failed. */
  reset(): void {
    this.#orders.reset();
    this.#accounts.reset();
    this.#sessions.reset();
  }

  /** `body` is what the record says, for one who knows it without reading the record's text. */
  apply(record: JournalRecord, body?: RecordBody): void {
    const applier = this.#appliers[record.kind as RecordKind] as Applier<RecordKind> | undefined;
    if (!applier && !(body ? body.session : record.payload.includes('"session":'))) return;
    const payload = body ?? (JSON.parse(record.payload) as RecordBody);
    applier?.(payload, record, payload.session?.id);
    if (!payload.session) return;
    const { id, cursor } = payload.session;
    this.#sessions.update(id, { cursor, eventTime: record.eventTime });
  }

  #accountOf(session: string | undefined): string | undefined {
    return session === undefined ? undefined : this.#sessions.require(session).account;
  }
}

function venueOf({ venueOrderId }: { readonly venueOrderId?: string }): Pick<Order, 'venueOrderId'> {
  return venueOrderId === undefined ? {} : { venueOrderId };
}
