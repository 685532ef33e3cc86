import { createHash } from 'node:crypto';
import { type ListedFill, type ListedOrder, OrderListRecords } from '#domain/orders/order-list';

/** Numbers handed to the hash at once; many short updates cost more than one long one. */
const BATCH_NUMBERS = 4_096;

/** A record of the list before it is written. */
export type ListedEvent =
  | { readonly kind: 'order'; readonly order: ListedOrder }
  | { readonly kind: 'fill'; readonly fill: ListedFill };

/**
 * SHA-256 over the canonical records of every order and fill by time, orders before fills of the same time. Two runs
 * that traded the same have the same hash, whatever mode they ran in. Times never go back beyond the newest fill: an
 * order of its time or before may still follow, whose record then goes before it.
 */
export class OrderListHash {
  readonly #hash = createHash('sha256');
  readonly #records = new OrderListRecords();
  /** Where the newest fills begin, all of one time, which an order may still go before. */
  #newestFills = 0;
  #newestTime = Number.NEGATIVE_INFINITY;
  #orders = 0;

  /** Copies of what was added, in the order it came; from {@link keep} on. */
  kept: ListedEvent[] | undefined;

  /** Keeps what is added from now on, to be looked at one by one. */
  keep(): void {
    this.kept ??= [];
  }

  /** Adds an order; its number, which its fills bear. */
  addOrder(order: ListedOrder): number {
    this.kept?.push({ kind: 'order', order: { ...order } });
    if (order.time > this.#newestTime) this.#settle();
    this.#newestFills = this.#records.addOrder(order, this.#newestFills);
    this.#orders += 1;
    return this.#orders;
  }

  addFill(fill: ListedFill): void {
    this.kept?.push({ kind: 'fill', fill: { ...fill } });
    if (fill.eventTime !== this.#newestTime) this.#settle();
    this.#newestTime = fill.eventTime;
    this.#records.addFill(fill);
  }

  /** Hash of everything added so far, hexadecimal; more may be added afterwards. */
  digest(): string {
    return this.#hash.copy().update(this.#records.bytes).digest('hex');
  }

  /** No order goes before any of the fills so far. */
  #settle(): void {
    if (this.#records.length >= BATCH_NUMBERS) {
      this.#hash.update(this.#records.bytes);
      this.#records.clear();
    }
    this.#newestFills = this.#records.length;
  }
}
