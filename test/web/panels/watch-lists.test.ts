import fc from 'fast-check';
import { expect, test } from 'vitest';
import { droppedIndex } from '../../../src/renderer/components/row-drag.ts';
import {
  formatWatchText,
  freshList,
  linesOf,
  moved,
  parseWatchText,
  withSymbols,
} from '../../../src/renderer/panels/watchlist/watch-lists.ts';

// Catches a list that loses or doubles rows on its way through text.
test('a list survives the round trip through text', () => {
  const symbol = fc.stringMatching(/^[A-Z][A-Z0-9.:^-]{0,12}$/).map((one) => ({ symbol: one }));
  const section = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,20}[a-z]$/).map((one) => ({ section: one }));
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.oneof(symbol, section), { selector: (row) => JSON.stringify(row) }),
      (rows) => {
        expect(parseWatchText(formatWatchText(rows))).toEqual({ rows, problems: [] });
      },
    ),
  );
});

test('lists of other programs are read, and what is left out is said', () => {
  const text = `\uFEFF###Tech,NASDAQ:AAPL,MSFT\r\nAAPL;  IBM\n#\nMSFT ${'X'.repeat(40)}`;
  expect(parseWatchText(text)).toEqual({
    rows: [
      { section: 'Tech' },
      { symbol: 'NASDAQ:AAPL' },
      { symbol: 'MSFT' },
      { symbol: 'AAPL' },
      { symbol: 'IBM' },
    ],
    problems: [
      'line 3: a section without a name (left out)',
      'line 4: MSFT stands there twice (second left out)',
      `line 4: ${'X'.repeat(20)}… is longer than 32 characters (left out)`,
    ],
  });
});

test('a list too long for the settings is cut, and says so', () => {
  const text = Array.from({ length: 503 }, (_, index) => `S${index}`).join('\n');
  const { rows, problems } = parseWatchText(text);
  expect(rows).toHaveLength(500);
  expect(problems).toEqual(['a list holds 500 rows; the last 3 were left out']);
});

// Catches two sections of one name that the table takes for one row.
test('sections of one name have ids of their own', () => {
  const ids = linesOf([{ section: 'Tech' }, { symbol: 'A' }, { section: 'Tech' }]).map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
});

test('symbols are added after the chosen row, and none twice', () => {
  const rows = [{ symbol: 'A' }, { section: 'Tech' }, { symbol: 'B' }];
  expect(withSymbols(rows, ['C', 'A', 'C'], '# Tech 1')).toEqual([
    { symbol: 'A' },
    { section: 'Tech' },
    { symbol: 'C' },
    { symbol: 'B' },
  ]);
  expect(withSymbols(rows, ['D'], null).at(-1)).toEqual({ symbol: 'D' });
});

// Catches the off-by-one of dropping below oneself.
test.each([
  { from: 0, target: 2, isAfter: true, order: 'BCA' },
  { from: 0, target: 2, isAfter: false, order: 'BAC' },
  { from: 2, target: 0, isAfter: false, order: 'CAB' },
  { from: 1, target: 1, isAfter: true, order: 'ABC' },
])('row $from dropped on $target, after: $isAfter, gives $order', ({ from, target, isAfter, order }) => {
  expect(moved([...'ABC'], from, droppedIndex(from, target, isAfter)).join('')).toBe(order);
});

test('a new list has a name that none has', () => {
  const list = { id: 'list-2', name: 'List 2', rows: [], columns: [] };
  expect(freshList([list], ['last'])).toEqual({ id: 'list-3', name: 'List 3', rows: [], columns: ['last'] });
});
