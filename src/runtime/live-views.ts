import type { AlertView, NotificationView } from '#contract/services/alerts';
import type { DecisionView } from '#contract/services/decisions';
import type { FillView, OrderView } from '#contract/services/trading';
import { formatDecimal } from '#domain/values/decimal';
import { LiveCollection } from '#engine/bus/live-collection';
import type { Committed, Journal } from '#engine/journal/journal';
import { decisionView, fillView, orderView } from './views.ts';

const ORDERS_SHOWN = 2_000;
const FILLS_SHOWN = 2_000;
const DECISIONS_SHOWN = 1_000;
const NOTIFICATIONS_SHOWN = 200;

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

  take({ changes }: Committed): void {
    updateBlotter(this.blotter, this.#account, changes);
    for (const [account, blotter] of this.#blotters) updateBlotter(blotter, account, changes);
    this.decisions.upsert(
      ...changes.decisions.filter((row) => row.sessionId === this.#session).map(decisionView),
    );
    for (const order of changes.orders) {
      if (order.status === 'filled') {
        const text = `${formatDecimal(order.filledQuantity)} at ${formatDecimal(order.averagePrice)}`;
        this.notify({
          eventTime: order.updatedTime,
          severity: 'success',
          source: 'execution_manager',
          title: `${order.side === 'buy' ? 'Bought' : 'Sold'} ${order.symbol}`,
          text,
          symbol: order.symbol,
        });
      } else if (order.status === 'refused' || order.status === 'rejected') {
        this.notify({
          eventTime: order.updatedTime,
          severity: 'warning',
          source: 'risk_manager',
          title: `Order ${order.status}: ${order.side} ${order.symbol}`,
          text: order.statusReason ?? '',
          symbol: order.symbol,
        });
      }
    }
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
