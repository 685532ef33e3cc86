import { describe, expect, it } from 'vitest';
import { isNewYorkSummerTime, usEquityClose, usEquityOpen } from '#domain/instruments/us-equity-session';

const DAY = 86_400_000;
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

describe('the New York session', () => {
  it.each([
    ['2007-03-11', true],
    ['2007-03-10', false],
    ['2007-11-03', true],
    ['2007-11-04', false],
    ['2013-03-08', false],
    ['2013-03-11', true],
    ['2006-04-01', false],
    ['2006-04-02', true],
    ['2006-10-28', true],
    ['2006-10-29', false],
    ['1986-04-26', false],
    ['1986-04-27', true],
  ])('on %s keeps summer time: %s', (date, isSummer) => {
    expect(isNewYorkSummerTime(Date.parse(`${date}T00:00:00Z`))).toBe(isSummer);
  });

  it('opens at 09:30 and closes at 16:00 by the time zone database, every day from 1980 to 2035', () => {
    for (let date = Date.UTC(1980, 0, 1); date < Date.UTC(2035, 0, 1); date += DAY) {
      const open = clock.format(usEquityOpen(date));
      if (open !== '09:30' || clock.format(usEquityClose(date)) !== '16:00')
        expect(`${new Date(date).toISOString()} ${open}`).toBe('09:30');
    }
  });
});
