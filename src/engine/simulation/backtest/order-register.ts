import type { ListedOrder } from '#domain/orders/order-list';
import type { OrderTerms } from '#domain/strategies/sdk/strategy-context';
import { type Units, unitsFromNumber } from '#domain/values/units';
import type { Writable } from '#domain/values/writable';
import type { RestingOrders } from '../matching/resting-orders.ts';
import { OrderListHash } from '../order-list-hash.ts';
import { WorkingOrder } from './working-order.ts';

/** How many orders came to which end, and what had to be assumed. */
export interface OrderCounts {
  placed: number;
  filled: number;
  cancelled: number;
  expired: number;
  refused: number;
  /** Bars that could have filled both a stop and a target, or whose course after an entry is unknown. */
  ambiguousBars: number;
}

/** Every order of a run: its number, whether it rests, how it ended, and the list that runs are compared by. */
export class OrderRegister {
  readonly counts: OrderCounts = {
    placed: 0,
    filled: 0,
    cancelled: 0,
    expired: 0,
    refused: 0,
    ambiguousBars: 0,
  };
  readonly orders: RestingOrders<WorkingOrder>;
  readonly hash = new OrderListHash();
  /** Why the newest order was refused or could not fill; empty when it was not. */
  lastRefusal = '';
  /** Why the newest of the refused orders was; empty when none was. */
  refusedBecause = '';
  readonly #symbols: readonly string[];
  /** What the list is told of an order: it keeps none, so the next is written over it. */
  readonly #listed: Writable<ListedOrder> = {
    time: Number.NaN,
    symbol: '',
    side: 'buy',
    quantity: Number.NaN,
    type: 'market',
    timeInForce: 'gtc',
    limitPrice: undefined,
    stopPrice: undefined,
    trailAmount: undefined,
    trailPercent: undefined,
    limitOffset: undefined,
    breakEvenAt: undefined,
    breakEvenTo: undefined,
    expireTime: undefined,
  };
  #newest = 0;

  constructor(symbols: readonly string[], orders: RestingOrders<WorkingOrder>) {
    this.#symbols = symbols;
    this.orders = orders;
  }

  /** An order with the next number, still to be added; a closed one's object serves again once nobody walks over it. */
  make(instrument: number, isBuy: boolean, terms: OrderTerms, stamp: number, firstBar: number): WorkingOrder {
    const id = this.#newest + 1;
    const spare = this.orders.takeSpare();
    if (!spare) return new WorkingOrder(id, instrument, isBuy, terms, stamp, firstBar);
    spare.renew(id, instrument, isBuy, terms, stamp, firstBar);
    return spare;
  }

  add(order: WorkingOrder): void {
    this.#newest = order.id;
    this.counts.placed += 1;
    this.orders.add(order);
  }

  /** Says no to an order; always 0. */
  refuse(reason: string): 0 {
    this.lastRefusal = reason;
    this.refusedBecause = reason;
    this.counts.refused += 1;
    return 0;
  }

  /** An order has filled to the last. */
  complete(order: WorkingOrder): void {
    this.orders.close(order);
    this.counts.filled += 1;
  }

  /** Ends an order that could not fill when it was its turn. */
  refuseFill(order: WorkingOrder, reason: string): void {
    this.end(order, 'cancelled', reason);
    this.refusedBecause = reason;
    this.counts.refused += 1;
  }

  /** Ends an order that has not filled, or not wholly; false when it was not resting. */
  end(order: WorkingOrder, how: 'cancelled' | 'expired', reason = ''): boolean {
    if (!this.orders.close(order)) return false;
    if (reason !== '') this.lastRefusal = reason;
    this.counts[how] += 1;
    return true;
  }

  /** Brings those that an order is paired with into line with a fill of so many units of it. */
  cancelPairs(order: WorkingOrder, quantity: Units): void {
    if (order.group === undefined && order.bracketOf === 0) return;
    if (order.sharesWithStop) {
      this.#alignExits(order, quantity);
      return;
    }
    // Legs of a bracket only reduce, so a partly filled one may leave the other standing.
    if (order.bracketOf !== 0 && order.isOpen) return;
    // Exits are of the entry's instrument; a group may join orders of several.
    const others = order.group === undefined ? this.orders.of(order.instrument) : this.orders.all();
    for (const other of others)
      if (other !== order && other.isOpen && order.isPairedWith(other)) this.end(other, 'cancelled');
  }

  /** A target takes as much off the stop of its template; a stop that has filled ends the targets. */
  #alignExits(order: WorkingOrder, quantity: Units): void {
    for (const other of this.orders.of(order.instrument)) {
      if (other === order || !other.isOpen || !order.isPairedWith(other)) continue;
      if (order.type === 'limit' && other.type !== 'limit') {
        other.left -= quantity;
        if (other.left <= 0) this.end(other, 'cancelled');
      } else if (order.type !== 'limit' && !order.isOpen) this.end(other, 'cancelled');
    }
  }

  /** Adds an order to the list, once its quantity is known. */
  list(order: WorkingOrder): void {
    if (order.listed !== 0) return;
    const { terms, type } = order;
    const { breakEven } = terms;
    const listed = this.#listed;
    listed.time = order.stamp;
    listed.symbol = this.#symbols[order.instrument]!;
    listed.side = order.isBuy ? 'buy' : 'sell';
    listed.quantity = order.quantity;
    listed.type = type === 'market-on-close' ? 'market' : type;
    listed.timeInForce = type === 'market-on-close' ? 'at-close' : order.validity;
    listed.limitPrice = unitsOf(terms.limit);
    listed.stopPrice = unitsOf(terms.stop);
    listed.trailAmount = unitsOf(terms.trailAmount);
    listed.trailPercent = unitsOf(terms.trailPercent);
    listed.limitOffset = unitsOf(terms.limitOffset);
    listed.breakEvenAt = unitsOf(breakEven?.at);
    listed.breakEvenTo = unitsOf(breakEven?.to);
    listed.expireTime = terms.expireTime;
    order.listed = this.hash.addOrder(listed);
  }
}

function unitsOf(price: number | undefined): Units | undefined {
  return price !== undefined && price > 0 ? unitsFromNumber(price) : undefined;
}
