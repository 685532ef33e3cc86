import { expect, it } from 'vitest';
import { bookedFills } from '#engine/journal/booked-fills';
import { RunOrderList } from '#engine/strategy-runs/run-order-list';
import { openJournalAt, tradedEntries } from '#test/support/journal-at';
import { temporaryFolder } from '#test/support/temporary-folder';

// Would catch: a strategy that is told a fill a second time, with the fee that came late, and trades on it again.
it('leaves out a fill whose fee came in the same breath as the next fill of its order', () => {
  const { journal, store } = openJournalAt(temporaryFolder());
  const [started, ...entries] = tradedEntries();
  const told: string[][] = [];
  journal.onCommitted((committed) => told.push(bookedFills(committed).map(({ fillId }) => fillId)));
  journal.record(started!);
  const list = new RunOrderList(store, 'paper-1', 'run');
  journal.onCommitted((committed) => list.take(committed));
  for (const entry of entries) {
    if (entry.kind === 'OrderIntended')
      journal.add({
        ...entry,
        payload: { ...entry.payload, intent: { ...entry.payload.intent, nonce: 'run-1' } },
      });
    else if (entry.kind !== 'OrderFilled') journal.add(entry);
    else if (entry.payload.fillId === 'A-4') {
      journal.record({ ...entry, payload: { ...entry.payload, fee: '0', isFeeDue: true } });
      const fee = { clientOrderId: 'A', fillId: 'A-4', fee: '1' };
      journal.add({ ...entry, kind: 'FeeBooked', payload: fee });
    } else journal.record(entry);
  }
  expect(told).toEqual([[], ['A-4'], ['A-10']]);
  expect(list).toMatchObject({ orders: 2, fills: 2 });
});
