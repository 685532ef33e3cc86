import { type MatchableOrder, matchOnBar } from '#domain/orders/bar-matching';
import { type FeeModel, noFee } from '#domain/orders/fee-model';
import type { Fill, Order, OrderIntent } from '#domain/orders/order';
import { isOpenStatus } from '#domain/orders/order-state';
import { noSlippage, type SlippageModel } from '#domain/orders/slippage-model';
import { matchOnTick } from '#domain/orders/tick-matching';
import {
  DECIMAL_ONE,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  decimalToNumber,
  formatDecimal,
} from '#domain/values/decimal';

/** What the venue needs to know of an order. An {@link Order} is one. */
export type VenueOrder = Pick<
  OrderIntent,
  'symbol' | 'side' | 'type' | 'quantity' | 'limitPrice' | 'stopPrice' | 'timeInForce'
> & { readonly clientOrderId: string };

/** What the venue says, at once and in the order it happens. Times are market time in milliseconds. */
export type VenueEvent =
  | { readonly kind: 'acknowledged'; readonly clientOrderId: string; readonly eventTime: number }
  | {
      readonly kind: 'filled';
      readonly clientOrderId: string;
      readonly eventTime: number;
      readonly fill: Fill;
      readonly isComplete: boolean;
    }
  | {
      readonly kind: 'cancelled' | 'rejected' | 'expired';
      readonly clientOrderId: string;
      readonly eventTime: number;
      readonly reason: string;
    };

export interface SimulatedVenueOptions {
  /** Told synchronously; may submit and cancel orders from within. */
  readonly listener: (event: VenueEvent) => void;
  readonly fee?: FeeModel;
  readonly slippage?: SlippageModel;
  /** Largest share of a tick's size that one order takes, in whole units; absent means no volume limit. */
  readonly participation?: number;
}

/**
 * The one matching core of backtest and replay. Orders rest here and are matched against ticks or bars in
 * the order they arrived; nothing in it reads a clock or a random source, so the same calls give the same events.
 */
export interface SimulatedVenue {
  /**
   * Takes an order at `time`: `acknowledged`, or `rejected` when its id is already known or its prices do not suit
   * its type. It matches data seen from now on, never the tick or bar being handled.
   */
  submit(order: VenueOrder, time: number): void;
  /** Answers false, and says nothing, when the order does not rest here. */
  cancel(clientOrderId: string, time: number, reason: string): boolean;
  /** One tick. `bid` and `ask` may be 0 or NaN (no quote). Allocates nothing where no order rests in the symbol. */
  onTick(symbol: string, time: number, last: number, bid: number, ask: number, size: number): void;
  /** One whole bar whose data begins at `time`. Stops are tried before limits: the worse for the account. */
  onBar(symbol: string, time: number, open: number, high: number, low: number): void;
  /** The session ends: every day order expires. */
  endDay(time: number): void;
  /** Takes back open orders after a crash, without events; closed ones are only remembered, so that a repeat is refused. */
  restore(orders: readonly Order[]): void;
  /** Resting orders in order of arrival, with what is left to fill. */
  openOrders(): readonly { readonly order: VenueOrder; readonly leftQuantity: Decimal }[];
  /** What became of an order: still resting, closed, or never seen here. */
  ask(clientOrderId: string): 'open' | 'closed' | 'unknown';
}

interface RestingOrder {
  readonly order: VenueOrder;
  readonly side: VenueOrder['side'];
  readonly type: MatchableOrder['type'];
  readonly trigger: number;
  readonly arrivalTime: number;
  leftQuantity: Decimal;
}

