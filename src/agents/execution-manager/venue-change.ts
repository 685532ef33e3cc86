import type { Order, OrderChange } from '#domain/orders/order';
import { canHappen } from '#domain/orders/order-state';
import { DECIMAL_ZERO } from '#domain/values/decimal';

/** What of a change a venue is asked for: the rest is the engine's own reckoning. */
export function changeAtVenue(change: OrderChange, movesToBreakEven: boolean): OrderChange {
  const { parentPrice: _price, breakEvenAt: _at, breakEvenTo: _to, ...terms } = change;
  const { parentPrice: _own, ...breakEven } = ownChange(change);
  return movesToBreakEven ? { ...terms, ...breakEven } : terms;
}

/** What a venue may not have been told of a change, and holds once it has made the rest. */
export function ownChange(change: OrderChange | undefined): OrderChange {
  const { parentPrice, breakEvenAt, breakEvenTo } = change ?? {};
  return {
    ...(parentPrice === undefined ? {} : { parentPrice }),
    ...(breakEvenAt === undefined ? {} : { breakEvenAt }),
    ...(breakEvenTo === undefined ? {} : { breakEvenTo }),
  };
}

/** Why an order cannot be asked for other terms, in a sentence; undefined when it can. */
export function changeFault(
  order: Order,
  { quantity, limitPrice, stopPrice }: OrderChange,
): string | undefined {
  const { status, filledQuantity, legs } = order;
  if (status !== 'held' && !canHappen(status, 'replace-requested'))
    return `an order that is ${status} cannot be replaced`;
  if (quantity !== undefined && quantity <= filledQuantity)
    return `the new quantity must be above what has filled already; cancel the order to stop it there`;
  for (const [name, price] of [
    ['limit', limitPrice],
    ['stop', stopPrice],
  ] as const)
    if (price !== undefined && price <= DECIMAL_ZERO && legs === undefined)
      return `the new ${name} price must be above zero`;
  return undefined;
}
