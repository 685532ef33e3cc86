import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '#adapters/stores/sqlite/open-database';
import { createRunStore } from '#adapters/stores/sqlite/run-store';
import { runsDatabase } from '#adapters/stores/sqlite/runs-database';
import { runComparison } from '#contract/services/runs';
import { RunLibrary } from '#engine/runs/run-library';
import { walk } from '#test/support/daily-walk';
import { finishedBacktest } from '#test/support/finished-backtest';
import { temporaryFolder } from '#test/support/temporary-folder';

function openLibrary(folder = temporaryFolder(), unlabelledMax = 200) {
  const opened = openDatabase(runsDatabase, folder, 0);
  const store = createRunStore(opened);
  let isOpen = true;
  const close = () => {
    if (isOpen) store.close();
    isOpen = false;
  };
  onTestFinished(close);
  let now = 1_000;
  const library = new RunLibrary({ store: () => store, clock: { now: () => now++ }, unlabelledMax });
  return { library, database: opened.database, close };
}

describe('the library of runs', () => {
  it('gives a run back as it was, to the bit, after it was closed', () => {
    const folder = temporaryFolder();
    const first = openLibrary(folder);
    const { result, input } = finishedBacktest();
    const { id } = first.library.save({ result, input, contentHash: 'abc', name: 'first', tags: ['idea'] });
    first.close();
    const { library } = openLibrary(folder);
    const { summary, record } = library.record('first');
    expect(summary).toMatchObject({
      id,
      name: 'first',
      tags: ['idea'],
      contentHash: 'abc',
      savedTime: 1_000,
    });
    expect(summary.bytes).toBeGreaterThan(1_000);
    expect(record.result).toEqual(result);
    expect(record.input).toEqual(input);
    expect(library.tearSheet(id).name).toBe('first');
  });

  it('knows the same run again, and keeps what a person said of it', () => {
    const { library } = openLibrary();
    const { result, input } = finishedBacktest();
    const { id } = library.save({ result, input });
    library.rename(id, { name: 'mine', notes: 'good' });
    expect(library.save({ result, input })).toMatchObject({
      id,
      name: 'mine',
      notes: 'good',
      savedTime: 1_001,
    });
    expect(library.list({ limit: 10 })).toHaveLength(1);
  });

  it('lets the oldest go that nobody labelled, and only those', () => {
    const { library } = openLibrary(temporaryFolder(), 2);
    const ids = [1, 2, 3, 4].map((seed) => {
      const { result, input } = finishedBacktest({ bars: walk(100, seed) });
      return library.save({
        result,
        input,
        contentHash: String(seed),
        ...(seed === 1 ? { name: 'kept' } : {}),
      }).id;
    });
    expect(library.list({ limit: 10 }).map(({ id }) => id)).toEqual([ids[3], ids[2], ids[0]]);
  });

  it('finds by id, by its beginning, by name and the latest; names what is near otherwise', () => {
    const { library } = openLibrary();
    expect(() => library.find('latest')).toThrow(/no run is saved yet/);
    const { result, input } = finishedBacktest();
    const { id } = library.save({ result, input, name: 'GOOG idea' });
    for (const reference of [id, id.slice(0, 5), 'GOOG idea', 'latest'])
      expect(library.find(reference).id).toBe(id);
    expect(() => library.find('GOOG ide')).toThrow('GOOG idea');
    expect(() => library.find(id.slice(0, 3))).toThrow(/unknown run/);
    expect(library.list({ text: 'goog', limit: 5 })).toHaveLength(1);
    expect(library.list({ text: 'nothing', limit: 5 })).toEqual([]);
  });

  it('refuses a name twice, and renames to none', () => {
    const { library } = openLibrary();
    const a = finishedBacktest();
    const b = finishedBacktest({ fast: 6 });
    const first = library.save({ ...a, name: 'one' });
    const second = library.save(b);
    expect(() => library.rename(second.id, { name: 'one' })).toThrow(/is called one already/);
    expect(() => library.save({ ...b, name: 'one' })).toThrow(/is called one already/);
    expect(library.rename(first.id, { name: null }).name).toBeNull();
    expect(library.rename(second.id, { name: 'one' }).name).toBe('one');
  });

  it('compares: options that differ, accounts from 100, the first trade that differs', () => {
    const { library } = openLibrary();
    const base = library.save(finishedBacktest());
    const same = library.save({ ...finishedBacktest(), contentHash: 'of other data' });
    const other = library.save(finishedBacktest({ fast: 6 }));
    const found = runComparison.parse(library.compare([base.id, same.id, other.id]));
    expect(found.differences.map(({ name }) => name)).toEqual(['parameter fast', 'data']);
    expect(found.curves.map(({ growth }) => growth[0])).toEqual([100, 100, 100]);
    expect(found.trades[0]).toMatchObject({ id: same.id, first: null });
    expect(found.trades[1]!.first!.reason).toMatch(/^(entered|left|of another|on the other)/);
  });

  it('keeps nothing of a run that the disk had no room for, and says so', () => {
    const { library, database } = openLibrary();
    const { result, input } = finishedBacktest();
    library.save({ result, input, contentHash: 'a' });
    database.pragma(`max_page_count = ${database.pragma('page_count', { simple: true })}`);
    const large = finishedBacktest({ bars: walk(4_000, 9) });
    expect(() => library.save(large)).toThrow(
      /runs\.sqlite: the disk is full, so nothing of this change was kept/,
    );
    expect(library.list({ limit: 10 })).toHaveLength(1);
    database.pragma('max_page_count = 1000000');
    library.save(large);
    expect(library.list({ limit: 10 })).toHaveLength(2);
  });
});
