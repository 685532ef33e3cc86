import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { Order, Side } from '#domain/orders/order';
import { DECIMAL_ZERO, type Decimal, decimalFromNumber, multiplyDecimal } from '#domain/values/decimal';

type LastPrice = (symbol: string) => number | null;

/** What the orders of one symbol and side come to. */
interface Totals {
  /** Units that orders outside of lists may still trade. */
  quantity: Decimal;
  /** What buys with a price may still cost. */
  cash: Decimal;
  /** Those that cancel or shrink one another. */
  readonly listed: Map<string, Order>;
}

/**
 * Open orders of one account, oldest first, and what they may still trade and cost, kept up to date as they change: what
 * an order is judged by costs the same however many rest. Those that wait for a parent count for nothing.
 */
export class OpenOrders {
  readonly #orders = new Map<string, Order>();
  readonly #totals = new Map<string, Totals>();
  /** What all buys with a price may still cost, and those that trade at whatever the price is. */
  #buyCash = DECIMAL_ZERO;
  readonly #unpricedBuys = new Map<string, Order>();
  readonly #children = new Map<string, Map<string, Order>>();
  readonly #options = new Map<string, Order>();

  all(): Order[] {
    return [...this.#orders.values()];
  }

  put(order: Order): void {
    const before = this.#orders.get(order.clientOrderId);
    if (before) this.#count(before, false);
    this.#orders.set(order.clientOrderId, order);
    this.#count(order, true);
    const { parentOrderId } = order;
    if (parentOrderId === undefined) return;
    const children = this.#children.get(parentOrderId) ?? new Map<string, Order>();
    children.set(order.clientOrderId, order);
    this.#children.set(parentOrderId, children);
  }

  remove(clientOrderId: string): void {
    const before = this.#orders.get(clientOrderId);
    if (!before) return;
    this.#count(before, false);
    this.#orders.delete(clientOrderId);
    if (before.parentOrderId === undefined) return;
    const children = this.#children.get(before.parentOrderId);
    children?.delete(clientOrderId);
    if (children?.size === 0) this.#children.delete(before.parentOrderId);
  }

  /** Those that hang on an order, oldest first. */
  childrenOf(clientOrderId: string): Order[] {
    return [...(this.#children.get(clientOrderId)?.values() ?? [])];
  }

  /** Those that trade options, oldest first: what they cost goes by all that the account holds. */
  optionOrders(): Order[] {
    return this.#options.size === 0 ? [] : [...this.#options.values()];
  }

  /** What `look` answers as if the order were not there. */
  without<T>(clientOrderId: string | undefined, look: () => T): T {
    const order = clientOrderId === undefined ? undefined : this.#orders.get(clientOrderId);
    if (!order) return look();
    this.#count(order, false);
    try {
      return look();
    } finally {
      this.#count(order, true);
    }
  }

  /** Units of a symbol that orders of one side may still trade; of each list the largest counts. */
  quantity(symbol: string, side: Side): Decimal {
    const totals = this.#totals.get(keyOf(symbol, side));
    if (!totals) return DECIMAL_ZERO;
    const lists = new Map<string, Decimal>();
    for (const order of totals.listed.values()) {
      const listId = order.listId ?? '';
      if (leftOf(order) > (lists.get(listId) ?? DECIMAL_ZERO)) lists.set(listId, leftOf(order));
    }
    let sum = totals.quantity;
    for (const largest of lists.values()) sum += largest;
    return sum;
  }

  /** What buy orders may still use up, fees and options left out; those of `except` not counted. */
  reservedCash(lastPrice: LastPrice, except?: string): Decimal {
    const excepted = except === undefined ? undefined : this.#totals.get(keyOf(except, 'buy'));
    let sum = this.#buyCash - (excepted?.cash ?? DECIMAL_ZERO);
    for (const order of this.#unpricedBuys.values()) {
      const last = order.symbol === except ? null : lastPrice(order.symbol);
      if (last !== null) sum += multiplyDecimal(leftOf(order), decimalFromNumber(last));
    }
    return sum;
  }

  #count(order: Order, isAdded: boolean): void {
    const { clientOrderId, symbol, side, status, parentOrderId, listId, legs } = order;
    if (status === 'held' && parentOrderId !== undefined) return;
    const left = leftOf(order);
    const sign = isAdded ? 1n : -1n;
    if (legs !== undefined || parseOptionSymbol(symbol) !== undefined) {
      if (isAdded) this.#options.set(clientOrderId, order);
      else this.#options.delete(clientOrderId);
    }
    if (legs !== undefined) {
      for (const leg of legs)
        this.#totalsOf(leg.symbol, leg.side).quantity += sign * left * BigInt(leg.ratio);
      return;
    }
    const totals = this.#totalsOf(symbol, side);
    const price = order.limitPrice ?? order.stopPrice;
    if (listId === undefined) totals.quantity += sign * left;
    else if (isAdded) totals.listed.set(clientOrderId, order);
    else totals.listed.delete(clientOrderId);
    if (parseOptionSymbol(symbol) !== undefined) return;
    if (side === 'sell') return;
    if (price !== undefined) {
      const cash = sign * multiplyDecimal(left, price);
      totals.cash += cash;
      this.#buyCash += cash;
    } else if (isAdded) this.#unpricedBuys.set(clientOrderId, order);
    else this.#unpricedBuys.delete(clientOrderId);
  }

  #totalsOf(symbol: string, side: Side): Totals {
    const key = keyOf(symbol, side);
    const known = this.#totals.get(key);
    if (known) return known;
    const totals = emptyTotals();
    this.#totals.set(key, totals);
    return totals;
  }
}

const emptyTotals = (): Totals => ({
  quantity: DECIMAL_ZERO,
  cash: DECIMAL_ZERO,
  listed: new Map(),
});

const keyOf = (symbol: string, side: Side): string => `${side} ${symbol}`;

const leftOf = ({ quantity, filledQuantity }: Order): Decimal => quantity - filledQuantity;
