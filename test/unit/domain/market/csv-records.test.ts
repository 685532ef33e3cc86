import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvRecords } from '#domain/market/csv-records';

it('quotes, line breaks, byte-order mark and blank lines are read, and lines are counted', () => {
  expect(csvRecords('\uFEFFa,"b, c"\r\n\r\n"one\ntwo","say ""hi"""\nlast,')).toEqual([
    { line: 1, fields: ['a', 'b, c'] },
    { line: 3, fields: ['one\ntwo', 'say "hi"'] },
    { line: 5, fields: ['last', ''] },
  ]);
});

it('whatever is written quoted is read back', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é') });
  fc.assert(
    fc.property(
      fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      (rows) => {
        const text = rows
          .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        expect(csvRecords(text).map((record) => record.fields)).toEqual(rows);
      },
    ),
  );
});
