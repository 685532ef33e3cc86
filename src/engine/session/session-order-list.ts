import type { JournalStore } from '../ports/journal-store.ts';
import { OrderListHash } from '../simulation/order-list-hash.ts';

const ALL = 1_000_000;

/** Hash over every order and fill of an account by time, orders before fills; comparable between runs and modes. */
export function orderListHashOf(store: JournalStore, account: string): string {
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
  return hash.digest();
}
