import { createHash } from 'node:crypto';
import { type ListedFill, type ListedOrder, OrderListText } from '#domain/orders/order-list';

/** Bytes handed to the hash at once; many short updates cost more than one long one. */
const BATCH_BYTES = 32_768;

/**
 * SHA-256 over the canonical lines of every order and fill by time, orders before fills of the same time. Two runs
 * that traded the same have the same hash, whatever mode they ran in. Times never go back beyond the newest fill: an
 * order of its time or before may still follow, whose line then goes before it.
 */
export class OrderListHash {
  readonly #hash = createHash('sha256');
  readonly #lines = new OrderListText();
  /** Where the newest fills, all of one time, begin in the lines. */
  #heldStart = 0;
  #heldTime = Number.NEGATIVE_INFINITY;

  addOrder(order: ListedOrder): void {
    if (order.time > this.#heldTime) {
      this.#release();
      this.#lines.addOrder(order);
      this.#heldStart = this.#lines.length;
      return;
    }
    const held = this.#lines.cut(this.#heldStart);
    this.#lines.addOrder(order);
    this.#heldStart = this.#lines.length;
    this.#lines.paste(held);
  }

  addFill(fill: ListedFill): void {
    if (fill.eventTime !== this.#heldTime) {
      this.#release();
      this.#heldTime = fill.eventTime;
    }
    this.#lines.addFill(fill);
  }

  /** Hash of everything added so far, hexadecimal; more may be added afterwards. */
  digest(): string {
    return this.#hash.copy().update(this.#lines.bytes).digest('hex');
  }

  #release(): void {
    if (this.#lines.length >= BATCH_BYTES) {
      this.#hash.update(this.#lines.bytes);
      this.#lines.clear();
    }
    this.#heldStart = this.#lines.length;
  }
}
