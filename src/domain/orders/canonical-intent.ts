import { type Decimal, formatDecimal } from '#domain/values/decimal';
import type { OrderIntent, OrderLeg } from './order.ts';

/**
 * One text for one intent, the same on every machine: JSON with keys sorted by code unit, no white space, decimals
 * as plain decimal text, absent parts left out. Equal texts mean the same order.
 */
export function canonicalIntent(intent: OrderIntent): string {
  const parts = Object.entries(intent)
    .filter((entry): entry is [string, string | Decimal | readonly OrderLeg[]] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(partText(value))}`);
  return `{${parts.join(',')}}`;
}

function partText(value: string | Decimal | readonly OrderLeg[]): unknown {
  if (typeof value === 'bigint') return formatDecimal(value);
  if (!Array.isArray(value)) return value;
  const legs: readonly OrderLeg[] = value;
  return legs.map(({ symbol, side, ratio }) => ({ ratio, side, symbol }));
}
