import { parseOptionSymbol } from '#domain/instruments/option-contract';
import type { Order, Side } from '#domain/orders/order';
import { DECIMAL_ZERO, type Decimal, decimalFromNumber, multiplyDecimal } from '#domain/values/decimal';

type LastPrice = (symbol: string) => number | null;

/** What is held, by symbol. */
export type Holdings = ReadonlyMap<string, { readonly quantity: Decimal }>;

/** What the orders of one symbol and side come to. */
interface Totals {
  readonly symbol: string;
  readonly side: Side;
  /** Units that orders outside of lists may still trade. */
  quantity: Decimal;
  /** Units of all that are no options, lists included, and what those with a price come to at it. */
  units: Decimal;
  cash: Decimal;
  /** Of the cash, what all that is even comes to; see {@link OpenOrders.reservedCash}. */
  even: Decimal;
  /** Those that trade at whatever the price is. */
  readonly unpriced: Map<string, Order>;
  /** Those that cancel or shrink one another. */
  readonly listed: Map<string, Order>;
}

/**
 * Open orders of one account, oldest first, and what they may still trade and cost, kept up to date as they change: what
 * an order is judged by costs the same however many rest in a symbol. Those that wait for a parent count for nothing.
 */
export class OpenOrders {
  readonly #orders = new Map<string, Order>();
  readonly #totals = { buy: new Map<string, Totals>(), sell: new Map<string, Totals>() };
  /** What totals come to that use up their cash, whatever the prices are, unless the account holds what they close. */
  #even: Decimal = DECIMAL_ZERO;
  /** All others that come to anything. */
  readonly #uneven = new Set<Totals>();
  readonly #children = new Map<string, Map<string, Order>>();
  readonly #options = new Map<string, Order>();

