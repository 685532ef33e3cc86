import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAmount, formatDecimalText, formatQuantity } from '../../../src/renderer/format/money.ts';

describe('exact amounts', () => {
  test.each([
    ['-1234.5', '−1,234.50'],
    ['0.00000001', '0.00000001'],
    ['123456789012345678.12', '123,456,789,012,345,678.12'],
    ['-0', '0.00'],
    ['', '–'],
    ['1e5', '–'],
  ])('%s reads %s, with no digit lost to a float', (text, shown) =>
    expect(formatDecimalText(text)).toBe(shown),
  );

  test('a quantity has the digits it has', () => {
    expect(formatQuantity('45')).toBe('45');
    expect(formatQuantity('1000.50')).toBe('1,000.5');
  });

  test('reading the shown text back gives the amount', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 24n), 10n ** 24n), (units) => {
        const digits = (units < 0n ? -units : units).toString().padStart(9, '0');
        const text = `${units < 0n ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`;
        const back = formatDecimalText(text, 8).replaceAll(',', '').replace('−', '-');
        expect(BigInt(back.replace('.', ''))).toBe(units);
      }),
    );
  });
});

describe('amounts in a narrow column', () => {
  test.each([
    ['0.005', '0.01'],
    ['0.0049', '0.00'],
    ['9.999', '10.00'],
    ['-1.005', '−1.01'],
    ['-0.001', '0.00'],
    ['12', '12.00'],
  ])('%s rounds to %s', (text, shown) => expect(formatAmount(text)).toBe(shown));
});
