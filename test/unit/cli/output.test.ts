import { expect, it } from 'vitest';
import { printReport, type Report } from '#cli/output';

const report: Report = {
  columns: ['name', 'value'],
  rows: [
    ['a, "b"', 1],
    ['two\nlines\u001b[31m', null],
    ['small', 0.000_123_456],
  ],
};

function print(format: 'table' | 'json' | 'csv', what: Report = report): string {
  const parts: string[] = [];
  const ignore = (): void => undefined;
  const terminal = {
    out: (part: string) => void parts.push(part),
    note: ignore,
    progress: ignore,
    progressDone: ignore,
  };
  printReport(terminal, format, what);
  return parts.join('');
}

it('CSV quotes what would break a row, and keeps every digit', () => {
  expect(print('csv')).toBe('name,value\n"a, ""b""",1\n"two\nlines\u001b[31m",\nsmall,0.000123456\n');
});

it('a table is one line a row and lets no control character reach the terminal', () => {
  expect(print('table')).toBe(
    'name                value\n--------------  ---------\na, "b"                  1\ntwo lines\ufffd[31m\nsmall           0.0001235\n',
  );
});

it('JSON is one valid array, empty or not', () => {
  expect(JSON.parse(print('json'))).toEqual([
    { name: 'a, "b"', value: 1 },
    { name: 'two\nlines\u001b[31m', value: null },
    { name: 'small', value: 0.000_123_456 },
  ]);
  expect(JSON.parse(print('json', { columns: [], rows: [] }))).toEqual([]);
});
