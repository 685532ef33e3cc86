import type { Committed, Journal } from '../journal/journal.ts';
import type { JournalStore } from '../ports/journal-store.ts';
import { OrderListHash } from '../simulation/order-list-hash.ts';

const ALL = 1_000_000;

/**
 * Hash over every order and fill of an account by time, orders before fills, refused orders left out; comparable
 * between runs and modes. Reads the store once and then follows what the journal commits.
 */
export class SessionOrderList {
  readonly #account: string;
  readonly #hash: OrderListHash;
  readonly #stop: () => void;
  #digest: string | undefined;

  constructor(journal: Journal, account: string) {
    this.#account = account;
    this.#hash = storedOrderList(journal.store, account);
    this.#stop = journal.onCommitted((committed) => this.#take(committed));
  }

  /** Hexadecimal. */
  digest(): string {
    this.#digest ??= this.#hash.digest();
    return this.#digest;
  }

  /** Stops following the journal. */
  close(): void {
    this.#stop();
  }

  #take({ records, changes }: Committed): void {
    if (changes.orders.length === 0) return;
    const orders = new Map(changes.orders.map((order) => [order.clientOrderId, order]));
    let fill = 0;
    for (const { kind, correlationId } of records) {
      const order = orders.get(correlationId ?? '');
      const isOurs = order?.account === this.#account;
      if (kind === 'OrderSent' && isOurs) this.#hash.addOrder({ ...order, time: order.createdTime });
      if (kind !== 'OrderFilled') continue;
      if (isOurs) this.#hash.addFill(changes.fills[fill]!);
      fill += 1;
    }
    this.#digest = undefined;
  }
}

function storedOrderList(store: JournalStore, account: string): OrderListHash {
  const hash = new OrderListHash();
  const orders = store
    .orders(account, ALL)
    .filter(({ status }) => status !== 'refused')
    .reverse();
  const fills = store.fills(account, ALL).reverse();
  let next = 0;
  for (const order of orders) {
    for (; next < fills.length && fills[next]!.eventTime < order.createdTime; next++)
      hash.addFill(fills[next]!);
    hash.addOrder({ ...order, time: order.createdTime });
  }
  for (; next < fills.length; next++) hash.addFill(fills[next]!);
  return hash;
}
