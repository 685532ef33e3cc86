import { describe, expect, test } from 'vitest';
import { decodeText, estimatedLines, formOf } from '../../../src/renderer/app/import/import-file.ts';
import { speedText } from '../../../src/renderer/app/import/import-running.tsx';

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'latin1'));

describe('a file a browser was given', () => {
  test('is told by its first bytes, not by its name', () => {
    expect(formOf(bytes('PAR1xx'))).toBe('parquet');
    expect(formOf(bytes('\x1f\x8b\x08'))).toBe('gzip');
    expect(formOf(bytes('Date,Close\n'))).toBe('text');
    expect(formOf(bytes(''))).toBe('text');
  });

  test('goes on as it begins; one without a line end is one line', () => {
    expect(estimatedLines(bytes('ab\ncd\n'), 600)).toBe(200);
    expect(estimatedLines(bytes('abcd'), 4)).toBe(1);
    expect(estimatedLines(bytes(''), 0)).toBe(0);
  });

  test('is read in the encoding it was written in: no letter of a name is lost', () => {
    expect(decodeText(bytes('\xff\xfeA\x00\xdc\x00'))).toBe('AÜ');
    expect(decodeText(bytes('\xfe\xff\x00A'))).toBe('A');
    expect(decodeText(Uint8Array.from(Buffer.from('Zürich', 'utf8')))).toBe('Zürich');
    expect(decodeText(bytes('Z\xfcrich'))).toBe('Zürich');
  });

  test('has a speed in rows once some was read, in bytes where its lines are not known', () => {
    const offered = {
      file: new File(['x'.repeat(1_000)], 'a.csv'),
      path: null,
      form: 'text',
      preview: {},
    } as const;
    expect(speedText({ ...offered, lines: 100 }, 0, 900)).toBe('1.00 kB to read');
    expect(speedText({ ...offered, lines: 100 }, 0.5, 1_000)).toBe('500 B of 1.00 kB · about 50 rows/s');
    expect(speedText({ ...offered, lines: null }, 0.5, 1_000)).toBe('500 B of 1.00 kB · 500 B/s');
  });
});
