import type { OrderView, PositionView } from '#contract/services/trading';
import { isOpenOrder } from '../order-cells.tsx';

/** Price of the stop order at work that would close a position first; null when none protects it. */
export function workingStop(
  { symbol, quantity }: Pick<PositionView, 'symbol' | 'quantity'>,
  orders: readonly Pick<OrderView, 'symbol' | 'side' | 'type' | 'status' | 'stopPrice'>[],
): number | null {
  const isLong = !quantity.startsWith('-');
  const prices = orders
    .filter(
      (order) =>
        order.symbol === symbol &&
        order.side === (isLong ? 'sell' : 'buy') &&
        // What waits to be touched takes profits; what is held waits for an entry of its own.
        order.type.includes('stop') &&
        order.status !== 'held' &&
        isOpenOrder(order),
    )
    .flatMap(({ stopPrice }) => (stopPrice === undefined ? [] : [Number(stopPrice)]));
  if (prices.length === 0) return null;
  return isLong ? Math.max(...prices) : Math.min(...prices);
}
