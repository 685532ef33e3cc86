import { parseOptionSymbol } from '../instruments/option-contract.ts';
import { tradedLegs } from '../orders/combo.ts';
import type { OrderIntent } from '../orders/order.ts';

/**
 * Why an intent breaks the restricted list, as sentences; empty when it does not. Each leg is looked at, and what an option
 * is on. Symbols compare without case.
 */
export function checkRestrictedList(
  intent: Pick<OrderIntent, 'symbol' | 'side' | 'legs'>,
  restricted: readonly string[],
): string[] {
  if (restricted.length === 0) return [];
  const traded = tradedLegs(intent).flatMap(({ symbol }) => [
    symbol,
    parseOptionSymbol(symbol)?.underlying ?? symbol,
  ]);
  const listed = new Set(restricted.map((symbol) => symbol.toUpperCase()));
  return [...new Set(traded)]
    .filter((symbol) => listed.has(symbol.toUpperCase()))
    .map(
      (symbol) =>
        `${symbol} is on the restricted list (rule restricted-list); remove it in Settings to trade it`,
    );
}
