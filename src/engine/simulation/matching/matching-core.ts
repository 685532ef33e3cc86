import type { BookSide, OrderBook } from '#domain/market/order-book';
import {
  isAsGood,
  isTrailUncertain,
  priceAtPoint,
  priceOnRest,
  priceWithin,
  tradablePrice,
} from './matching-rules.ts';
import type { RestingOrder } from './resting-order.ts';
import { RestingOrders } from './resting-orders.ts';

/** What is done with what the rules find: a backtest sizes and books in its columns, a venue tells of it. */
export interface MatchedOrders<Order extends RestingOrder> {
  /**
   * Fills an order at a price, before slippage, as far as `volume` (what traded there, NaN where nobody knows) and
   * `available` (what stands there, Infinity where there is no book) allow, or ends it. The quantity filled, in units of
   * the instrument. Nothing of an order that is to be filled whole or not at all and cannot be.
   */
  fill(order: Order, price: number, volume: number, available: number): number;
  end(order: Order, how: 'cancelled' | 'expired', reason: string): void;
  /** A bar leaves open in which order its prices came, and something was assumed. */
  assumed(): void;
}

/** Where the market stands: what is met must have been at the venue by then. */
export interface MarketPlace {
  /** As {@link RestingOrder.arrival}: a bar's or tick's number, or a time. */
  at: number;
  /** Number of the trading day. */
  day: number;
  /** Milliseconds. */
  time: number;
  /** Whether the day begins with this bar or trade: the opening auction. */
  isDayStart: boolean;
}

const TAKES = 'it is post-only and would have taken what stood there';

export interface MatchingBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** One trade or quote; `bid` and `ask` are 0 or NaN where there is no quote, `last` NaN where nothing has traded. */
export interface MatchingTick {
  readonly last: number;
  readonly bid: number;
  readonly ask: number;
  readonly size: number;
}

/**
 * The one matching core of backtest, replay and paper: orders rest by instrument and meet bars, trades, quotes and books
 * in order of arrival. Reads no clock and no random source; the same calls give the same fills.
 *
 * Whoever drives it sets {@link place} before each call. Orders that come while data is met meet the next.
 */
export class MatchingCore<Order extends RestingOrder> {
  readonly orders: RestingOrders<Order>;
  readonly place: MarketPlace;
  readonly #matched: MatchedOrders<Order>;

  constructor(
    instruments: number,
    matched: MatchedOrders<Order>,
    place: MarketPlace = { at: Number.NaN, day: -1, time: Number.NaN, isDayStart: false },
  ) {
    this.orders = new RestingOrders<Order>(instruments);
    this.#matched = matched;
    this.place = place;
  }

