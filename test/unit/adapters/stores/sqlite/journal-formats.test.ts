import { describe, expect, it } from 'vitest';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { createJournalStore } from '#adapters/stores/sqlite/journal-store';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { openJournalForReading } from '#adapters/stores/sqlite/open-journal-for-reading';
import { chainRecord } from '#engine/journal/chain';
import { verifyJournal } from '#engine/journal/verify-journal';
import type { JournalRecord } from '#engine/ports/journal-store';
import { temporaryFolder } from '#test/support/temporary-folder';

/** The format in which each record still held the hash of the one before. */
const WITH_PREVIOUS_HASH = 3;

function settingsChanged(count: number): JournalRecord[] {
  const records: JournalRecord[] = [];
  for (let i = 0; i < count; i++)
    records.push(
      chainRecord(
        records.at(-1),
        { kind: 'SettingsChanged', payload: { keys: [`k${i}`] }, eventTime: i, source: 'person' },
        i,
      ),
    );
  return records;
}

describe('a journal of an earlier format', () => {
  // Its chain would be lost with the column, or its records no longer be as they were written.
  it('is read as it was written, verifies, and goes on', () => {
    const folder = temporaryFolder();
    const records = settingsChanged(20);
    const earlier = openDatabase(
      { ...journalDatabase, migrations: journalDatabase.migrations.slice(0, WITH_PREVIOUS_HASH) },
      folder,
      0,
    );
    const insert = earlier.database.prepare(
      `INSERT INTO journal VALUES (@sequence, @eventTime, @receivedTime, @kind, @source, @causationId, @correlationId,
        @payload, @previousHash, @hash)`,
    );
    for (const record of records.slice(0, 17)) insert.run(record);
    earlier.close();
    const opened = openDatabase(journalDatabase, folder, 0);
    const store = createJournalStore(opened);
    expect(store.read(0, 99)).toEqual(records.slice(0, 17));
    store.commit(records.slice(17), {});
    expect(store.read(0, 99)).toEqual(records);
    expect(verifyJournal(store, () => 0)).toMatchObject({ isValid: true, records: 20 });
    opened.close();
  });

  // Would catch: "no such table" where a journal is verified or exported before anything has opened it for writing.
  it('is verified without being changed', () => {
    const folder = temporaryFolder();
    const records = settingsChanged(5);
    const kind = { ...journalDatabase, migrations: journalDatabase.migrations.slice(0, WITH_PREVIOUS_HASH) };
    const earlier = openDatabase(kind, folder, 0);
    const insert = earlier.database.prepare(
      `INSERT INTO journal VALUES (@sequence, @eventTime, @receivedTime, @kind, @source, @causationId, @correlationId,
        @payload, @previousHash, @hash)`,
    );
    for (const record of records) insert.run(record);
    earlier.close();
    expect(openJournalForReading(folder, (journal) => verifyJournal(journal, () => 0))).toMatchObject({
      isValid: true,
      isLedgerEqual: true,
      records: 5,
    });
    expect(
      openJournalForReading(folder, (journal) => journal.readNewest({ kind: 'SettingsChanged', limit: 9 })),
    ).toEqual(records.toReversed());
    const after = openDatabase(kind, folder, 0);
    expect(after.isReadOnly).toBe(false);
    after.close();
  });
});
