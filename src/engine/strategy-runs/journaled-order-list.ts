import type { Fill, Order } from '#domain/orders/order';
import { playedSymbol } from '../simulation/decision-tape.ts';
import { OrderListHash } from '../simulation/order-list-hash.ts';

/** The order list of what a journal tells, hashed as that of a backtest: orders as they went out, fills by their orders. */
export class JournaledOrderList {
  readonly hash = new OrderListHash();
  /** What {@link hash} numbered each order. */
  readonly #numbers = new Map<string, number>();

  /** An order with the terms it went out with, at the time it did. */
  addOrder(order: Order, time: number): void {
    const symbol = playedSymbol(order.symbol);
    this.#numbers.set(order.clientOrderId, this.hash.addOrder({ ...order, symbol, time }));
  }

  addFill(fill: Fill): void {
    this.hash.addFill({ ...fill, order: this.#numbers.get(fill.clientOrderId) ?? 0 });
  }
}
