import type { AlertView, NotificationView } from '#contract/services/alerts';
import type { DecisionView } from '#contract/services/decisions';
import type { FillView, OrderView } from '#contract/services/trading';
import { symbolLabel } from '#domain/orders/combo';
import type { Order } from '#domain/orders/order';
import { LiveCollection } from '#engine/bus/live-collection';
import type { Committed, Journal } from '#engine/journal/journal';
import type { JournalRecord } from '#engine/ports/journal-store';
import { fillConfirmation } from '../accounts/fill-confirmation.ts';
import { decisionView, fillView, orderView } from '../engine/views.ts';

const ORDERS_SHOWN = 2_000;
const FILLS_SHOWN = 2_000;
const DECISIONS_SHOWN = 1_000;
const NOTIFICATIONS_SHOWN = 200;
/** Far more than one commit fills. */
const CONFIRMED_AGAIN = 50;

/** Orders and fills of one account. */
export interface Blotter {
  readonly orders: LiveCollection<OrderView>;
  readonly fills: LiveCollection<FillView>;
}

const createBlotter = (): Blotter => ({
  orders: new LiveCollection<OrderView>((order) => order.clientOrderId, ORDERS_SHOWN),
  fills: new LiveCollection<FillView>((fill) => fill.fillId, FILLS_SHOWN),
});

/** What screens list, kept up to date from what the journal committed; never from anything that could still be undone. */
export class LiveViews {
  /** Of the open session's account. */
  readonly blotter: Blotter = createBlotter();
  readonly decisions = new LiveCollection<DecisionView>((decision) => decision.id, DECISIONS_SHOWN);
  readonly alerts = new LiveCollection<AlertView>((alert) => alert.id);
  readonly notifications = new LiveCollection<NotificationView>((one) => one.id, NOTIFICATIONS_SHOWN);
  readonly #createId: () => string;
  /** Those of other accounts that somebody looks at. */
  readonly #blotters = new Map<string, Blotter>();
  #account = '';
  #session = '';

  constructor(createId: () => string) {
    this.#createId = createId;
  }

  /** Shows another session's orders, fills and decisions, newest of them. */
  show(journal: Journal, session: string, account: string): void {
    this.#session = session;
    this.#account = account;
    const { store } = journal;
    this.#blotters.delete(account);
    fillBlotter(this.blotter, journal, account);
    this.decisions.replace(store.decisions(session, { limit: DECISIONS_SHOWN }).reverse().map(decisionView));
  }

  /** Of an account; of the open session's without one. Kept up to date from the first call on. */
  blotterOf(journal: Journal, account: string | undefined): Blotter {
    if (account === undefined || account === this.#account) return this.blotter;
    const known = this.#blotters.get(account);
    if (known) return known;
    const blotter = createBlotter();
    fillBlotter(blotter, journal, account);
    this.#blotters.set(account, blotter);
    return blotter;
  }

  take({ records, changes }: Committed): void {
    const orders = new Map(changes.orders.map((order) => [order.clientOrderId, order]));
    updateBlotter(this.blotter, this.#account, changes);
    for (const [account, blotter] of this.#blotters) updateBlotter(blotter, account, changes);
    this.decisions.upsert(
      ...changes.decisions.filter((row) => row.sessionId === this.#session).map(decisionView),
    );
    for (const record of records) this.#confirm(record, (id) => orders.get(id));
    for (const order of changes.orders) {
      if (order.status === 'refused' || order.status === 'rejected') {
        this.notify({
          eventTime: order.updatedTime,
          severity: 'warning',
          source: 'risk_manager',
          title: `Order ${order.status}: ${order.side} ${symbolLabel(order.symbol)}`,
          text: order.statusReason ?? '',
          symbol: order.symbol,
        });
      }
    }
  }

  /** Confirms the newest fills again: of one whose telling a crash has prevented, it is the first time. */
  restore({ store }: Journal): void {
    const newest = store.readNewest({ kind: 'OrderFilled', limit: CONFIRMED_AGAIN }).reverse();
    for (const record of newest) this.#confirm(record, (id) => store.order(id));
  }

  #confirm(record: JournalRecord, orderOf: (id: string) => Order | undefined): void {
    if (record.kind !== 'OrderFilled' || record.correlationId === null) return;
    const order = orderOf(record.correlationId);
    if (order) this.notifications.upsert(fillConfirmation(record, order));
  }

  notify(notification: Omit<NotificationView, 'id'>): void {
    this.notifications.upsert({ id: this.#createId(), ...notification });
  }
}

function fillBlotter({ orders, fills }: Blotter, { store }: Journal, account: string): void {
  orders.replace(store.orders(account, ORDERS_SHOWN).reverse().map(orderView));
  fills.replace(store.fills(account, FILLS_SHOWN).reverse().map(fillView));
}

function updateBlotter({ orders, fills }: Blotter, account: string, changes: Committed['changes']): void {
  const changed = changes.orders.filter((order) => order.account === account);
  if (changed.length === 0) return;
  const ids = new Set(changed.map(({ clientOrderId }) => clientOrderId));
  orders.upsert(...changed.map(orderView));
  fills.upsert(...changes.fills.filter((fill) => ids.has(fill.clientOrderId)).map(fillView));
}
