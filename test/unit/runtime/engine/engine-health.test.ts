import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder';
import { openTestEngine } from '#test/support/test-engine';

// Catches a start that calls a journal broken before anybody looked, and a look whose finding is kept from the screen.
it('does not say of the journal what it has not looked at', async () => {
  const dataFolder = temporaryFolder();
  const engine = await openTestEngine({ dataFolder });
  engine.journal.record({
    kind: 'SettingsChanged',
    payload: { keys: ['theme'] },
    eventTime: 1,
    source: 'test',
  });
  expect(engine.health().isJournalVerified).toBeNull();
  expect(await engine.verifyJournal()).toMatchObject({ isValid: true, isLedgerEqual: true });
  expect(engine.health().isJournalVerified).toBe(true);
  const other = new Database(`${dataFolder}/journal.sqlite`);
  other.exec(`UPDATE journal SET payload = '{"keys":["layout"]}'`);
  other.close();
  expect(await engine.verifyJournal()).toMatchObject({ isValid: false, firstBadSequence: 1 });
  expect(engine.health().isJournalVerified).toBe(false);
});
