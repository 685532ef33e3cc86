import type { Fill, Order } from '#domain/orders/order';
import { bookedFills } from '../journal/booked-fills.ts';
import type { Committed } from '../journal/journal.ts';
import { orderAsSent } from '../journal/order-as-sent.ts';
import type { JournalStore } from '../ports/journal-store.ts';
import { JournaledOrderList } from './journaled-order-list.ts';

const ALL = 1_000_000;

/** Nonces of a run's orders are its id and their number; orders of a bracket bear that of their entry. */
export function nonceOf(runId: string, number: number): string {
  return `${runId}-${number}`;
}

export function isOrderOf(runId: string, { nonce }: Pick<Order, 'nonce'>): boolean {
  return nonce.startsWith(`${runId}-`);
}

/**
 * What a run has sent and what became of it, as a hash that backtests can be held against. An order counts at the moment
 * it went to the venue: that of a bracket when its entry has filled.
 */
export class RunOrderList {
  orders = 0;
  fills = 0;
  readonly #store: JournalStore;
  readonly #runId: string;
  readonly #list = new JournaledOrderList();
  #digest: string | undefined;

  constructor(store: JournalStore, account: string, runId: string) {
    this.#store = store;
    this.#runId = runId;
    for (const event of storedOrderEvents(store, account, (order) => isOrderOf(runId, order)))
      if (event.kind === 'order') this.#addOrder(event.order, event.time);
      else this.#addFill(event.fill);
  }

  /** Hexadecimal. */
  digest(): string {
    this.#digest ??= this.#list.hash.digest();
    return this.#digest;
  }

  /** Takes what the journal has committed; whether any of it was the run's. */
  take(committed: Committed): boolean {
    const { records, changes } = committed;
    const orders = new Map(changes.orders.map((order) => [order.clientOrderId, order]));
    const fills = bookedFills(committed).values();
    let isOurs = false;
    for (const { kind, correlationId, eventTime } of records) {
      const order = orders.get(correlationId ?? '');
      const isOfRun = order !== undefined && isOrderOf(this.#runId, order);
      // One commit may hold what has become of it since.
      if (kind === 'OrderSent' && isOfRun)
        this.#addOrder(orderAsSent(this.#store, order)?.order ?? order, eventTime);
      const fill = kind === 'OrderFilled' ? fills.next().value : undefined;
      if (fill && isOfRun) this.#addFill(fill);
      isOurs ||= isOfRun;
    }
    return isOurs;
  }

  #addOrder(order: Order, time: number): void {
    this.#digest = undefined;
    this.orders += 1;
    this.#list.addOrder(order, time);
  }

  #addFill(fill: Fill): void {
    this.#digest = undefined;
    this.fills += 1;
    this.#list.addFill(fill);
  }
}

/** An order that went out, with the time it did, or a fill. */
export type OrderEvent =
  | { readonly kind: 'order'; readonly time: number; readonly order: Order }
  | { readonly kind: 'fill'; readonly time: number; readonly fill: Fill; readonly order: Order };

/** What the store holds of an account's orders, in the order of time; orders before fills of the same time. */
export function storedOrderEvents(
  store: JournalStore,
  account: string,
  isWanted: (order: Order) => boolean,
): OrderEvent[] {
  const orders = new Map<string, Order>();
  const events: OrderEvent[] = [];
  for (const order of store.orders(account, ALL).reverse()) {
    if (!isWanted(order)) continue;
    orders.set(order.clientOrderId, order);
    const sent = orderAsSent(store, order);
    if (sent) events.push({ kind: 'order', ...sent });
  }
  for (const fill of store.fills(account, ALL).reverse()) {
    const order = orders.get(fill.clientOrderId);
    if (order) events.push({ kind: 'fill', time: fill.eventTime, fill, order });
  }
  return events.sort((a, b) => a.time - b.time || Number(a.kind === 'fill') - Number(b.kind === 'fill'));
}
