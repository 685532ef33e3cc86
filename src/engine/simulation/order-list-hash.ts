import { createHash } from 'node:crypto';
import type { Fill } from '#domain/orders/order';
import { fillLine, type ListedOrder, orderLine } from '#domain/orders/order-list';

/** Text handed to the hash at once; many short updates cost more than one long one. */
const BATCH_CHARACTERS = 32_768;

/**
 * SHA-256 over the canonical lines of every order and fill by time, orders before fills of the same time. Two runs
 * that traded the same have the same hash, whatever mode they ran in. Times never go back more than to the newest
 * fill: an order may follow a fill of its own time or later, whose line then waits behind it.
 */
export class OrderListHash {
  readonly #hash = createHash('sha256');
  #pending = '';
  /** Lines of the newest fills, all of one time. */
  #held = '';
  #heldTime = Number.NEGATIVE_INFINITY;

  addOrder(order: ListedOrder): void {
    if (order.time > this.#heldTime) this.#release();
    this.#add(orderLine(order));
  }

  addFill(fill: Pick<Fill, 'eventTime' | 'quantity' | 'price' | 'fee'>): void {
    if (fill.eventTime !== this.#heldTime) this.#release();
    this.#heldTime = fill.eventTime;
    this.#held += fillLine(fill);
  }

  /** Hash of everything added so far, hexadecimal; more may be added afterwards. */
  digest(): string {
    return this.#hash.copy().update(this.#pending).update(this.#held).digest('hex');
  }

  #release(): void {
    this.#add(this.#held);
    this.#held = '';
  }

  #add(lines: string): void {
    this.#pending += lines;
    if (this.#pending.length < BATCH_CHARACTERS) return;
    this.#hash.update(this.#pending);
    this.#pending = '';
  }
}
