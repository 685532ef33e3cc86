import { toldFloat, toldNumber } from '../../values/told-number.ts';
import type { PrecautionName } from './precaution-names.ts';
import type { ProtectionSettings } from './protection-settings.ts';

/** Earlier orders of the symbol that a usual quantity needs. */
const ORDERS_NEEDED = 3;

/** The middle of earlier quantities, or null when there are too few to call one usual. */
export function usualQuantity(quantities: readonly number[]): number | null {
  if (quantities.length < ORDERS_NEEDED) return null;
  const sorted = new Float64Array(quantities).sort();
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
    const times = toldFloat(Number((quantity / usual).toFixed(1)));
    const text = `${toldFloat(quantity)} ${symbol} is ${times} times the usual ${toldFloat(usual)}; more than ${timesUsualMax} times is asked about`;
    found.push({ name: 'unusual-quantity', text });
  }
  if (value !== null && value > valueMax) {
    const text = `the order is worth ${toldNumber(value, 2)}; more than ${toldNumber(valueMax, 2)} is asked about`;
    found.push({ name: 'large-value', text });
  }
  return found;
}