  /** A bar of the instrument opens. */
  opening(instrument: number, open: number, volume: number): void {
    const resting = this.orders.of(instrument);
    for (let i = 0, count = resting.length; i < count; i++) {
      const order = resting[i]!;
      if (!this.#isPresent(order)) continue;
      if (order.manner.auction !== undefined) this.#meetOpeningAuction(order, open, volume);
      else this.#meet(order, priceAtPoint(order, open, open), volume);
    }
    this.orders.sweep(instrument);
  }

  /**
   * The rest of the bar: stops before targets, which is the worse for the account; then orders born within it.
   * `number` is what they bear as {@link RestingOrder.bornWithin}.
   */
  within(instrument: number, number: number, bar: MatchingBar): void {
    const resting = this.orders.of(instrument);
    const count = resting.length;
    for (let i = 0; i < count; i++) if (!resting[i]!.manner.isTarget) this.#meetBar(resting[i]!, bar);
    for (let i = 0; i < count; i++) if (resting[i]!.manner.isTarget) this.#meetBar(resting[i]!, bar);
    for (let i = count; i < resting.length; i++) {
      const order = resting[i]!;
      if (!order.isOpen || order.bornWithin !== number) continue;
      const price = priceOnRest(order, bar.high, bar.low, bar.close);
      if (!(price > 0)) continue;
      this.#matched.assumed();
      this.#meet(order, price, bar.volume);
    }
  }

  /**
   * One trade or quote. Where a book stands (`hasBook`) it only triggers what waits: what may trade meets the next state of
   * the book. Closed orders stay in their list until it is swept.
   */
  tick(instrument: number, { last, bid, ask, size }: MatchingTick, hasBook = false): void {
    const resting = this.orders.of(instrument);
    let refilled: Order[] | undefined;
    for (let i = 0, count = resting.length; i < count; i++) {
      const order = resting[i]!;
      if (!this.#isPresent(order)) continue;
      if (order.manner.auction !== undefined) {
        this.#meetOpeningAuction(order, tradablePrice(order.isBuy, last, bid, ask), size);
        continue;
      }
      if (hasBook && isFree(order)) continue;
      const price = priceAtPoint(order, last, tradablePrice(order.isBuy, last, bid, ask));
      if (hasBook) continue;
      const shown = order.terms.displayQuantity ?? Number.POSITIVE_INFINITY;
      const filled = this.#meet(order, price, size, shown);
      if (filled >= shown && order.isOpen) refilled = [...(refilled ?? []), order];
    }
    if (refilled) for (const order of refilled) this.orders.moveToBack(order);
  }

  /** A book: orders that need no trigger take its levels, best first, and leave what they took to nobody after them. */
  book(instrument: number, { bids, asks }: Pick<OrderBook, 'bids' | 'asks'>): void {
    const left = {
      bids: bids.size.slice(0, bids.length),
      asks: asks.size.slice(0, asks.length),
    };
    const resting = this.orders.of(instrument);
    for (let i = 0, count = resting.length; i < count; i++) {
      const order = resting[i]!;
      if (order.manner.auction !== undefined || !this.#isPresent(order)) continue;
      if (!isFree(order)) continue;
      if (order.isBuy) this.#walk(order, asks, left.asks);
      else this.#walk(order, bids, left.bids);
    }
  }

  /**
   * What a combination costs with every leg at its own market, NaN where one has none; below zero, received. Market and
   * limit orders take it whole.
   */
  combination(instrument: number, net: number): void {
    const resting = this.orders.of(instrument);
    for (let i = 0, count = resting.length; i < count; i++) {
      const order = resting[i]!;
      if (!this.#isPresent(order) || Number.isNaN(net)) continue;
      const isPriced = order.working === 'market' || net <= order.limit;
      if (isPriced) this.#matched.fill(order, net, Number.NaN, Number.POSITIVE_INFINITY);
      order.isMet = true;
    }
  }

  /** The trading day ends at this price: its auction, after which what was for it alone expires. */
  close(instrument: number, price: number, volume: number): void {
    const resting = this.orders.of(instrument);
    for (let i = 0, count = resting.length; i < count; i++) {
      const order = resting[i]!;
      if (order.manner.auction !== 'close' || !this.#isPresent(order)) continue;
      this.#meetAuction(order, price, volume, 'the close');
    }
  }

  #meetBar(order: Order, bar: MatchingBar): void {
    if (order.manner.auction !== undefined || !this.#isPresent(order)) return;
    // It was there at the opening: a price within the bar comes to it.
    if (order.working === 'limit') order.isMet = true;
    const price = priceWithin(order, bar.open, bar.high, bar.low, bar.close);
    if (!(price > 0)) {
      if (isTrailUncertain(order, bar.high, bar.low)) this.#matched.assumed();
      if (order.manner.isSpecial) this.#endImmediate(order);
      return;
    }
    if (!order.manner.isTarget && this.#hasRival(order, bar)) this.#matched.assumed();
    this.#meet(order, price, bar.volume);
  }

  /** What a price makes of an order; the quantity filled. */
  #meet(order: Order, price: number, volume: number, available = Number.POSITIVE_INFINITY): number {
    if (order.manner.isSpecial) return this.#meetSpecial(order, price, volume, available);
    const filled = price > 0 ? this.#matched.fill(order, price, volume, available) : 0;
    if (order.working === 'limit') order.isMet = true;
    return filled;
  }

  #meetSpecial(order: Order, price: number, volume: number, available: number): number {
    if (!order.isMet && price > 0 && order.terms.postOnly === true) {
      this.#matched.end(order, 'cancelled', TAKES);
      return 0;
    }
    const filled = price > 0 ? this.#matched.fill(order, price, volume, available) : 0;
    if (filled > 0 && order.isOpen && order.type === 'market-to-limit' && order.working === 'market')
      order.becomeLimit(price);
    order.isMet = true;
    this.#endImmediate(order);
    return filled;
  }

  /** Ends what an order that does not rest has left; one that waits for its trigger has not begun. */
  #endImmediate(order: Order): void {
    const { validity } = order;
    if (validity !== 'ioc' && validity !== 'fok') return;
    if (!order.isOpen || !isFree(order)) return;
    this.#matched.end(
      order,
      'cancelled',
      validity === 'fok' ? 'it could not fill whole at once' : 'what could not fill at once is cancelled',
    );
  }

  #meetOpeningAuction(order: Order, price: number, volume: number): void {
    if (order.manner.auction === 'open' && this.place.isDayStart)
      this.#meetAuction(order, price, volume, 'the opening');
  }

  #meetAuction(order: Order, price: number, volume: number, name: string): void {
    const isPriced = order.working === 'market' || isAsGood(order.isBuy, price, order.limit);
    if (isPriced && price > 0) this.#matched.fill(order, price, volume, Number.POSITIVE_INFINITY);
    // A market order that has found no volume stays for the next auction.
    if (order.isOpen && !isPriced) this.#matched.end(order, 'expired', `${name} was beyond its limit`);
  }

