import type { PrecautionName } from './precaution-names.ts';
import type { ProtectionSettings } from './protection-settings.ts';

/** Earlier orders of the symbol that a usual quantity needs. */
const ORDERS_NEEDED = 3;

/** The middle of earlier quantities, or null when there are too few to call one usual. */
export function usualQuantity(quantities: readonly number[]): number | null {
  if (quantities.length < ORDERS_NEEDED) return null;
  const sorted = [...quantities].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** What about the size of an order a person should look at again, a sentence each. */
export function sizePrecautions(
  { sizePrecaution }: ProtectionSettings,
  order: {
    readonly symbol: string;
    readonly quantity: number;
    /** In the account's currency; null when no price is known. */
    readonly value: number | null;
    readonly usualQuantity: number | null;
  },
): { readonly name: PrecautionName; readonly text: string }[] {
  const { isOn, timesUsualMax, valueMax } = sizePrecaution;
  if (!isOn) return [];
  const { symbol, quantity, value, usualQuantity: usual } = order;
  const found: { name: PrecautionName; text: string }[] = [];
  if (usual !== null && usual > 0 && quantity > usual * timesUsualMax) {
    const times = Number((quantity / usual).toFixed(1));
    const text = `${quantity} ${symbol} is ${times} times the usual ${usual}; more than ${timesUsualMax} times is asked about`;
    found.push({ name: 'unusual-quantity', text });
  }
  if (value !== null && value > valueMax) {
    const text = `the order is worth ${amount(value)}; more than ${amount(valueMax)} is asked about`;
    found.push({ name: 'large-value', text });
  }
  return found;
}

/** `100,000.00` */
function amount(value: number): string {
  const [whole = '', cents] = value.toFixed(2).split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}
