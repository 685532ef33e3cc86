import { expect, test } from 'vitest';
import { parseDecimal } from '#domain/values/decimal';
import { toldDecimal, toldFloat, toldNumber, toldText } from '#domain/values/told-number';

// Catches an amount nobody can read at a glance: 1234567.5 in a sentence about one's savings.
test.each([
  ['0', 0, '0'],
  ['999', 0, '999'],
  ['1000', 0, '1,000'],
  ['-1234567.5', 2, '−1,234,567.50'],
  ['0.00000001', 2, '0.00000001'],
  ['-0.00', 2, '0.00'],
  ['007.10', 0, '7.1'],
  ['9007199254740993.12345678', 0, '9,007,199,254,740,993.12345678'],
] as const)('%s with at least %i places is told as %s', (text, places, told) => {
  expect(toldText(text, places)).toBe(told);
  expect(toldDecimal(parseDecimal(text), places)).toBe(told);
});

test('what is no decimal text is told as it is', () => {
  expect(toldText('unlimited')).toBe('unlimited');
});

test.each([
  [1234.567, 2, '1,234.57'],
  [-0.001, 2, '0.00'],
  [-1234.5, 0, '−1,235'],
  [1e21, 0, '1,000,000,000,000,000,000,000'],
])('%d with %i places is told as %s', (value, places, told) => {
  expect(toldNumber(value, places)).toBe(told);
});

test('a price of a column keeps the digits it has', () => {
  expect([1365.91, 600, 0.5, Number.NaN].map(toldFloat)).toEqual(['1,365.91', '600', '0.5', 'NaN']);
});
