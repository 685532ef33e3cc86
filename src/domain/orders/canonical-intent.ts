import { type Decimal, formatDecimal } from '#domain/values/decimal';
import type { OrderIntent } from './order.ts';

/**
 * One text for one intent, the same on every machine: JSON with keys sorted by code unit, no white space, decimals
 * as plain decimal text, absent parts left out. Equal texts mean the same order.
 */
export function canonicalIntent(intent: OrderIntent): string {
  const parts = Object.entries(intent)
    .filter((entry): entry is [string, string | Decimal] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, value]) =>
        `${JSON.stringify(key)}:${JSON.stringify(typeof value === 'bigint' ? formatDecimal(value) : value)}`,
    );
  return `{${parts.join(',')}}`;
}
