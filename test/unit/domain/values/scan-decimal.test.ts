import { assert, double, nat, oneof, property, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteCursor, scanDecimal, scanWhole } from '#domain/values/scan-decimal';

function scan(text: string): { value: number; at: number } {
  const cursor: ByteCursor = { at: 0 };
  const bytes = new TextEncoder().encode(text);
  const value = scanDecimal(bytes, cursor, bytes.length);
  return { value, at: cursor.at };
}

describe('scanDecimal', () => {
  it('gives bit for bit the double that Number gives, however many digits', () => {
    const plain = stringMatching(/^-?[0-9]{1,24}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?$/);
    const price = stringMatching(/^[0-9]{1,9}\.[0-9]{8}$/);
    const shortest = double({ noNaN: true, noDefaultInfinity: true }).map(String);
    void assert(
      property(oneof(plain, price, shortest), (text) => {
        expect(scan(text)).toEqual({ value: Number(text), at: text.length });
      }),
      { numRuns: 20_000, seed: 7 },
    );
  });

  it.each([
    '0',
    '-0',
    '0.00000001',
    '9007199254740991',
    '9007199254740992',
    '9007199254740993',
    '999999999.999999999',
    '0.3',
    '123456789012.12345678',
  ])('reads %s as Number does', (text) =>
    expect(scan(text)).toEqual({ value: Number(text), at: text.length }),
  );

  it.each(['', '-', '.', '.5', '5.', 'x', '-x', '1e', '1e+', '+1', ' 1'])(
    'takes "%s" for no number',
    (text) => {
      expect(scan(text).value).toBeNaN();
    },
  );

  it('never reads past the end it is given', () => {
    const bytes = new TextEncoder().encode('12.3456');
    const cursor = { at: 0 };
    expect(scanDecimal(bytes, cursor, 4)).toBe(12.3);
    expect(cursor.at).toBe(4);
  });
});

describe('scanWhole', () => {
  it('gives what JSON.parse gives for safe whole numbers, NaN for what is none', () => {
    void assert(
      property(
        oneof(nat({ max: Number.MAX_SAFE_INTEGER }).map(String), string(), stringMatching(/^[0-9]{1,20}$/)),
        (text) => {
          const bytes = new TextEncoder().encode(text);
          const cursor = { at: 0 };
          const value = scanWhole(bytes, cursor, bytes.length);
          const digits = /^(?:0|[1-9]\d*)(?!\d)/.exec(text)?.[0];
          const isSafe = digits !== undefined && Number.isSafeInteger(Number(digits));
          expect(value).toBe(isSafe ? Number(digits) : Number.NaN);
        },
      ),
      { numRuns: 5_000, seed: 7 },
    );
  });
});
