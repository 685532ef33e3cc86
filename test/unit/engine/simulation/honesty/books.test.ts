import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStores, type SqliteStores } from '#adapters/stores/sqlite/open-stores';
import { HoldOutBook } from '#engine/simulation/honesty/hold-out-book';
import { joinSpreads, TrialCounter } from '#engine/simulation/search/trial-counter';

let folder: string;
let stores: SqliteStores;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'octopus-books-'));
  stores = openSqliteStores(folder, 0);
});
afterEach(() => {
  stores.close();
  rmSync(folder, { recursive: true });
});

const data = { dataSet: 'abc', symbol: 'GOOG', timeframe: '1d', bars: 2_148 };
const spread = { count: 2, mean: 0.1, squares: 0.02 };

test('trials of the same work count once, longer work adds what it adds, and a restart forgets none', () => {
  const counter = new TrialCounter(stores.documents, () => 5);
  expect(counter.count('abc')).toBeUndefined();
  const work = { id: 'one', kind: 'search' as const, strategy: 'sma-crossover', trials: 100, spread };
  expect(counter.add(data, work).trials).toBe(100);
  expect(counter.add(data, work).trials).toBe(100);
  expect(counter.add(data, { ...work, trials: 40 }).trials).toBe(100);
  expect(counter.add(data, { ...work, trials: 150 }).trials).toBe(150);
  expect(counter.add(data, { ...work, id: 'two', trials: 1 }).trials).toBe(151);
  stores.close();
  stores = openSqliteStores(folder, 0);
  const again = new TrialCounter(stores.documents, () => 9);
  expect(again.count('abc')).toMatchObject({ trials: 151, symbol: 'GOOG', sharpeVariance: 0.04 / 3 });
  expect(again.list(10)).toHaveLength(1);
});

test('entries too many to keep are folded, and still count', () => {
  const counter = new TrialCounter(stores.documents, () => 5);
  for (let i = 0; i < 510; i++)
    counter.add(data, {
      id: `work ${i}`,
      kind: 'backtest',
      strategy: 's',
      trials: 1,
      spread: { count: 1, mean: i, squares: 0 },
    });
  const count = counter.count('abc')!;
  expect(count.trials).toBe(510);
  expect(count.entries).toHaveLength(500);
  expect(count.sharpeVariance! / ((510 * 511) / 12)).toBeCloseTo(1, 9);
});

test('joined spreads are those of the joined sample', () => {
  const one = [1, 2, 4].reduce((sum, mean) => joinSpreads(sum, { count: 1, mean, squares: 0 }), {
    count: 0,
    mean: 0,
    squares: 0,
  });
  expect(one.mean).toBeCloseTo(7 / 3);
  expect(one.squares).toBeCloseTo(1 + 4 + 16 - 49 / 3);
});

test('locked bars are revealed once a piece of work, each further one is counted, and a lock stays', () => {
  const book = new HoldOutBook(stores.documents, () => 7);
  expect(() => book.reveal('GOOG', '1d', 'w')).toThrow('GOOG 1d has no locked bars');
  const from = Date.UTC(2012, 0, 1);
  book.lock('GOOG', '1d', from);
  expect(book.lock('GOOG', '1d', from).reveals).toEqual([]);
  expect(() => book.lock('GOOG', '1d', 1)).toThrow(
    'GOOG 1d is locked from 2012-01-01 on; a lock is not moved',
  );
  book.reveal('GOOG', '1d', 'w');
  expect(book.reveal('GOOG', '1d', 'w').reveals).toHaveLength(1);
  expect(book.reveal('GOOG', '1d', 'v').reveals).toHaveLength(2);
  stores.close();
  stores = openSqliteStores(folder, 0);
  expect(new HoldOutBook(stores.documents, () => 9).find('GOOG', '1d')?.reveals).toHaveLength(2);
});
