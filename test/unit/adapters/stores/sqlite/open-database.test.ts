import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { acquireDataFolder } from '#adapters/stores/sqlite/data-folder';
import { createDocumentStore } from '#adapters/stores/sqlite/document-store';
import { journalDatabase } from '#adapters/stores/sqlite/journal-database';
import { createJournalStore } from '#adapters/stores/sqlite/journal-store';
import { marketDatabase } from '#adapters/stores/sqlite/market-database';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { openSqliteStores } from '#adapters/stores/sqlite/open-stores';
import { journalRecord } from '#test/contract/journal-store';
import { temporaryFolder } from '#test/support/temporary-folder';

const NOW = Date.UTC(2026, 10, 21, 9, 35, 12);

function filled(): string {
  const folder = temporaryFolder();
  const opened = openDatabase(journalDatabase, folder, NOW);
  const store = createJournalStore(opened);
  for (let i = 1; i <= 300; i++) store.commit([journalRecord(i)], {});
  opened.close();
  return folder;
}

describe('opening a database file', () => {
  it('keeps content from one opening to the next', () => {
    const opened = openDatabase(journalDatabase, filled(), NOW);
    expect(opened.notices).toEqual([]);
    expect(createJournalStore(opened).count()).toBe(300);
    opened.close();
  });

  it('makes a commit durable before it returns, and the journal only', () => {
    const folder = temporaryFolder();
    const FULL = 2;
    const NORMAL = 1;
    const synchronous = (kind: typeof journalDatabase) =>
      openDatabase(kind, folder, NOW).database.pragma('synchronous', { simple: true });
    expect(synchronous(journalDatabase)).toBe(FULL);
    expect(synchronous(marketDatabase)).toBe(NORMAL);
  });

  it.each([
    [
      'overwritten from the start',
      (path: string) => writeFileSync(path, 'this is no database, it is a letter to a friend '.repeat(400)),
    ],
    ['cut in half', (path: string) => truncateSync(path, 40_960)],
    [
      'scribbled over in the middle',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes.fill(0xa5, 8_192, 20_480);
        writeFileSync(path, bytes);
      },
    ],
  ])('moves a file aside that was %s, keeping its bytes, and begins a new one', (_, damage) => {
    const folder = filled();
    const path = join(folder, 'journal.sqlite');
    damage(path);
    const bytes = readFileSync(path);
    const opened = openDatabase(journalDatabase, folder, NOW);
    const aside = `${path}.corrupt-20261121T093512Z`;
    expect(opened.notices).toMatchObject([
      { severity: 'error', text: expect.stringContaining(`moved aside to ${aside}`) },
    ]);
    expect(opened.isReadOnly).toBe(false);
    expect(createJournalStore(opened).count()).toBe(0);
    opened.close();
    expect(readFileSync(aside).equals(bytes)).toBe(true);
  });

  it('never overwrites an earlier file moved aside', () => {
    const folder = temporaryFolder();
    for (const text of ['first', 'second', 'third']) {
      writeFileSync(join(folder, 'market.sqlite'), text.repeat(1_000));
      openDatabase(marketDatabase, folder, NOW).close();
    }
    const aside = readdirSync(folder)
      .filter((name) => name.includes('.corrupt-'))
      .sort();
    expect(aside.map((name) => readFileSync(join(folder, name), 'utf8').slice(0, 5))).toEqual([
      'first',
      'secon',
      'third',
    ]);
  });

  it('opens a file of a newer Octopus for reading only and leaves every byte as it is', () => {
    const folder = filled();
    const path = join(folder, 'journal.sqlite');
    const newer = new Database(path);
    newer.exec('CREATE TABLE invented_later (id INTEGER)');
    newer.pragma('user_version = 99');
    newer.close();
    const bytes = readFileSync(path);
    const opened = openDatabase(journalDatabase, folder, NOW);
    expect(opened.isReadOnly).toBe(true);
    expect(opened.notices[0]?.text).toMatch(/written by a newer Octopus \(format 99/);
    const store = createJournalStore(opened);
    expect(store.count()).toBe(300);
    expect(() => store.commit([journalRecord(301)], {})).toThrow(
      expect.objectContaining({ code: 'STORE_READ_ONLY' }),
    );
    expect(createDocumentStore(opened).list('settings', NOW, 10)).toEqual([]);
    opened.close();
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('refuses the file of another application and leaves it alone', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'journal.sqlite');
    const foreign = new Database(path);
    foreign.exec('CREATE TABLE recipes (name TEXT)');
    foreign.close();
    expect(() => openDatabase(journalDatabase, folder, NOW)).toThrow(/belongs to another application/);
    expect(existsSync(path)).toBe(true);
  });

  it('says so when another program holds the file', () => {
    const folder = filled();
    const other = new Database(join(folder, 'journal.sqlite'));
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE; DELETE FROM documents; COMMIT');
    expect(() => openDatabase(journalDatabase, folder, NOW)).toThrow(
      /journal\.sqlite: another program holds this file/,
    );
    other.close();
  }, 20_000);

  it('refuses a commit whole when the disk is full, and goes on when there is room again', () => {
    const opened = openDatabase(journalDatabase, temporaryFolder(), NOW);
    const store = createJournalStore(opened);
    store.commit([journalRecord(1)], {});
    opened.database.pragma(`max_page_count = ${opened.database.pragma('page_count', { simple: true })}`);
    const large = journalRecord(2, { payload: 'x'.repeat(100_000) });
    expect(() => store.commit([large], {})).toThrow(
      expect.objectContaining({
        code: 'STORE_FAILURE',
        message: expect.stringMatching(/journal\.sqlite: the disk is full/),
      }),
    );
    expect(store.count()).toBe(1);
    opened.database.pragma('max_page_count = 1000000');
    store.commit([large], {});
    expect(store.count()).toBe(2);
    opened.close();
  });

  it.skipIf(process.platform === 'win32')('reads, with a notice, what a user may not write', () => {
    const folder = filled();
    openDatabase(marketDatabase, folder, NOW).close();
    chmodSync(folder, 0o555);
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
    const script = `
      const { openSqliteStores } = await import('#adapters/stores/sqlite/open-stores');
      const stores = openSqliteStores(${JSON.stringify(folder)}, 0);
      let code = '';
      try { stores.documents.put('a', 'b', 1); } catch (error) { code = error.code; }
      console.log(JSON.stringify([stores.isReadOnly, stores.notices.length, stores.journal.count(), code]));
      stores.close();`;
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      ...nobody,
      encoding: 'utf8',
    });
    chmodSync(folder, 0o755);
    expect(child.stderr).not.toMatch(/Error/);
    expect(JSON.parse(child.stdout)).toEqual([true, 2, 300, 'STORE_READ_ONLY']);
    expect(readdirSync(folder).sort()).toEqual(['journal.sqlite', 'market.sqlite']);
  });
});

describe('a data folder', () => {
  it('is made when it is new, held by one, and given back', () => {
    const folder = join(temporaryFolder(), 'new', 'deep');
    const release = acquireDataFolder(folder);
    expect(() => acquireDataFolder(folder)).toThrow(
      expect.objectContaining({ code: 'STORE_FAILURE', details: { folder, pid: process.pid } }),
    );
    release();
    release();
    acquireDataFolder(folder)();
  });

  it('is not held by what a crash left behind, even when the process id lives again', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'octopus.lock'), '');
    writeFileSync(join(folder, 'octopus.pid'), `${process.ppid}\n`);
    acquireDataFolder(folder)();
  });

  it('says so when a file stands in its place', () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    expect(() => acquireDataFolder(join(path, 'inside'))).toThrow(/cannot be used as the data folder/);
  });

  it('is given back when a store in it cannot be opened', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'market.sqlite'));
    expect(() => openSqliteStores(folder, NOW)).toThrow(/market\.sqlite/);
    acquireDataFolder(folder)();
  });
});