  #walk(order: Order, { length, price }: BookSide, left: Float64Array): void {
    const { isBuy, working } = order;
    const reach = working === 'market' ? length : reachOf(isBuy, order.limit, price, length);
    if (reach > 0 && !order.isMet && order.terms.postOnly === true) {
      this.#matched.end(order, 'cancelled', TAKES);
      return;
    }
    if (order.validity !== 'fok' || sumOf(left, reach) * 1e8 >= order.left) {
      let shown = order.terms.displayQuantity ?? Number.POSITIVE_INFINITY;
      for (let i = 0; i < reach && order.isOpen && shown > 0; i++) {
        if (!(left[i]! > 0)) continue;
        const filled = this.#matched.fill(order, price[i]!, Number.NaN, Math.min(left[i]!, shown));
        left[i]! -= filled;
        shown -= filled;
        if (filled > 0 && order.type === 'market-to-limit' && order.working === 'market') {
          order.becomeLimit(price[i]!);
          break;
        }
      }
    }
    if (order.working === 'limit') order.isMet = true;
    this.#endImmediate(order);
  }

  #isPresent(order: Order): boolean {
    if (!order.isOpen || order.arrival > this.place.at) return false;
    const { timeInForce } = order.terms;
    if (timeInForce === undefined || timeInForce === 'gtc') return true;
    const { day, time } = this.place;
    if (timeInForce === 'gtd') {
      if (!(time >= (order.terms.expireTime ?? Number.POSITIVE_INFINITY))) return true;
      this.#matched.end(order, 'expired', 'its date has come');
      return false;
    }
    if (timeInForce !== 'day') return true;
    if (order.day < 0) order.day = day;
    if (order.day === day) return true;
    this.#matched.end(order, 'expired', 'the trading day ended');
    return false;
  }

  /** Whether the same bar could also have filled an order that this one cancels. */
  #hasRival(order: Order, { open, high, low, close }: MatchingBar): boolean {
    for (const other of this.orders.of(order.instrument))
      if (other !== order && other.isOpen && other.type === 'limit' && order.isPairedWith(other))
        if (priceWithin(other, open, high, low, close) > 0) return true;
    return false;
  }
}

/** Whether an order waits for no trigger. */
function isFree({ working }: RestingOrder): boolean {
  return working === 'market' || working === 'limit';
}

/** How many levels of a book are as good as a limit. */
function reachOf(isBuy: boolean, limit: number, price: Float64Array, length: number): number {
  let reach = 0;
  while (reach < length && isAsGood(isBuy, price[reach]!, limit)) reach += 1;
  return reach;
}

function sumOf(sizes: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += sizes[i]!;
  return sum;
}
