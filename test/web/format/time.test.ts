import { describe, expect, test } from 'vitest';
import { formatAge, formatClock, formatDate, formatDateTime } from '../../../src/renderer/format/time.ts';

describe('times', () => {
  test('market time is New York time on both sides of a clock change', () => {
    expect(formatDateTime(Date.UTC(2013, 1, 28, 20, 42, 10))).toBe('2013-02-28 15:42:10');
    expect(formatDateTime(Date.UTC(2013, 6, 1, 19, 42, 10))).toBe('2013-07-01 15:42:10');
  });

  test('a daily bar is dated by its label, not by the day before in New York', () => {
    expect(formatDate(Date.UTC(2013, 1, 28))).toBe('2013-02-28');
  });

  test('midnight is 00, never 24', () => expect(formatClock(Date.UTC(2013, 0, 1), 'UTC')).toBe('00:00:00'));

  test('what is no time is a dash, not an exception in the middle of a table', () => {
    expect(formatDateTime(Number.NaN)).toBe('–');
    expect(formatDate(null)).toBe('–');
    expect(formatDateTime(9e15)).toBe('–');
  });

  test.each([
    [0, '0 s'],
    [-5, '0 s'],
    [59_999, '59 s'],
    [300_000, '5 min'],
    [7_200_000, '2 h'],
    [259_200_000, '3 d'],
  ])('%d ms ago is %s', (age, text) => expect(formatAge(age)).toBe(text));
});
