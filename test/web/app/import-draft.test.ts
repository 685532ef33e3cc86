import { describe, expect, test } from 'vitest';
import type { ImportPreview } from '#contract/services/import';
import {
  EMPTY_IMPORT,
  importChoicesOf,
  importHindrance,
  mappingOf,
  withRole,
} from '../../../src/renderer/app/import/import-draft.ts';

const preview: ImportPreview = {
  fileName: 'XYZ.csv',
  content: 'bars',
  error: null,
  delimiter: ',',
  decimal: '.',
  hasHeader: true,
  dateOrder: 'ymd',
  zone: 'UTC',
  side: 'mid',
  as: 'prices',
  columns: [
    { name: 'day', role: 'time', symbol: null },
    { name: 'last', role: 'close', symbol: null },
    { name: 'settled', role: 'ignore', symbol: null },
  ],
  symbol: 'XYZ',
  timeframe: '1d',
  rows: [],
  rowsChecked: 0,
  rowsWrong: 0,
  warnings: [],
};

describe('what a person says of a file', () => {
  test('nothing said is nothing told, so that all is found anew', () => {
    expect(mappingOf(EMPTY_IMPORT, preview.columns)).toBeUndefined();
    expect(importChoicesOf(EMPTY_IMPORT, preview)).toEqual({ symbol: 'XYZ' });
  });

  test('a role moves: two columns that are both the close would be refused', () => {
    const draft = withRole(EMPTY_IMPORT, preview.columns, { place: 2, role: 'close' });
    expect(mappingOf(draft, preview.columns)?.columns).toEqual([
      { column: 'day', role: 'time' },
      { column: 'last', role: 'ignore' },
      { column: 'settled', role: 'close' },
    ]);
  });

  test('many columns may be series of their own, each with the symbol found for it', () => {
    const columns = preview.columns.map((column) => ({ ...column, symbol: `T.${column.name}` }));
    const one = withRole(EMPTY_IMPORT, columns, { place: 1, role: 'value' });
    const two = withRole(one, columns, { place: 2, role: 'value' });
    expect(mappingOf(two, columns)?.columns?.slice(1)).toEqual([
      { column: 'last', role: 'value', symbol: 'T.last' },
      { column: 'settled', role: 'value', symbol: 'T.settled' },
    ]);
  });

  test('a typed zone, a symbol and a length go along; blanks do not', () => {
    const draft = { ...EMPTY_IMPORT, zone: ' Asia/Tokyo ', symbol: ' ACME ', timeframe: '1m' as const };
    expect(importChoicesOf(draft, preview)).toEqual({
      symbol: 'ACME',
      timeframe: '1m',
      mapping: { zone: 'Asia/Tokyo' },
    });
    expect(mappingOf({ ...EMPTY_IMPORT, zone: '  ' }, preview.columns)).toBeUndefined();
  });

  test('columns without names are confirmed by importing what is shown', () => {
    const { mapping } = importChoicesOf(EMPTY_IMPORT, { ...preview, hasHeader: false });
    expect(mapping?.columns?.map(({ role }) => role)).toEqual(['time', 'close', 'ignore']);
  });

  test('prices without a symbol and files that hold nothing known cannot be imported; a table can', () => {
    const nameless = { ...preview, symbol: null };
    expect(importHindrance(EMPTY_IMPORT, nameless)).toBe('name the symbol these prices are of');
    expect(importHindrance(EMPTY_IMPORT, { ...nameless, content: 'table' })).toBeNull();
    expect(importHindrance(EMPTY_IMPORT, { ...preview, content: null, error: 'no time' })).toBe('no time');
    expect(importChoicesOf(EMPTY_IMPORT, { ...preview, content: 'table' })).toEqual({});
  });
});
