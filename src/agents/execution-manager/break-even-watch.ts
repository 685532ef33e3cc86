import { isBreakEvenReached } from '#domain/orders/followed-prices';
import type { Order, Side } from '#domain/orders/order';
import { isAtVenue } from '#domain/orders/order-state';
import { decimalToNumber } from '#domain/values/decimal';

interface Watched {
  readonly side: Side;
  readonly at: number;
}

/** Watches the last price for stops at a venue that does not know how to move them to break-even itself. */
export class BreakEvenWatch {
  readonly #bySymbol = new Map<string, Map<string, Watched>>();

  /** Begins, goes on with other terms, or ends, as the order is now. */
  follow({ clientOrderId, symbol, side, status, breakEvenAt, hasBrokenEven }: Order): void {
    const watched = this.#bySymbol.get(symbol);
    if (breakEvenAt !== undefined && !hasBrokenEven && isAtVenue(status)) {
      const orders = watched ?? new Map<string, Watched>();
      orders.set(clientOrderId, { side, at: decimalToNumber(breakEvenAt) });
      this.#bySymbol.set(symbol, orders);
    } else if (watched?.delete(clientOrderId) && watched.size === 0) this.#bySymbol.delete(symbol);
  }

  clear(): void {
    this.#bySymbol.clear();
  }

  /** Orders whose price the last one has reached. */
  reached(symbol: string, last: number): string[] {
    const watched = this.#bySymbol.get(symbol);
    if (!watched || !(last > 0)) return [];
    return [...watched].flatMap(([id, { side, at }]) => (isBreakEvenReached(side, at, last) ? [id] : []));
  }
}
