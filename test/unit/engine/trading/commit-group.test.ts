import { expect, it, vi } from 'vitest';
import { CommitGroup } from '#engine/trading/commit-group';
import { openJournalAt, tradedEntries } from '#test/support/journal-at';
import { temporaryFolder } from '#test/support/temporary-folder';

function open() {
  const opened = openJournalAt(temporaryFolder());
  const group = new CommitGroup(opened.journal, opened.clock);
  const commits: number[] = [];
  opened.journal.onCommitted(({ records }) => commits.push(records.length));
  const entries = tradedEntries();
  const add = (index: number): number => opened.journal.add(entries[index]!).sequence;
  return { ...opened, group, commits, add };
}

// Would catch: one wait for the disk for each of many orders of the same moment.
it('makes everything of one turn durable in one commit, and answers after it', async () => {
  const { group, commits, clock, add, store } = open();
  const answered = vi.fn();
  const works = [0, 1, 2].map((index) => group.run(() => add(index)).then(answered));
  expect(store.count()).toBe(0);
  clock.advance(0);
  expect(commits).toEqual([3]);
  await Promise.all(works);
  expect(answered.mock.calls.flat()).toEqual([1, 2, 3]);
});

// Would catch: a refused order that takes the others of its turn with it, or leaves half of itself in the journal.
it('undoes one that fails halfway, and keeps all others', async () => {
  const { group, commits, clock, add, store } = open();
  const works = Promise.allSettled([
    group.run(() => add(0)),
    group.run(() => {
      add(1);
      throw new Error('refused halfway');
    }),
    group.run(() => {
      throw new Error('refused at once');
    }),
    group.run(() => add(1)),
  ]);
  clock.advance(0);
  expect((await works).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ]);
  expect(commits).toEqual([2]);
  expect(store.order('A')?.status).toBe('pending');
});

// Would catch: an order that was answered and is not on the disk.
it('rejects all when the disk refuses, and goes on afterwards', async () => {
  const { group, clock, add, database, store } = open();
  database.pragma('query_only = ON');
  const failed = Promise.allSettled([group.run(() => add(0))]);
  clock.advance(0);
  expect((await failed)[0]).toMatchObject({ status: 'rejected' });
  database.pragma('query_only = OFF');
  const kept = group.run(() => add(0));
  clock.advance(0);
  expect(await kept).toBe(1);
  expect(store.count()).toBe(1);
});

// Would catch: an order that comes while the engine stops, is never answered and takes the process with it.
it('rejects all when the store is closed by then', async () => {
  const { group, clock, add, database } = open();
  const failed = Promise.allSettled([group.run(() => add(0))]);
  database.close();
  clock.advance(0);
  expect((await failed)[0]).toMatchObject({ status: 'rejected' });
});
