import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatSigned,
} from '../../../src/renderer/format/number.ts';

describe('numbers', () => {
  test.each([
    [1234.5, '1,234.50'],
    [-1234.5, '−1,234.50'],
    [0, '0.00'],
    [-0.001, '0.00'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '–'],
    [null, '–'],
  ])('%s reads %s', (value, text) => expect(formatNumber(value)).toBe(text));

  test('a change that rounds to zero carries no sign, so that nobody reads a direction into it', () => {
    expect(formatSigned(0.004)).toBe('0.00');
    expect(formatSigned(-0.004)).toBe('0.00');
    expect(formatSigned(0.006)).toBe('+0.01');
  });

  test('never a hyphen for a minus, whatever the value', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(formatNumber(value)).not.toContain('-');
        expect(formatSigned(value)).not.toContain('-');
      }),
    );
  });

  test('percent keeps a space before its sign and no sign for nothing', () => {
    expect(formatPercent(12.345, 1)).toBe('12.3 %');
    expect(formatPercent(null)).toBe('–');
  });
});

describe('scales', () => {
  test.each([
    [999, '999'],
    [12_500, '12.5k'],
    [999_950, '1.00M'],
    [7_200_000, '7.20M'],
    [-12_500, '−12.5k'],
    [0, '0'],
  ])('%d is %s', (value, text) => expect(formatCompact(value)).toBe(text));

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [184_000_000, '184 MB'],
    [1_840_000_000, '1.84 GB'],
    [999_600, '1.00 MB'],
    [-1, '–'],
  ])('%d bytes are %s', (value, text) => expect(formatBytes(value)).toBe(text));

  test.each([
    [0.018, '18 µs'],
    [0.42, '0.42 ms'],
    [41.2, '41 ms'],
    [1_840, '1.8 s'],
    [61_000, '1 min 1 s'],
    [119_800, '2 min 0 s'],
    [null, '–'],
  ])('%d ms are %s', (value, text) => expect(formatDuration(value)).toBe(text));

  test('whole numbers are grouped', () => expect(formatCount(51_930)).toBe('51,930'));
});
