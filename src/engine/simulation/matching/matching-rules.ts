import {
  isTriggered,
  TRIGGERED_TYPE,
  trailedLimit,
  trailedStop,
  type WaitingType,
} from '#domain/orders/triggers';
import type { RestingOrder, WorkingType } from './resting-order.ts';

/** What an order can trade at where there is a quote: a buy at the ask, a sell at the bid; at the last price otherwise. */
export function tradablePrice(isBuy: boolean, last: number, bid: number, ask: number): number {
  const quoted = isBuy ? ask : bid;
  return quoted > 0 ? quoted : last;
}

/** Whether a price is as good as an order's limit. */
export function isAsGood(isBuy: boolean, price: number, limit: number): boolean {
  return isBuy ? price <= limit : price >= limit;
}

/**
 * Price at which a resting order fills at one point of the market: a trade, a quote, a bar's opening. NaN when it does
 * not. Orders that wait for a trigger are triggered by `last`, and stops that trail follow it.
 *
 * Market: what can be traded at. Limit: that price when it is as good as the limit. Stop: the worse of it and the stop.
 * If touched: that price. Stop-limit, limit if touched and trailing stop-limit are limit orders from their trigger on.
 */
export function priceAtPoint(order: RestingOrder, last: number, tradable: number): number {
  const { working } = order;
  if (working === 'market') return tradable;
  if (working === 'limit') return isAsGood(order.isBuy, tradable, order.limit) ? tradable : Number.NaN;
  const { isBuy, stop } = order;
  if (!isTriggered(working, isBuy ? 'buy' : 'sell', stop, last)) {
    follow(order, working, last);
    return Number.NaN;
  }
  trigger(order, working, stop);
  if (order.working === 'limit') return priceAtPoint(order, last, tradable);
  if (working === 'market-if-touched') return tradable;
  return isBuy ? Math.max(tradable, stop) : Math.min(tradable, stop);
}

/**
 * The same within a bar, after its opening has been met. A gap through a price fills at the open: better for limits,
 * worse for stops. A market order waits for the next opening.
 *
 * A stop-limit that is triggered within the bar at a worse price than its limit fills there only if the close shows that
 * the price came back. A stop that trails is triggered where it stood at the opening, or, when the close lies beyond
 * where the best price of the bar has moved it, there: the worse for the account otherwise.
 */
export function priceWithin(
  order: RestingOrder,
  open: number,
  high: number,
  low: number,
  close: number,
): number {
  const { working, isBuy } = order;
  switch (working) {
    case 'market':
      return Number.NaN;
    case 'limit':
      return betterWithin(isBuy, order.limit, open, high, low);
    case 'stop': {
      if (order.terms.breakEven !== undefined) return followingWithin(order, working, open, high, low, close);
      const price = worseWithin(isBuy, order.stop, open, high, low);
      if (price > 0) order.working = 'market';
      return price;
    }
    case 'stop-limit':
      return stopLimitWithin(order, open, high, low, close);
    case 'market-if-touched': {
      const price = betterWithin(isBuy, order.stop, open, high, low);
      if (price > 0) order.working = 'market';
      return price;
    }
    case 'limit-if-touched': {
      const touched = betterWithin(isBuy, order.stop, open, high, low);
      if (!(touched > 0)) return Number.NaN;
      order.working = 'limit';
      return isAsGood(isBuy, touched, order.limit)
        ? touched
        : betterWithin(isBuy, order.limit, open, high, low);
    }
    default:
      return followingWithin(order, working, open, high, low, close);
  }
}

/** Whether the bar could have triggered a stop that follows after its best price and before its worst, which it does not tell. */
export function isTrailUncertain(order: RestingOrder, high: number, low: number): boolean {
  const { working, isBuy, stop } = order;
  if (!isFollowing(order, working)) return false;
  return isBuy ? high >= stop : low <= stop;
}

/** Of what waits for a price at or better than `price`: buys below, sells above the market. */
function betterWithin(isBuy: boolean, price: number, open: number, high: number, low: number): number {
  if (isBuy) return low <= price ? Math.min(open, price) : Number.NaN;
  return high >= price ? Math.max(open, price) : Number.NaN;
}

/** Of what waits for a price at or worse than `price`. */
function worseWithin(isBuy: boolean, price: number, open: number, high: number, low: number): number {
  if (isBuy) return high >= price ? Math.max(open, price) : Number.NaN;
  return low <= price ? Math.min(open, price) : Number.NaN;
}

function stopLimitWithin(
  order: RestingOrder,
  open: number,
  high: number,
  low: number,
  close: number,
): number {
  const { isBuy, limit } = order;
  const triggered = worseWithin(isBuy, order.stop, open, high, low);
  if (Number.isNaN(triggered)) return Number.NaN;
  order.working = 'limit';
  if (isAsGood(isBuy, triggered, limit)) return triggered;
  return isAsGood(isBuy, close, limit) ? limit : Number.NaN;
}

function followingWithin(
  order: RestingOrder,
  type: WaitingType,
  open: number,
  high: number,
  low: number,
  close: number,
): number {
  const { isBuy } = order;
  if (Number.isNaN(order.stop)) follow(order, type, open);
  const standing = order.stop;
  const triggered = worseWithin(isBuy, standing, open, high, low);
  if (triggered > 0) {
    trigger(order, type, standing);
    return order.working === 'limit' && !isAsGood(isBuy, triggered, order.limit) ? Number.NaN : triggered;
  }
  follow(order, type, isBuy ? low : high);
  const moved = order.stop;
  if (!(isBuy ? close >= moved : close <= moved)) return Number.NaN;
  trigger(order, type, moved);
  return moved;
}

/** Whether its stop moves with the market. */
function isFollowing({ terms }: RestingOrder, working: WorkingType): boolean {
  if (working === 'trailing-stop' || working === 'trailing-stop-limit') return true;
  return working === 'stop' && terms.breakEven !== undefined;
}

/** Moves a stop that trails or breaks even, never back; any other stays where it is. */
function follow(order: RestingOrder, type: WaitingType, price: number): void {
  if (!isFollowing(order, type)) return;
  const { trailAmount = Number.NaN, trailPercent = Number.NaN, breakEven } = order.terms;
  const { isBuy, stop } = order;
  const side = isBuy ? 'buy' : 'sell';
  let next = stop;
  if (type !== 'stop') next = trailedStop(side, stop, price, { amount: trailAmount, percent: trailPercent });
  if (breakEven !== undefined && (isBuy ? price <= breakEven.at : price >= breakEven.at)) {
    const { to } = breakEven;
    if (Number.isNaN(next) || (isBuy ? to < next : to > next)) next = to;
  }
  if (next !== stop && next > 0) order.moveStop(next);
}

function trigger(order: RestingOrder, type: WaitingType, stop: number): void {
  if (type === 'trailing-stop-limit')
    order.becomeLimit(trailedLimit(order.isBuy ? 'buy' : 'sell', stop, order.terms.limitOffset ?? 0));
  else order.working = TRIGGERED_TYPE[type];
}

/**
 * Price at which an exit fills on the rest of the very bar its entry filled within: a stop if the bar touched it at all,
 * a target only if the close is there. NaN when it does not.
 */
export function priceOnRest(order: RestingOrder, high: number, low: number, close: number): number {
  const { working, isBuy, stop, limit } = order;
  if (working === 'stop') return (isBuy ? high >= stop : low <= stop) ? stop : Number.NaN;
  if (working === 'limit') return isAsGood(isBuy, close, limit) ? limit : Number.NaN;
  return priceAtPoint(order, close, close);
}
