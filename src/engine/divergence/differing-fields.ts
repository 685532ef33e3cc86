import type { TradedEvent } from './traded-run.ts';

export const ORDER_FIELDS = [
  'time',
  'symbol',
  'side',
  'type',
  'quantity',
  'limitPrice',
  'stopPrice',
] as const;
const FILL_FIELDS = ['time', 'symbol', 'side', 'quantity', 'price', 'fee'] as const;

/** Names of the fields in which two events of one kind differ; all of them when they are of two. */
export function differingFields(a: TradedEvent, b: TradedEvent): string[] {
  if (a.kind !== b.kind) return ['kind'];
  const names = a.kind === 'order' ? ORDER_FIELDS : FILL_FIELDS;
  // A fee that was not kept on one side says nothing.
  return names.filter(
    (name) => a[name] !== b[name] && !(name === 'fee' && (a.fee === undefined || b.fee === undefined)),
  );
}