  all(): Order[] {
    return [...this.#orders.values()];
  }

  put(order: Order): void {
    const before = this.#orders.get(order.clientOrderId);
    this.#orders.set(order.clientOrderId, order);
    if (!before || !countsAs(before, order)) {
      if (before) this.#count(before, false);
      this.#count(order, true);
    }
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

  /**
   * Those that trade options, oldest first: what they cost goes by all that the account holds. Of each list those that
   * may come to most.
   */
  optionOrders(): readonly Order[] {
    if (this.#options.size === 0) return [];
    const groups = listsOf(
      this.#options.values(),
      ({ clientOrderId, listId, symbol, side }) => `${listId ?? clientOrderId} ${side} ${symbol}`,
    );
    return [...groups.values()].flatMap(mostOf);
  }

  /** What `look` answers as if the order were not there, nor those of its list that give way to it. */
  without<T>(clientOrderId: string | undefined, look: () => T): T {
    const order = clientOrderId === undefined ? undefined : this.#orders.get(clientOrderId);
    if (!order) return look();
    const left = [order, ...this.#givingWayTo(order)];
    for (const one of left) this.#count(one, false);
    try {
      return look();
    } finally {
      for (const one of left) this.#count(one, true);
    }
  }

  /** Units of a symbol that orders of one side may still trade; of each list those count that may come to most. */
  quantity(symbol: string, side: Side): Decimal {
    const totals = this.#totals[side].get(symbol);
    return totals ? quantityOf(totals) : DECIMAL_ZERO;
  }

  /**
   * What orders may still use up that open or enlarge a position, long or short; fees and options left out, as are those
   * of `except`. What leads towards flat uses up nothing. Takes as long as there are holdings, whatever is worked.
   */
  reservedCash(
    lastPrice: LastPrice,
    holdings: Holdings,
    except?: { readonly symbol: string; readonly side: Side },
  ): Decimal {
    let sum = this.#even;
    for (const totals of this.#uneven) sum += reservedBy(totals, lastPrice, holdings);
    for (const [symbol, { quantity }] of holdings) {
      const totals = quantity === DECIMAL_ZERO ? undefined : this.#closing(symbol, quantity);
      if (totals && !this.#uneven.has(totals)) sum += reservedBy(totals, lastPrice, holdings) - totals.even;
    }
    const excepted = except && this.#totals[except.side].get(except.symbol);
    return excepted ? sum - reservedBy(excepted, lastPrice, holdings) : sum;
  }

  /** Those that lead a position towards flat. */
  #closing(symbol: string, held: Decimal): Totals | undefined {
    return this.#totals[held > DECIMAL_ZERO ? 'sell' : 'buy'].get(symbol);
  }

  /** Targets that share a position stand side by side; all else of a list in the symbol and side gives way. */
  #givingWayTo({ clientOrderId, listId, symbol, side, shareFrom }: Order): Order[] {
    const listed = listId === undefined ? undefined : this.#totals[side].get(symbol)?.listed;
    return [...(listed?.values() ?? [])].filter(
      (other) =>
        other.listId === listId &&
        other.clientOrderId !== clientOrderId &&
        (shareFrom === undefined || other.shareFrom === undefined),
    );
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
      for (const leg of legs) {
        const totals = this.#totalsOf(leg.symbol, leg.side);
        totals.quantity += sign * left * BigInt(leg.ratio);
        this.#weigh(totals);
      }
      return;
    }
    const totals = this.#totalsOf(symbol, side);
    if (listId === undefined) totals.quantity += sign * left;
    else if (isAdded) totals.listed.set(clientOrderId, order);
    else totals.listed.delete(clientOrderId);
    if (parseOptionSymbol(symbol) === undefined) {
      totals.units += sign * left;
      const price = order.limitPrice ?? order.stopPrice;
      if (price !== undefined) totals.cash += sign * multiplyDecimal(left, price);
      else if (isAdded) totals.unpriced.set(clientOrderId, order);
      else totals.unpriced.delete(clientOrderId);
    }
    this.#weigh(totals);
  }

  /** Keeps what {@link reservedCash} begins with. */
  #weigh(totals: Totals): void {
    const { units, quantity, cash, unpriced, listed } = totals;
    const isNothing = units === DECIMAL_ZERO;
    const isEven =
      isNothing || (units > DECIMAL_ZERO && quantity >= units && unpriced.size === 0 && listed.size === 0);
    const even = isEven && !isNothing ? cash : DECIMAL_ZERO;
    this.#even += even - totals.even;
    totals.even = even;
    if (!isEven) this.#uneven.add(totals);
    else if (this.#uneven.size > 0) this.#uneven.delete(totals);
  }

  #totalsOf(symbol: string, side: Side): Totals {
    const known = this.#totals[side].get(symbol);
    if (known) return known;
    const totals: Totals = {
      symbol,
      side,
      quantity: DECIMAL_ZERO,
      units: DECIMAL_ZERO,
      cash: DECIMAL_ZERO,
      even: DECIMAL_ZERO,
      unpriced: new Map(),
      listed: new Map(),
    };
    this.#totals[side].set(symbol, totals);
    return totals;
  }
}

function listsOf(orders: Iterable<Order>, nameOf: (order: Order) => string): Map<string, Order[]> {
  const lists = new Map<string, Order[]>();
  for (const order of orders) {
    const name = nameOf(order);
    const list = lists.get(name);
    if (list) list.push(order);
    else lists.set(name, [order]);
  }
  return lists;
}

function quantityOf({ quantity, listed }: Totals): Decimal {
  if (listed.size === 0) return quantity;
  const lists = listsOf(listed.values(), ({ listId = '' }) => listId);
  return [...lists.values()].reduce((sum, list) => sum + sumOf(mostOf(list)), quantity);
}

/** Of orders of one list, symbol and side those that may come to most together. */
function mostOf(list: readonly Order[]): readonly Order[] {
  if (list.length === 1) return list;
  const sharing = list.filter(({ shareFrom }) => shareFrom !== undefined);
  const largest = list
    .filter(({ shareFrom }) => shareFrom === undefined)
    .reduce<Order | undefined>((most, one) => (most && leftOf(most) >= leftOf(one) ? most : one), undefined);
  return largest === undefined || sumOf(sharing) > leftOf(largest) ? sharing : [largest];
}

function sumOf(orders: readonly Order[]): Decimal {
  return orders.reduce((sum, order) => sum + leftOf(order), DECIMAL_ZERO);
}

/** Of what orders of one symbol and side come to, the part beyond what they only close. */
function reservedBy(totals: Totals, lastPrice: LastPrice, holdings: Holdings): Decimal {
  const { symbol, side, units, cash, unpriced } = totals;
  if (units === DECIMAL_ZERO) return DECIMAL_ZERO;
  const held = holdings.get(symbol)?.quantity ?? DECIMAL_ZERO;
  const closed = side === 'sell' ? held : -held;
  const beyond = quantityOf(totals) - (closed > DECIMAL_ZERO ? closed : DECIMAL_ZERO);
  if (beyond <= DECIMAL_ZERO) return DECIMAL_ZERO;
  const last = unpriced.size === 0 ? null : lastPrice(symbol);
  const atLast = last === null ? DECIMAL_ZERO : sumOf([...unpriced.values()]);
  const value = cash + (last === null ? DECIMAL_ZERO : multiplyDecimal(atLast, decimalFromNumber(last)));
  return beyond < units ? (value * beyond) / units : value;
}

/** Whether the sums are the same with one version of an order as with another, which then need not be reckoned anew. */
function countsAs(before: Order, after: Order): boolean {
  const { quantity, filledQuantity, limitPrice, stopPrice } = after;
  return (
    isCountedByNumber(before) &&
    isCountedByNumber(after) &&
    before.quantity === quantity &&
    before.filledQuantity === filledQuantity &&
    before.limitPrice === limitPrice &&
    before.stopPrice === stopPrice
  );
}

/** Whether nothing but amounts of an order is kept in the sums. */
function isCountedByNumber({ symbol, limitPrice, stopPrice, listId, parentOrderId, legs }: Order): boolean {
  const isAlone = listId === undefined && parentOrderId === undefined && legs === undefined;
  return isAlone && (limitPrice ?? stopPrice) !== undefined && parseOptionSymbol(symbol) === undefined;
}

const leftOf = ({ quantity, filledQuantity }: Order): Decimal => quantity - filledQuantity;
