import { describe, expect, it } from 'vitest';
import { publishedTime } from '#domain/values/published-time';

describe('when something was published', () => {
  it.each([
    ['2024-01-09T14:30:00Z', '2024-01-09T14:30:00.000Z'],
    ['2024-01-09T14:30:00.123+02:00', '2024-01-09T12:30:00.123Z'],
    ['2024-01-09 14:30', '2024-01-09T14:30:00.000Z'],
    ['2024-01-09T14:30:00', '2024-01-09T14:30:00.000Z'],
    ['2024-01-09', '2024-01-09T23:59:59.999Z'],
    ['Tue, 09 Jan 2024 14:30:00 GMT', '2024-01-09T14:30:00.000Z'],
    ['Tue, 9 Jan 2024 14:30:00 -0500', '2024-01-09T19:30:00.000Z'],
    ['09 Jan 24 09:30 EST', '2024-01-09T14:30:00.000Z'],
    ['Tue, 09 Jan 2024 14:30:00', '2024-01-09T14:30:00.000Z'],
    ['9 January 2024', '2024-01-09T23:59:59.999Z'],
  ])('%s is %s', (text, expected) => {
    expect(new Date(publishedTime(text)).toISOString()).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    'Tuesdayish 5',
    '5',
    '2024',
    '2024-13-01',
    '31/12/2024',
    'Tue, 09 Xyz 2024 14:30 GMT',
    '2024-01-09T14:30:00 elsewhere',
  ])('%j is no date', (text) => {
    expect(publishedTime(text)).toBeNaN();
  });
});
