import { createHash } from 'node:crypto';
import type { Fill } from '#domain/orders/order';
import { fillLine, type ListedOrder, orderLine } from '#domain/orders/order-list';

/** Text handed to the hash at once; many short updates cost more than one long one. */
const BATCH_CHARACTERS = 32_768;

/**
 * SHA-256 over the canonical lines of every order and fill in the order they happened. Two runs that traded the
 * same have the same hash, whatever mode they ran in.
 */
export class OrderListHash {
  readonly #hash = createHash('sha256');
  #pending = '';

  addOrder(order: ListedOrder): void {
    this.#add(orderLine(order));
  }

  addFill(fill: Pick<Fill, 'eventTime' | 'quantity' | 'price' | 'fee'>): void {
    this.#add(fillLine(fill));
  }

  /** Hash of everything added so far, hexadecimal; more may be added afterwards. */
  digest(): string {
    this.#flush();
    return this.#hash.copy().digest('hex');
  }

  #add(line: string): void {
    this.#pending += line;
    if (this.#pending.length > BATCH_CHARACTERS) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#pending);
    this.#pending = '';
  }
}
