import type { OrderType, Side } from './order.ts';

/** Types that wait for a price before they trade, and what they are from then on. */
export const TRIGGERED_TYPE = {
  stop: 'market',
  'stop-limit': 'limit',
  'market-if-touched': 'market',
  'limit-if-touched': 'limit',
  'trailing-stop': 'market',
  'trailing-stop-limit': 'limit',
} as const satisfies Partial<Record<OrderType, OrderType>>;
export type WaitingType = keyof typeof TRIGGERED_TYPE;

export function isWaitingType(type: OrderType): type is WaitingType {
  return type in TRIGGERED_TYPE;
}

/**
 * Whether a price triggers an order. Stops trigger when the market moves against the order's wish: a buy at or above its
 * stop, a sell at or below. Orders if touched are the mirror: a buy at or below, a sell at or above.
 */
export function isTriggered(type: WaitingType, side: Side, stop: number, price: number): boolean {
  const isAbove = (side === 'buy') !== (type === 'market-if-touched' || type === 'limit-if-touched');
  return isAbove ? price >= stop : price <= stop;
}

/** How far a trailing stop stays behind: `amount` in price units, or `percent` of the price; the other is NaN. */
export interface TrailDistance {
  readonly amount: number;
  readonly percent: number;
}

/** A trailing stop after a price was seen: it follows a sell's market up and a buy's down, and never goes back. NaN begins. */
export function trailedStop(side: Side, stop: number, price: number, trail: TrailDistance): number {
  const distance = trail.amount > 0 ? trail.amount : (price * trail.percent) / 100;
  const next = side === 'sell' ? price - distance : price + distance;
  if (Number.isNaN(stop)) return next;
  return side === 'sell' ? Math.max(stop, next) : Math.min(stop, next);
}

/** Limit of a trailing stop-limit whose stop stands at `stop`: worse than it by `offset`. */
export function trailedLimit(side: Side, stop: number, offset: number): number {
  return side === 'sell' ? stop - offset : stop + offset;
}
