import { OctopusError } from '#contract/errors';
import { partOf, withFill } from '#domain/orders/combo-fills';
import type { Fill, Order } from '#domain/orders/order';
import { isOpenStatus, nextOrderStatus, type OrderEvent } from '#domain/orders/order-state';
import { DECIMAL_ZERO, parseDecimal } from '#domain/values/decimal';
import type { JournalRecord, JournalStore, ProjectionChanges } from '../ports/journal-store.ts';
import { orderIntentFromPayload } from './intent-payload.ts';
import { OpenOrders } from './open-orders.ts';
import type { JournalPayloads } from './record-kinds.ts';

/** Where orders and fills not in memory are looked up. */
export type OrderSource = Pick<
  JournalStore,
  'order' | 'orderOfVenue' | 'ordersOfList' | 'openOrders' | 'fill'
>;

const ANSWERS_CHANGE: readonly OrderEvent[] = ['replaced', 'replace-rejected'];

const isAsking = (status: Order['status']): boolean =>
  status === 'pending-replace' || status === 'pending-cancel' || status === 'unknown';

/** An order without the reason of its last status, and without the change that is no longer asked for. */
function withoutPast(order: Order, isStillAsked: boolean): Order {
  const { pendingChange, statusReason } = order;
  // Most have neither, and a copy that leaves parts out is a slow one.
  if (pendingChange === undefined && statusReason === undefined) return order;
  const { pendingChange: _change, statusReason: _reason, ...rest } = order;
  return isStillAsked && pendingChange !== undefined ? { ...rest, pendingChange } : rest;
}

/** Orders and fills as a fold over journal records. */
export class OrderFold {
  readonly #source: OrderSource;
  /** Orders that are open, or changed since the last call of {@link takeChanges}. */
  readonly #orders = new Map<string, Order>();
  /** Open orders of the accounts asked for, oldest first. */
  readonly #open = new Map<string, OpenOrders>();
  #changedOrders = new Map<string, Order>();
  #changedFills = new Map<string, Fill>();

  constructor(source: OrderSource) {
    this.#source = source;
  }

  order(clientOrderId: string): Order | undefined {
    return this.#orders.get(clientOrderId) ?? this.#source.order(clientOrderId);
  }

