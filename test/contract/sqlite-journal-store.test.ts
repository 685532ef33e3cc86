import { expect, it } from 'vitest';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { createJournalStore } from '#adapters/stores/sqlite/journal-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { temporaryFolder } from '#test/support/temporary-folder';
import { journalRecord, journalStoreContract, order } from './journal-store.ts';

journalStoreContract('SQLite', () => createJournalStore(openDatabase(journalDatabase, temporaryFolder(), 0)));

// Would catch: an order that is sent while the disk knows nothing of it, because look-ups kept its commit open.
it('has made a commit durable when it returns, also among look-ups that go together', () => {
  const folder = temporaryFolder();
  const store = createJournalStore(openDatabase(journalDatabase, folder, 0));
  const beside = createJournalStore(openDatabase(journalDatabase, folder, 0));
  const thrown = new Error('after the first commit');
  const work = () => {
    expect(store.order('A')).toBeUndefined();
    store.commit([journalRecord(1)], { orders: [order('A')] });
    expect(beside.order('A')?.clientOrderId).toBe('A');
    expect(store.order('A')?.clientOrderId).toBe('A');
    throw thrown;
  };
  expect(() => store.reading(work)).toThrow(thrown);
  expect(store.reading(() => store.count())).toBe(1);
  store.commit([journalRecord(2)], {});
  expect(beside.count()).toBe(2);
});