export function createSimulatedVenue(options: SimulatedVenueOptions): SimulatedVenue {
  const { listener, fee = noFee, slippage = noSlippage, participation } = options;
  const known = new Set<string>();
  const bySymbol = new Map<string, RestingOrder[]>();
  const byId = new Map<string, RestingOrder>();

  const rest = (order: VenueOrder, arrivalTime: number, leftQuantity: Decimal): void => {
    const { type } = order;
    if (type !== 'market' && type !== 'limit' && type !== 'stop') return;
    const trigger = order.type === 'limit' ? order.limitPrice : order.stopPrice;
    const resting: RestingOrder = {
      order,
      side: order.side,
      type,
      trigger: trigger === undefined ? 0 : decimalToNumber(trigger),
      arrivalTime,
      leftQuantity,
    };
    byId.set(order.clientOrderId, resting);
    const queue = bySymbol.get(order.symbol);
    if (queue) queue.push(resting);
    else bySymbol.set(order.symbol, [resting]);
  };

  const remove = (resting: RestingOrder): void => {
    byId.delete(resting.order.clientOrderId);
    const queue = bySymbol.get(resting.order.symbol)!.filter((other) => other !== resting);
    if (queue.length === 0) bySymbol.delete(resting.order.symbol);
    else bySymbol.set(resting.order.symbol, queue);
  };

  const fill = (
    resting: RestingOrder,
    eventTime: number,
    matched: number,
    available: Decimal | null,
  ): void => {
    const { order } = resting;
    const exact = decimalFromNumber(matched);
    const price = order.type === 'limit' ? exact : slippage(exact, order.side);
    const quantity =
      available === null || available > resting.leftQuantity ? resting.leftQuantity : available;
    if (quantity <= DECIMAL_ZERO) return;
    resting.leftQuantity -= quantity;
    const isComplete = resting.leftQuantity === DECIMAL_ZERO;
    if (isComplete) remove(resting);
    const { clientOrderId, symbol, side } = order;
    const fillId = `${clientOrderId}-${formatDecimal(order.quantity - resting.leftQuantity)}`;
    listener({
      kind: 'filled',
      clientOrderId,
      eventTime,
      isComplete,
      fill: { fillId, clientOrderId, symbol, side, quantity, price, fee: fee(price, quantity), eventTime },
    });
  };

  const close = (
    resting: RestingOrder,
    kind: 'cancelled' | 'expired',
    eventTime: number,
    reason: string,
  ): void => {
    remove(resting);
    listener({ kind, clientOrderId: resting.order.clientOrderId, eventTime, reason });
  };

  return {
    submit(order, time) {
      const fault = known.has(order.clientOrderId) ? 'this order was already received' : orderFault(order);
      const { clientOrderId } = order;
      if (fault !== undefined) {
        listener({ kind: 'rejected', clientOrderId, eventTime: time, reason: fault });
        return;
      }
      known.add(clientOrderId);
      rest(order, time, order.quantity);
      listener({ kind: 'acknowledged', clientOrderId, eventTime: time });
    },

    cancel(clientOrderId, time, reason) {
      const resting = byId.get(clientOrderId);
      if (!resting) return false;
      close(resting, 'cancelled', time, reason);
      return true;
    },

    onTick(symbol, time, last, bid, ask, size) {
      const queue = bySymbol.get(symbol);
      if (queue === undefined) return;
      const available = participation === undefined ? null : wholeUnits(size * participation);
      // A listener may submit (appended past `count`) or cancel (which replaces the array) while this goes on.
      for (let i = 0, count = queue.length; i < count; i++) {
        const resting = queue[i]!;
        if (time < resting.arrivalTime || !byId.has(resting.order.clientOrderId)) continue;
        const matched = matchOnTick(resting, last, bid, ask);
        if (matched !== null) fill(resting, time, matched, available);
      }
    },

    onBar(symbol, time, open, high, low) {
      const queue = bySymbol.get(symbol);
      if (queue === undefined) return;
      for (const resting of [...queue].sort(
        (a, b) => Number(a.type === 'limit') - Number(b.type === 'limit'),
      )) {
        if (time < resting.arrivalTime || !byId.has(resting.order.clientOrderId)) continue;
        const matched = matchOnBar(resting, open, high, low);
        if (matched !== null) fill(resting, time, matched, null);
      }
    },

    endDay(time) {
      for (const resting of [...byId.values()]) {
        if (resting.order.timeInForce !== 'day' || !byId.has(resting.order.clientOrderId)) continue;
        close(resting, 'expired', time, 'the trading day ended');
      }
    },

    restore(orders) {
      for (const order of orders) {
        // Pending and refused orders never reached the venue.
        if (order.status === 'pending' || order.status === 'refused' || known.has(order.clientOrderId))
          continue;
        known.add(order.clientOrderId);
        if (isOpenStatus(order.status)) rest(order, order.createdTime, order.quantity - order.filledQuantity);
      }
    },

    openOrders: () => [...byId.values()].map(({ order, leftQuantity }) => ({ order, leftQuantity })),
    ask: (clientOrderId) =>
      byId.has(clientOrderId) ? 'open' : known.has(clientOrderId) ? 'closed' : 'unknown',
  };
}

function orderFault(order: VenueOrder): string | undefined {
  const { type, quantity, limitPrice, stopPrice } = order;
  if (quantity <= DECIMAL_ZERO) return 'the quantity must be positive';
  if (type !== 'market' && type !== 'limit' && type !== 'stop')
    return `this venue takes market, limit and stop orders, not ${type}`;
  const price = type === 'limit' ? limitPrice : stopPrice;
  if (type !== 'market' && (price === undefined || price <= DECIMAL_ZERO))
    return `a ${type} order needs a positive ${type} price`;
  return undefined;
}

function wholeUnits(quantity: number): Decimal {
  return quantity >= 1 ? BigInt(Math.floor(quantity)) * DECIMAL_ONE : DECIMAL_ZERO;
}
