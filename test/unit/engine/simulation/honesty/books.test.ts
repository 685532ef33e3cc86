import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStores, type SqliteStores } from '#adapters/stores/sqlite/open-stores';
import { HoldOutBook } from '#engine/simulation/honesty/hold-out-book';
import { distinctTrials, EXACT_MAX } from '#engine/simulation/search/distinct-trials';
import { TrialCounter } from '#engine/simulation/search/trial-counter';
import { joinSpreads, NO_SPREAD, type TrialEvidence } from '#engine/simulation/search/trial-evidence';

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
const choice = { strategy: 'sma-crossover', direction: 'long', fill: 'next-open' } as const;

/** Trials of one parameter from `first` to `last`. */
function tried(first: number, last: number, more: Partial<TrialEvidence> = {}): TrialEvidence {
  const values = Float64Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const distinct = distinctTrials(choice, ['fast'], values);
  const trials = values.length;
  return { trials, distinct, evaluations: trials, spread: NO_SPREAD, correlation: null, ...more };
}

test('trials of the same work count once, longer work adds what it adds, and a restart forgets none', () => {
  const counter = new TrialCounter(stores.documents, () => 5);
  expect(counter.count('abc')).toBeUndefined();
  const spread = { count: 2, mean: 0.1, squares: 0.02 };
  const work = { id: 'one', kind: 'search' as const, strategy: 'sma-crossover' };
  expect(counter.add(data, { ...work, evidence: tried(1, 100, { spread }) }).trials).toBe(100);
  expect(counter.add(data, { ...work, evidence: tried(1, 100, { spread }) }).evaluations).toBe(100);
  expect(counter.add(data, { ...work, evidence: tried(1, 40) }).trials).toBe(100);
  expect(counter.add(data, { ...work, evidence: tried(1, 150, { spread }) }).trials).toBe(150);
  expect(counter.add(data, { ...work, id: 'two', evidence: tried(151, 151, { spread }) }).trials).toBe(151);
  stores.close();
  stores = openSqliteStores(folder, 0);
  const again = new TrialCounter(stores.documents, () => 9);
  expect(again.count('abc')).toMatchObject({ trials: 151, symbol: 'GOOG', sharpeVariance: 0.04 / 3 });
  expect(again.list(10)).toHaveLength(1);
});

test('a configuration counts once whichever works ran it; their runs are all told', () => {
  const counter = new TrialCounter(stores.documents, () => 5);
  const strategy = 'sma-crossover';
  counter.add(data, { id: 'sweep', kind: 'sweep', strategy, evidence: tried(1, 100) });
  const walked = { ...tried(51, 150), evaluations: 100 * 12 };
  const count = counter.add(data, { id: 'walk', kind: 'walk-forward', strategy, evidence: walked });
  expect([count.trials, count.evaluations]).toEqual([150, 1_300]);
  const short = distinctTrials({ ...choice, direction: 'long-short' }, ['fast'], Float64Array.of(7));
  const evidence = { ...tried(7, 7), distinct: short };
  expect(counter.add(data, { id: 'run', kind: 'backtest', strategy, evidence }).trials).toBe(151);
});

test('parameters are the same in whatever order they are named, and minus nought is nought', () => {
  const one = distinctTrials(choice, ['fast', 'slow'], Float64Array.of(0, 30, 5, 20));
  const other = distinctTrials(choice, ['slow', 'fast'], Float64Array.of(30, -0, 20, 5));
  expect(one).toEqual(other);
  expect(distinctTrials(choice, ['fast', 'slow'], Float64Array.of(30, 0))).not.toEqual(one.subarray(0, 1));
});

test('trials are worth as many independent ones as the correlation of their returns leaves, strategy by strategy', () => {
  const counter = new TrialCounter(stores.documents, () => 5);
  const sweep = tried(1, 100, { correlation: 0.9 });
  const one = { id: 'a', kind: 'sweep' as const, strategy: 'sma-crossover', evidence: sweep };
  expect(counter.add(data, one).independentTrials).toBeCloseTo(0.9 + 0.1 * 100, 9);
  const strange = { ...one, id: 'b', strategy: 'breakout', evidence: tried(1, 30) };
  expect(counter.add(data, strange).independentTrials).toBeCloseTo(10.9 + 30, 9);
  const again = { ...one, id: 'c', evidence: tried(101, 200, { correlation: 0.5 }) };
  expect(counter.add(data, again).independentTrials).toBeCloseTo(0.7 + 0.3 * 200 + 30, 9);
});

test('of a single work any number is exact; of several beyond the exact ones it is known to a few percent', () => {
  const counter = new TrialCounter(stores.documents, () => 5);
  const most = 5 * EXACT_MAX;
  const strategy = 'sma-crossover';
  expect(counter.add(data, { id: 'a', kind: 'sweep', strategy, evidence: tried(1, most) }).trials).toBe(most);
  const more = { id: 'b', kind: 'sweep' as const, strategy, evidence: tried(most / 2, 1.5 * most) };
  const { trials } = counter.add(data, more);
  expect(Math.abs(trials / (1.5 * most) - 1)).toBeLessThan(0.04);
});

test('entries too many to keep are folded, and still count', () => {
  const counter = new TrialCounter(stores.documents, () => 5);
  for (let i = 0; i < 510; i++)
    counter.add(data, {
      id: `work ${i}`,
      kind: 'backtest',
      strategy: 's',
      evidence: tried(i, i, { spread: { count: 1, mean: i, squares: 0 } }),
    });
  const count = counter.count('abc')!;
  expect([count.trials, count.evaluations]).toEqual([510, 510]);
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
