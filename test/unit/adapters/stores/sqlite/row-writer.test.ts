import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createRowWriter } from '#adapters/stores/sqlite/row-writer';
import { createSeededRandom } from '#domain/values/seeded-random';

interface Item {
  readonly id: number;
  readonly kind: string;
  readonly cause: string | null;
  readonly text: string;
}

function open() {
  const database = new Database(':memory:');
  database.exec(
    'CREATE TABLE items (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, cause TEXT, text TEXT NOT NULL) STRICT',
  );
  let prepared = 0;
  const prepare = database.prepare.bind(database);
  database.prepare = ((source: string) => {
    prepared += 1;
    return prepare(source);
  }) as typeof database.prepare;
  const write = createRowWriter<Item>(database, {
    insert: 'INSERT INTO items (id, kind, cause, text)',
    values: ['?', '?', '?', '?'],
    few: [1],
    sparse: [2],
    ending: 'ON CONFLICT (id) DO UPDATE SET text = excluded.text',
    toRow: ({ id, kind, cause, text }) => [id, kind, cause, text],
  });
  const read = () => prepare('SELECT id, kind, cause, text FROM items ORDER BY id').all();
  return { write, read, prepared: () => prepared };
}

// Would catch: a column of one row that is written with the value of another of the same shape.
it('writes rows of every shape as they are, whatever stands in them', () => {
  const { write, read } = open();
  const random = createSeededRandom(7);
  const kinds = ['A', 'b-c', "it's", '', 'Ω', 'null', '?', '1'];
  const items = Array.from({ length: 3_000 }, (_, id) => ({
    id,
    kind: kinds[random.nextInteger(0, kinds.length - 1)]!,
    cause: random.nextInteger(0, 2) === 0 ? null : `cause ${id}`,
    text: `text ${id}`,
  }));
  for (let at = 0; at < items.length; ) {
    const count = random.nextInteger(1, 150);
    write(items.slice(at, at + count));
    at += count;
  }
  expect(read()).toEqual(items);
  write([{ ...items[5]!, text: 'later' }]);
  expect(read()[5]).toEqual({ ...items[5]!, text: 'later' });
});

// Would catch: a statement kept for each of endlessly many names.
it('keeps so many statements and no more', () => {
  const { write, read, prepared } = open();
  const items = Array.from({ length: 2_000 }, (_, id) => ({
    id,
    kind: `kind ${id}`,
    cause: null,
    text: 'x',
  }));
  for (const item of items) write([item]);
  expect(read()).toEqual(items);
  expect(prepared()).toBeLessThan(140);
});
