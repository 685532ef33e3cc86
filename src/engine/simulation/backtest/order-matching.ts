import { matchOnBar } from '#domain/orders/bar-matching';
import { matchOnTick } from '#domain/orders/tick-matching';
import type { WorkingOrder } from './working-order.ts';

/** Price at which an order that waits fills at a bar's opening, NaN when it does not. Triggers stop-limits. */
export function matchOpening(order: WorkingOrder, open: number): number {
  switch (order.type) {
    case 'market':
      return open;
    case 'limit':
      return onBar(order, 'limit', order.limit, open, open, open);
    case 'stop':
      return onBar(order, 'stop', order.stop, open, open, open);
    case 'stop-limit':
      if (!order.isTriggered && !Number.isNaN(onBar(order, 'stop', order.stop, open, open, open)))
        order.isTriggered = true;
      return order.isTriggered ? onBar(order, 'limit', order.limit, open, open, open) : Number.NaN;
    case 'market-on-close':
      return Number.NaN;
  }
}

/**
 * The same within a bar, after its opening. A stop-limit that is triggered within the bar at a worse price than its
 * limit fills there only if the close shows that the price came back: the worse for the account otherwise.
 */
export function matchWithin(
  order: WorkingOrder,
  open: number,
  high: number,
  low: number,
  close: number,
): number {
  switch (order.type) {
    case 'limit':
      return onBar(order, 'limit', order.limit, open, high, low);
    case 'stop':
      return onBar(order, 'stop', order.stop, open, high, low);
    case 'stop-limit': {
      if (order.isTriggered) return onBar(order, 'limit', order.limit, open, high, low);
      const triggered = onBar(order, 'stop', order.stop, open, high, low);
      if (Number.isNaN(triggered)) return Number.NaN;
      order.isTriggered = true;
      if (order.isBuy ? triggered <= order.limit : triggered >= order.limit) return triggered;
      return onBar(order, 'limit', order.limit, close, close, close) > 0 ? order.limit : Number.NaN;
    }
    default:
      return Number.NaN;
  }
}

/** The same on one trade or quote; without a quote `bid` and `ask` are NaN. */
export function matchTick(order: WorkingOrder, last: number, bid: number, ask: number): number {
  switch (order.type) {
    case 'market':
      return onTick(order, 'market', 0, last, bid, ask);
    case 'limit':
      return onTick(order, 'limit', order.limit, last, bid, ask);
    case 'stop':
      return onTick(order, 'stop', order.stop, last, bid, ask);
    case 'stop-limit':
      if (!order.isTriggered && !Number.isNaN(onTick(order, 'stop', order.stop, last, bid, ask)))
        order.isTriggered = true;
      return order.isTriggered ? onTick(order, 'limit', order.limit, last, bid, ask) : Number.NaN;
    case 'market-on-close':
      return Number.NaN;
  }
}

function onBar(
  order: WorkingOrder,
  type: 'limit' | 'stop',
  trigger: number,
  open: number,
  high: number,
  low: number,
): number {
  const side = order.isBuy ? 'buy' : 'sell';
  return matchOnBar({ side, type, trigger }, open, high, low) ?? Number.NaN;
}

function onTick(
  order: WorkingOrder,
  type: 'market' | 'limit' | 'stop',
  trigger: number,
  last: number,
  bid: number,
  ask: number,
): number {
  const side = order.isBuy ? 'buy' : 'sell';
  return matchOnTick({ side, type, trigger }, last, bid, ask) ?? Number.NaN;
}