  orderOfVenue(account: string, venueOrderId: string): Order | undefined {
    for (const order of this.#orders.values())
      if (order.venueOrderId === venueOrderId && order.account === account) return order;
    return this.#source.orderOfVenue(account, venueOrderId);
  }

  ordersOfList(account: string, listId: string): Order[] {
    const orders = new Map(
      this.#source.ordersOfList(account, listId).map((order) => [order.clientOrderId, order]),
    );
    for (const order of this.#orders.values())
      if (order.listId === listId && order.account === account) orders.set(order.clientOrderId, order);
    return [...orders.values()];
  }

  open(account: string): OpenOrders {
    const known = this.#open.get(account);
    if (known) return known;
    const open = new OpenOrders();
    for (const stored of this.#source.openOrders(account)) {
      const order = this.#orders.get(stored.clientOrderId) ?? stored;
      if (isOpenStatus(order.status)) open.put(order);
    }
    for (const order of this.#changedOrders.values())
      if (order.account === account && isOpenStatus(order.status)) open.put(order);
    this.#open.set(account, open);
    return open;
  }

  fill(fillId: string): Fill | undefined {
    return this.#changedFills.get(fillId) ?? this.#source.fill(fillId);
  }

  intend(record: JournalRecord, { clientOrderId, intent }: JournalPayloads['OrderIntended']): void {
    this.#put({
      ...orderIntentFromPayload(intent),
      clientOrderId,
      status: 'pending',
      filledQuantity: DECIMAL_ZERO,
      averagePrice: DECIMAL_ZERO,
      createdTime: record.eventTime,
      updatedTime: record.eventTime,
    });
  }

  adopt(record: JournalRecord, payload: JournalPayloads['OrderAdopted']): void {
    const filledQuantity = parseDecimal(payload.filledQuantity);
    this.#put({
      ...orderIntentFromPayload(payload.intent),
      clientOrderId: payload.clientOrderId,
      venueOrderId: payload.venueOrderId,
      status: filledQuantity > 0n ? 'partially-filled' : 'working',
      filledQuantity,
      averagePrice: parseDecimal(payload.averagePrice),
      createdTime: record.eventTime,
      updatedTime: record.eventTime,
    });
  }

  /** Throws a `RangeError` that names both when the event cannot happen to the order. */
  move(
    record: JournalRecord,
    { clientOrderId, reason }: { readonly clientOrderId: string; readonly reason?: string },
    event: OrderEvent,
    change: Partial<Order> = {},
  ): void {
    const order = this.require(clientOrderId);
    const status = nextOrderStatus(order, event);
    const isStillAsked = isAsking(status) && !ANSWERS_CHANGE.includes(event);
    const moved: Order = {
      ...withoutPast(order, isStillAsked),
      ...change,
      ...(reason === undefined ? undefined : { statusReason: reason }),
      status,
      updatedTime: record.eventTime,
    };
    // What a change kept open is over with the answer to it.
    const isDone =
      isOpenStatus(status) &&
      !moved.pendingChange &&
      order.filledQuantity > DECIMAL_ZERO &&
      moved.filledQuantity >= moved.quantity;
    this.#put(isDone ? { ...moved, status: 'filled' } : moved);
  }

  /** The order's stop belongs at break-even from now on, whatever else is under way. */
  breakEven({ eventTime }: JournalRecord, { clientOrderId }: JournalPayloads['BreakEvenReached']): void {
    this.#put({ ...this.require(clientOrderId), hasBrokenEven: true, updatedTime: eventTime });
  }

  /** Adds a fill to its order; answers both, the order as it was before. */
  addFill(record: JournalRecord, payload: JournalPayloads['OrderFilled']): { order: Order; fill: Fill } {
    const order = this.require(payload.clientOrderId);
    const { pendingChange, isCancelWanted, ...rest } = order;
    const symbol = payload.symbol ?? order.symbol;
    const fill: Fill = {
      fillId: payload.fillId,
      clientOrderId: payload.clientOrderId,
      symbol,
      side: partOf(order, symbol)?.side ?? order.side,
      quantity: parseDecimal(payload.quantity),
      price: parseDecimal(payload.price),
      fee: parseDecimal(payload.fee),
      eventTime: record.eventTime,
      ...(payload.liquidity === undefined ? {} : { liquidity: payload.liquidity }),
      ...(payload.isFeeDue ? { isFeeDue: true } : {}),
    };
    const filled = withFill(order, fill);
    // While another quantity is asked for, nobody knows whether this was the last of it.
    const isLast = filled.filledQuantity >= order.quantity && pendingChange?.quantity === undefined;
    const status = nextOrderStatus(order, isLast ? 'filled' : 'partially-filled');
    const asked = {
      ...(pendingChange === undefined ? {} : { pendingChange }),
      ...(isCancelWanted ? { isCancelWanted } : {}),
    };
    this.#put({
      ...rest,
      ...(payload.venueOrderId === undefined ? {} : { venueOrderId: payload.venueOrderId }),
      ...(isOpenStatus(status) ? asked : {}),
      status,
      ...filled,
      updatedTime: record.eventTime,
    });
    this.#changedFills.set(fill.fillId, fill);
    return { order, fill };
  }

  /** Gives a fill the fee that was due; answers its order. */
  addFee({ clientOrderId, fillId, fee }: JournalPayloads['FeeBooked']): Order {
    const known = this.fill(fillId);
    if (!known?.isFeeDue) throw new RangeError(`no fee of fill ${fillId} is due`);
    const { isFeeDue: _due, ...fill } = known;
    this.#changedFills.set(fillId, { ...fill, fee: parseDecimal(fee) });
    return this.require(clientOrderId);
  }

  require(clientOrderId: string): Order {
    const order = this.order(clientOrderId);
    if (!order)
      throw new OctopusError(
        'STORE_FAILURE',
        `journal: record for order ${clientOrderId}, which was never intended`,
      );
    return order;
  }

  takeChanges(): Required<Pick<ProjectionChanges, 'orders' | 'fills'>> {
    const orders = [...this.#changedOrders.values()];
    const fills = [...this.#changedFills.values()];
    this.#changedOrders = new Map();
    this.#changedFills = new Map();
    for (const { clientOrderId, status } of orders)
      if (!isOpenStatus(status)) this.#orders.delete(clientOrderId);
    return { orders, fills };
  }

  reset(): void {
    this.#orders.clear();
    this.#open.clear();
    this.#changedOrders = new Map();
    this.#changedFills = new Map();
  }

  #put(order: Order): void {
    const open = this.#open.get(order.account);
    if (isOpenStatus(order.status)) open?.put(order);
    else open?.remove(order.clientOrderId);
    this.#orders.set(order.clientOrderId, order);
    this.#changedOrders.set(order.clientOrderId, order);
  }
}
