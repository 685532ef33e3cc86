import { followedPrices } from '#domain/orders/followed-prices';
import type { Order, OrderChange } from '#domain/orders/order';
import { isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import type { Projection } from '#engine/journal/projection';
import { exitShare, isShare } from './exit-share.ts';

export interface LinkedOrderPorts {
  readonly projection: Pick<Projection, 'order' | 'open' | 'ordersOfList'>;
  readonly account: string;
  /** Sends a held order with these terms. */
  readonly release: (order: Order, change: OrderChange, reason: string) => void;
  readonly cancel: (order: Order, reason: string) => void;
  /** Asks for other terms; a quantity is that in all. */
  readonly change: (order: Order, change: OrderChange) => void;
}

/**
 * One-triggers-other, one-cancels-other and one-updates-other, kept by the engine for every venue alike. A child is
 * sent for what its parent has filled, or for its share of that, and grows with it; a fill of an `ouo` sibling takes as
 * much off, one of an `oco` sibling ends it. Its prices go with what the parent filled at; a stop that has broken even
 * moves. When all that a parent opened has been left, what is left of the parent is cancelled.
 */
export class LinkedOrders {
  readonly #ports: LinkedOrderPorts;
  /** What siblings had filled when an order without a parent was last brought into line. */
  readonly #counted = new Map<string, Decimal>();
  /** What the venue refused last: it is not asked for again. */
  readonly #refused = new Map<string, OrderChange>();
  /** Orders of which the venue refused the end, or did not hear of a change: asked for when all is looked at anew. */
  readonly #later = new Set<string>();

  constructor(ports: LinkedOrderPorts) {
    this.#ports = ports;
  }

  /** Forgets what it counted, before it is restored. */
  clear(): void {
    this.#counted.clear();
    this.#refused.clear();
    this.#later.clear();
  }

  /** An order that was open before this start, in line with its siblings. */
  restore(order: Order): void {
    if (order.listId !== undefined) this.#counted.set(order.clientOrderId, this.#takenBySiblings(order));
  }

  /** The venue refused to change an order so. */
  refused(clientOrderId: string, change: OrderChange): void {
    this.#refused.set(clientOrderId, change);
  }

  /** The venue refused to end an order. */
  endRefused(clientOrderId: string): void {
    this.#later.add(clientOrderId);
  }

  /** Brings everything into line that is not, also what the venue refused before but for another quantity. */
  realign(): void {
    const { projection, account } = this.#ports;
    this.#later.clear();
    for (const [id, change] of this.#refused) if (change.quantity === undefined) this.#refused.delete(id);
    for (const order of projection.open(account).all()) if (hangs(order)) this.#align(order.clientOrderId);
  }

  /** Other terms were asked for and the command never arrived: they are to be asked for again. */
  unsent({ clientOrderId, quantity, pendingChange }: Order): void {
    this.#later.add(clientOrderId);
    const counted = this.#counted.get(clientOrderId);
    if (counted === undefined || pendingChange?.quantity === undefined) return;
    this.#counted.set(clientOrderId, counted - (quantity - pendingChange.quantity));
  }

  /** Brings what hangs together with an order into line with what has become of it. */
  changed(order: Order): void {
    const { projection, account } = this.#ports;
    this.#endLeftParent(order);
    if (hangs(order)) this.#align(order.clientOrderId);
    if (order.listId !== undefined)
      for (const sibling of projection.ordersOfList(account, order.listId))
        if (sibling.clientOrderId !== order.clientOrderId) this.#align(sibling.clientOrderId);
    for (const child of projection.open(account).childrenOf(order.clientOrderId))
      this.#align(child.clientOrderId);
  }

  /** An entry whose position has been left by its exits is not to open another, which nothing would protect. */
  #endLeftParent({ parentOrderId, filledQuantity, listId }: Order): void {
    const { projection, account, cancel } = this.#ports;
    if (parentOrderId === undefined || listId === undefined || filledQuantity === DECIMAL_ZERO) return;
    const parent = projection.order(parentOrderId);
    if (!parent || !isOpenStatus(parent.status) || parent.isCancelWanted) return;
    if (this.#later.has(parentOrderId)) return;
    const left = projection
      .ordersOfList(account, listId)
      .reduce((rest, exit) => rest - exit.filledQuantity, parent.filledQuantity);
    if (left <= DECIMAL_ZERO) cancel(parent, 'its exits have closed what it opened');
  }

  #align(clientOrderId: string): void {
    const { projection, cancel } = this.#ports;
    const order = projection.order(clientOrderId);
    if (!order || !isOpenStatus(order.status)) return;
    // Its end is asked for already; when that did not arrive, the reconciliation asks again.
    if (order.isCancelWanted || this.#later.has(clientOrderId)) return;
    const parent = order.parentOrderId === undefined ? undefined : projection.order(order.parentOrderId);
    if (parent && parent.filledQuantity === DECIMAL_ZERO) {
      if (!isOpenStatus(parent.status)) cancel(order, `its parent was ${parent.status}`);
      return;
    }
    if (parent && isShare(order)) {
      this.#alignShare(order, parent);
      return;
    }
    const taken = this.#takenBySiblings(order);
    if (order.contingency === 'oco' && taken > DECIMAL_ZERO)
      cancel(order, 'the other of the pair has filled');
    else this.#bring(order, this.#wanted(order, parent, taken), parent);
  }

  /** One of several targets: it waits while nothing, or not yet anything, falls to it. */
  #alignShare(order: Order, parent: Order): void {
    const { projection, account } = this.#ports;
    const list = projection.ordersOfList(account, order.listId ?? order.clientOrderId);
    const { falls, now } = exitShare(order, parent, list);
    const isWaiting = now <= order.filledQuantity && order.status === 'held';
    if (isWaiting && (falls > now || isOpenStatus(parent.status))) return;
    this.#bring(order, now, parent);
  }

  #wanted(order: Order, parent: Order | undefined, taken: Decimal): Decimal {
    const { clientOrderId, contingency } = order;
    if (parent) return contingency === 'ouo' ? parent.filledQuantity - taken : parent.filledQuantity;
    const counted = this.#counted.get(clientOrderId);
    if (contingency !== 'ouo' || counted === undefined) {
      this.#counted.set(clientOrderId, taken);
      return order.quantity;
    }
    return order.quantity - (taken - counted);
  }

  #bring(order: Order, quantity: Decimal, parent: Order | undefined): void {
    const { cancel, release, change } = this.#ports;
    const { clientOrderId, status } = order;
    const prices = followedPrices(order, parent?.averagePrice);
    if (quantity <= order.filledQuantity) {
      cancel(order, 'the others of its list have filled');
    } else if (status === 'held' && parent && !order.isEmulated) {
      release(order, { ...prices, quantity }, 'its parent has filled');
    } else if (status === 'working' || status === 'partially-filled' || status === 'held') {
      const wanted = { ...prices, ...(quantity === order.quantity ? {} : { quantity }) };
      if (isSame(wanted, {}) || isSame(wanted, this.#refused.get(clientOrderId))) return;
      if (this.#counted.has(clientOrderId)) this.#counted.set(clientOrderId, this.#takenBySiblings(order));
      change(order, wanted);
    }
  }

  #takenBySiblings(order: Order): Decimal {
    const { projection, account } = this.#ports;
    if (order.listId === undefined) return DECIMAL_ZERO;
    return projection
      .ordersOfList(account, order.listId)
      .filter(({ clientOrderId }) => clientOrderId !== order.clientOrderId)
      .reduce((sum, { filledQuantity }) => sum + filledQuantity, DECIMAL_ZERO);
  }
}

/** Whether an order is kept in line with anything: others, or a price that it has reached. */
function hangs({ parentOrderId, listId, hasBrokenEven }: Order): boolean {
  return parentOrderId !== undefined || listId !== undefined || hasBrokenEven === true;
}

/** Whether a change asks for nothing that the other does not. */
function isSame(change: OrderChange, other: OrderChange | undefined): boolean {
  return (
    other !== undefined &&
    Object.entries(change).every(([name, value]) => other[name as keyof OrderChange] === value)
  );
}
