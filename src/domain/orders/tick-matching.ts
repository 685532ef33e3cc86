import type { MatchableOrder } from './bar-matching.ts';

/**
 * Price at which an order that was at the venue before the tick fills on it, or null when it does not.
 *
 * A buy trades at the ask, a sell at the bid; where a tick carries no quote (0 or NaN) both trade at the last
 * price. Limits fill when that price is as good as the limit, at the better of the two. Stops are triggered by the
 * last price, like on an exchange, and fill at the worse of the tradable price and the stop.
 */
export function matchOnTick(order: MatchableOrder, last: number, bid: number, ask: number): number | null {
  const { trigger } = order;
  const isBuy = order.side === 'buy';
  const quoted = isBuy ? ask : bid;
  const tradable = quoted > 0 ? quoted : last;
  switch (order.type) {
    case 'market':
      return tradable;
    case 'limit':
      return (isBuy ? tradable <= trigger : tradable >= trigger) ? tradable : null;
    case 'stop':
      if (isBuy) return last >= trigger ? Math.max(tradable, trigger) : null;
      return last <= trigger ? Math.min(tradable, trigger) : null;
  }
}
