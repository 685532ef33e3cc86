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

/** What screens list, kept up to date from what the journal committed; never from anything that could still be undone. */
export class LiveViews {
  readonly orders = new LiveCollection<OrderView>((order) => order.clientOrderId, ORDERS_SHOWN);
  readonly fills = new LiveCollection<FillView>((fill) => fill.fillId, FILLS_SHOWN);
  readonly decisions = new LiveCollection<DecisionView>((decision) => decision.id, DECISIONS_SHOWN);
  readonly alerts = new LiveCollection<AlertView>((alert) => alert.id);
  readonly notifications = new LiveCollection<NotificationView>((one) => one.id, NOTIFICATIONS_SHOWN);
  readonly #createId: () => string;
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
    this.orders.replace(store.orders(account, ORDERS_SHOWN).reverse().map(orderView));
    this.fills.replace(store.fills(account, FILLS_SHOWN).reverse().map(fillView));
    this.decisions.replace(store.decisions(session, { limit: DECISIONS_SHOWN }).reverse().map(decisionView));
  }

  take({ changes }: Committed): void {
    const orders = changes.orders.filter((order) => order.account === this.#account);
    const ids = new Set(orders.map((order) => order.clientOrderId));
    this.orders.upsert(...orders.map(orderView));
    this.fills.upsert(...changes.fills.filter((fill) => ids.has(fill.clientOrderId)).map(fillView));
    this.decisions.upsert(
      ...changes.decisions.filter((row) => row.sessionId === this.#session).map(decisionView),
    );
    for (const order of orders) {
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
