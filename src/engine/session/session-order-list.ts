import { bookedFills } from '../journal/booked-fills.ts';
import type { Committed, Journal } from '../journal/journal.ts';
import { orderAsSent } from '../journal/order-as-sent.ts';
import type { JournalStore } from '../ports/journal-store.ts';
import { JournaledOrderList } from '../strategy-runs/journaled-order-list.ts';
import { storedOrderEvents } from '../strategy-runs/run-order-list.ts';

/**
 * Hash over every order and fill of an account by time, orders before fills; comparable between runs and modes. An order
 * counts when it went to the venue, that of a bracket once its entry has filled. Reads the store once and then follows what the journal commits.
 */
export class SessionOrderList {
  readonly #account: string;
  readonly #store: JournalStore;
  readonly #list: JournaledOrderList;
  readonly #stop: () => void;
  #digest: string | undefined;

  constructor(journal: Journal, account: string) {
    this.#account = account;
    this.#store = journal.store;
    this.#list = storedOrderList(journal.store, account);
    this.#stop = journal.onCommitted((committed) => this.#take(committed));
  }

  /** Hexadecimal. */
  digest(): string {
    this.#digest ??= this.#list.hash.digest();
    return this.#digest;
  }

  /** Stops following the journal. */
  close(): void {
    this.#stop();
  }

  #take(committed: Committed): void {
    const { records, changes } = committed;
    if (changes.orders.length === 0) return;
    const orders = new Map(changes.orders.map((order) => [order.clientOrderId, order]));
    const fills = bookedFills(committed).values();
    for (const { kind, correlationId, eventTime } of records) {
      const order = orders.get(correlationId ?? '');
      const isOurs = order?.account === this.#account;
      // One commit may hold what has become of it since.
      if (kind === 'OrderSent' && isOurs)
        this.#list.addOrder(orderAsSent(this.#store, order)?.order ?? order, eventTime);
      const fill = kind === 'OrderFilled' ? fills.next().value : undefined;
      if (fill && isOurs) this.#list.addFill(fill);
    }
    this.#digest = undefined;
  }
}

function storedOrderList(store: JournalStore, account: string): JournaledOrderList {
  const list = new JournaledOrderList();
  for (const event of storedOrderEvents(store, account, () => true))
    if (event.kind === 'order') list.addOrder(event.order, event.time);
    else list.addFill(event.fill);
  return list;
}
