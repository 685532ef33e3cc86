import { describe, expect, it } from 'vitest';
import { zonedDate, zonedInstant } from '#domain/market/zoned-date';

const time = (text: string): number => Date.parse(text);

describe('the date of an exchange', () => {
  it.each([
    ['New York in winter', '2024-01-05T14:30:00Z', 'America/New_York', '2024-01-05'],
    ['New York after midnight UTC', '2024-01-06T00:30:00Z', 'America/New_York', '2024-01-05'],
    ['Tokyo before midnight UTC', '2024-01-04T23:59:00Z', 'Asia/Tokyo', '2024-01-05'],
    ['Sydney in summer', '2024-01-04T23:00:00Z', 'Australia/Sydney', '2024-01-05'],
    ['before 1970', '1962-01-02T15:00:00Z', 'America/New_York', '1962-01-02'],
    ['to the millisecond', '2024-01-05T04:59:59.999Z', 'America/New_York', '2024-01-04'],
  ])('%s', (_, instant, zone, date) => {
    expect(zonedDate(time(instant), zone)).toBe(time(`${date}T00:00:00Z`));
  });

  it('a zone that is none is refused', () => {
    expect(() => zonedDate(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('what clocks of an exchange show', () => {
  it.each([
    ['winter', '2024-01-05T09:30:00Z', '2024-01-05T14:30:00Z'],
    ['summer', '2024-07-05T09:30:00Z', '2024-07-05T13:30:00Z'],
    ['the morning clocks go forward', '2024-03-10T09:30:00Z', '2024-03-10T13:30:00Z'],
    ['the night before', '2024-03-10T01:30:00Z', '2024-03-10T06:30:00Z'],
    ['the morning clocks go back', '2024-11-03T09:30:00Z', '2024-11-03T14:30:00Z'],
  ])('%s', (_, shown, instant) => {
    expect(new Date(zonedInstant(time(shown), 'America/New_York')).toISOString()).toBe(
      new Date(instant).toISOString(),
    );
  });
});
