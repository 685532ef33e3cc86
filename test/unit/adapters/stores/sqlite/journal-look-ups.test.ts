import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '#engine/journal/record-kinds';
import type { JournalStore } from '#engine/ports/journal-store';
import { rebuildStoredJournal } from '#runtime/journal/rebuild-stored-journal';
import { verifyStoredJournal } from '#runtime/journal/verify-stored-journal';
import { openJournalAt, tradedEntries } from '#test/support/journal-at';
import { temporaryFolder } from '#test/support/temporary-folder';

/** Records 1 to 10 are a session with two orders and two fills, 11 to 310 changes of settings, 311 is a day's interest. */
const ENTRIES: readonly JournalEntry[] = [
  ...tradedEntries(),
  ...Array.from(
    { length: 300 },
    (_, i): JournalEntry => ({
      kind: 'SettingsChanged',
      payload: { keys: ['theme'] },
      eventTime: i,
      source: 'person',
    }),
  ),
  {
    kind: 'FinancingCharged',
    payload: { account: 'paper-1', fromDate: 0, untilDate: 1, interest: '1', borrowFee: '0', borrowed: [] },
    eventTime: 400,
    source: 'execution_manager',
  },
];

/** What each look-up finds. */
function foundIn(store: JournalStore) {
  const sequences = (records: readonly { sequence: number }[]) => records.map(({ sequence }) => sequence);
  return {
    charged: sequences(store.readNewest({ kind: 'FinancingCharged', limit: 9 })),
    ofOrder: sequences(store.correlated('A')),
    orders: store.orders('paper-1', 9).map(({ clientOrderId }) => clientOrderId),
    fills: store.fills('paper-1', 9).map(({ fillId }) => fillId),
  };
}

describe('a look-up that is not as its records are', () => {
  // Would catch: a journal called sound whose interest is not found, and is charged once more.
  it.each([
    [
      'an entry of kind_blocks that is lost',
      `DELETE FROM kind_blocks WHERE kind = 'FinancingCharged'`,
      'kind_blocks: FinancingCharged is not noted for block 1 (records 256 to 511), so record 311 is not found by its kind',
      1,
    ],
    [
      'an entry of kind_blocks that is changed',
      `UPDATE kind_blocks SET block = 0 WHERE kind = 'FinancingCharged'`,
      'kind_blocks: FinancingCharged is not noted for block 1 (records 256 to 511), so record 311 is not found by its kind',
      2,
    ],
    [
      'an entry of kind_blocks too many',
      `INSERT INTO kind_blocks VALUES ('FinancingCharged', 0)`,
      'kind_blocks: FinancingCharged is noted for block 0 (records 1 to 255), where no record is of that kind',
      1,
    ],
    [
      'the beginning of a run that is not marked',
      'UPDATE journal SET begins_run = 0 WHERE sequence = 8',
      'begins_run: record 8 is marked 0, so it is not found among those of A',
      1,
    ],
    [
      'a mark that is neither',
      'UPDATE journal SET begins_run = 2 WHERE sequence = 3',
      'begins_run: record 3 is marked 2, so it is not found among those of A',
      1,
    ],
    [
      'a fill that is filed under another account',
      `UPDATE fills SET account = 'another' WHERE fill_id = 'A-10'`,
      'fills: A-10 is filed under account another, but its order A is of paper-1',
      1,
    ],
    [
      'orders that changed places',
      `UPDATE orders SET place = 9 WHERE client_order_id = 'A'`,
      'orders: B has place 1 in the table, which is that of A by the journal',
      0,
    ],
    [
      'fills that changed places',
      `UPDATE fills SET place = 9 WHERE fill_id = 'A-4'`,
      'fills: A-10 has place 1 in the table, which is that of A-4 by the journal',
      0,
    ],
  ])('%s is named, mended by a rebuild, and sound again', (_, tampering, problem, lookUpFaults) => {
    const folder = temporaryFolder();
    const { journal, store, database, close } = openJournalAt(folder);
    journal.record(...ENTRIES);
    const [before, records] = [foundIn(store), store.read(0, 999)];
    database.exec(tampering);
    close();
    expect(verifyStoredJournal(folder)).toMatchObject({ isValid: true, isLedgerEqual: false, problem });
    expect(rebuildStoredJournal(folder, 0)).toMatchObject({ problem: null, lookUpFaults });
    expect(verifyStoredJournal(folder)).toMatchObject({ isValid: true, isLedgerEqual: true, problem: null });
    const again = openJournalAt(folder);
    expect(foundIn(again.store)).toEqual(before);
    expect(again.store.read(0, 999)).toEqual(records);
    again.close();
    const { tables, ...rest } = rebuildStoredJournal(folder, 0);
    expect(rest).toMatchObject({ lookUpFaults: 0 });
    expect(tables.every(({ differing }) => differing === 0)).toBe(true);
  });

  it('is no fault where a record is marked to begin a run that goes on, as in a file of an earlier format', () => {
    const folder = temporaryFolder();
    const { journal, store, database, close } = openJournalAt(folder);
    journal.record(...ENTRIES);
    const before = foundIn(store);
    database.exec('UPDATE journal SET begins_run = 1');
    expect(foundIn(store)).toEqual(before);
    close();
    expect(verifyStoredJournal(folder)).toMatchObject({ isLedgerEqual: true, problem: null });
  });
});
