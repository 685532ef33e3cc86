import type { Side } from './order.ts';

/** An order as the matching rules see it, whatever it was before its trigger. `trigger` is the limit or the stop price; a market order has none. */
export interface MatchableOrder {
  readonly side: Side;
  readonly type: 'market' | 'limit' | 'stop';
  readonly trigger: number;
}

/**
 * Price at which an order that was at the venue before the bar opened fills on it, or null when it does not.
 *
 * Market: the open. Buy limit L: when low ≤ L, at min(open, L). Buy stop S: when high ≥ S, at max(open, S). Sells
 * mirrored. So a gap fills at the open: better for limits, worse for stops.
 */
export function matchOnBar(order: MatchableOrder, open: number, high: number, low: number): number | null {
  const { trigger } = order;
  const isBuy = order.side === 'buy';
  switch (order.type) {
    case 'market':
      return open;
    case 'limit':
      if (isBuy) return low <= trigger ? Math.min(open, trigger) : null;
      return high >= trigger ? Math.max(open, trigger) : null;
    case 'stop':
      if (isBuy) return high >= trigger ? Math.max(open, trigger) : null;
      return low <= trigger ? Math.min(open, trigger) : null;
  }
}
