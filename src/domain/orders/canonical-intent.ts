import { formatDecimal } from '#domain/values/decimal';
import type { OrderIntent, OrderLeg } from './order.ts';

/**
 * One text for one intent, the same on every machine: JSON with keys sorted by code unit, no white space, decimals
 * as plain decimal text, absent parts left out. Equal texts mean the same order.
 */
export function canonicalIntent(intent: OrderIntent): string {
  const parts: Record<string, unknown> = {};
  for (const key of namesInOrder(intent)) parts[key] = partText(intent[key]);
  return JSON.stringify(parts);
}

/** Most stand in their order already, and to sort them costs more than to see that. */
function namesInOrder(intent: OrderIntent): (keyof OrderIntent)[] {
  const names = Object.keys(intent) as (keyof OrderIntent)[];
  for (let i = 1; i < names.length; i++) if (names[i]! < names[i - 1]!) return names.sort();
  return names;
}

function partText(value: OrderIntent[keyof OrderIntent]): unknown {
  if (typeof value === 'bigint') return formatDecimal(value);
  if (!Array.isArray(value)) return value;
  const legs: readonly OrderLeg[] = value;
  return legs.map(({ symbol, side, ratio }) => ({ ratio, side, symbol }));
}
