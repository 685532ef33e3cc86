import type { OrderIntent } from '../orders/order.ts';

/** Why an intent breaks the restricted list, as sentences; empty when it does not. Symbols compare without case. */
export function checkRestrictedList(
  intent: Pick<OrderIntent, 'symbol'>,
  restricted: readonly string[],
): string[] {
  const isRestricted = restricted.some((symbol) => symbol.toUpperCase() === intent.symbol.toUpperCase());
  return isRestricted
    ? [`${intent.symbol} is on the restricted list (rule restricted-list); remove it in Settings to trade it`]
    : [];
}
