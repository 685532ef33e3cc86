import type { Order } from '#domain/orders/order';
import { isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import type { Projection } from '#engine/journal/projection';

export interface LinkedOrderPorts {
  readonly projection: Pick<Projection, 'order' | 'open' | 'ordersOfList'>;
  readonly account: string;
  /** Sends a held order, for so much in all. */
  readonly release: (order: Order, quantity: Decimal, reason: string) => void;
  readonly cancel: (order: Order, reason: string) => void;
  /** Asks for another quantity in all. */
  readonly resize: (order: Order, quantity: Decimal) => void;
}

/**
 * One-triggers-other, one-cancels-other and one-updates-other, kept by the engine for every venue alike. A child is
 * sent for what its parent has filled and grows with it; a fill of an `ouo` sibling takes as much off, one of an `oco`
 * sibling ends it.
 */
export class LinkedOrders {
  readonly #ports: LinkedOrderPorts;
  /** What siblings had filled when an order without a parent was last brought into line. */
  readonly #counted = new Map<string, Decimal>();
  /** The quantity that the venue refused last: it is not asked for again. */
  readonly #refused = new Map<string, Decimal>();
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

  /** The venue refused to give an order this quantity. */
  refused(clientOrderId: string, quantity: Decimal): void {
    this.#refused.set(clientOrderId, quantity);
  }

  /** The venue refused to end an order. */
  endRefused(clientOrderId: string): void {
    this.#later.add(clientOrderId);
  }

  /** Brings everything into line that is not, also what the venue refused before. */
  realign(): void {
    const { projection, account } = this.#ports;
    this.#later.clear();
    for (const { clientOrderId, listId, parentOrderId } of projection.open(account).all())
      if (listId !== undefined || parentOrderId !== undefined) this.#align(clientOrderId);
  }

  /** Another quantity was asked for and the command never arrived: it is to be asked for again. */
  unsent({ clientOrderId, quantity, pendingChange }: Order): void {
    this.#later.add(clientOrderId);
    const counted = this.#counted.get(clientOrderId);
    if (counted === undefined || pendingChange?.quantity === undefined) return;
    this.#counted.set(clientOrderId, counted - (quantity - pendingChange.quantity));
  }

  /** Brings what hangs together with an order into line with what has become of it. */
  changed(order: Order): void {
    const { projection, account } = this.#ports;
    if (order.parentOrderId === undefined && order.listId === undefined) {
      this.#alignChildren(order);
      return;
    }
    this.#align(order.clientOrderId);
    if (order.listId !== undefined)
      for (const sibling of projection.ordersOfList(account, order.listId))
        if (sibling.clientOrderId !== order.clientOrderId) this.#align(sibling.clientOrderId);
    this.#alignChildren(order);
  }

  #alignChildren({ clientOrderId }: Order): void {
    const { projection, account } = this.#ports;
    for (const child of projection.open(account).childrenOf(clientOrderId)) this.#align(child.clientOrderId);
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
    const taken = this.#takenBySiblings(order);
    if (order.contingency === 'oco' && taken > DECIMAL_ZERO) {
      cancel(order, 'the other of the pair has filled');
      return;
    }
    this.#bring(order, this.#wanted(order, parent, taken), parent !== undefined);
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

  #bring(order: Order, wanted: Decimal, hasParent: boolean): void {
    const { cancel, release, resize } = this.#ports;
    const { clientOrderId, status } = order;
    const isAtWork = status === 'working' || status === 'partially-filled';
    if (wanted <= order.filledQuantity) {
      cancel(order, 'the others of its list have filled');
    } else if (status === 'held' && hasParent && !order.isEmulated) {
      release(order, wanted, 'its parent has filled');
    } else if ((isAtWork || status === 'held') && wanted !== order.quantity) {
      if (this.#refused.get(clientOrderId) === wanted) return;
      if (this.#counted.has(clientOrderId)) this.#counted.set(clientOrderId, this.#takenBySiblings(order));
      resize(order, wanted);
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
