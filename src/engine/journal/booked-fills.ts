import type { Fill } from '#domain/orders/order';
import type { Committed } from './journal.ts';
import type { JournalPayloads } from './record-kinds.ts';

/** The fills that a commit booked, in the order of its records; one that only learnt its fee was booked before. */
export function bookedFills({ records, changes }: Committed): Fill[] {
  const changed = new Map(changes.fills.map((fill) => [fill.fillId, fill]));
  return records.flatMap(({ kind, payload }) => {
    if (kind !== 'OrderFilled') return [];
    const { fillId } = JSON.parse(payload) as JournalPayloads['OrderFilled'];
    return changed.get(fillId) ?? [];
  });
}
