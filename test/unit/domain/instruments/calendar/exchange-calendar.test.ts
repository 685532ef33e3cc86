import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarById, calendarOf, parseCalendarId } from '#domain/instruments/calendar/catalog';
import type { CalendarZone } from '#domain/instruments/calendar/daylight-saving';
import { easterSunday } from '#domain/instruments/calendar/easter-sunday';
import { CALENDAR_IDS } from '#domain/instruments/calendar/exchange-calendar';

const DAY = 86_400_000;
const date = (text: string) => Date.parse(`${text}T00:00:00Z`);
const dateText = (time: number) => new Date(time).toISOString().slice(0, 10);
const instantText = (time: number) => new Date(time).toISOString().slice(0, 16);

function hoursOn(id: (typeof CALENDAR_IDS)[number], day: string): string[] | null {
  const session = calendarById(id).sessionOf(date(day));
  return session
    ? session.segments.map(({ open, close }) => `${instantText(open)} ${instantText(close)}`)
    : null;
}

describe('easter', () => {
  it.each(['1990-04-15', '2000-04-23', '2008-03-23', '2011-04-24', '2019-04-21', '2024-03-31', '2038-04-25'])(
    'is on %s',
    (day) => {
      expect(dateText(easterSunday(Number(day.slice(0, 4))))).toBe(day);
    },
  );
});

describe('sessions by the clocks of their zone', () => {
  const expected: Record<CalendarZone, [open: string, close: string]> = {
    'America/New_York': ['09:30', '16:00'],
    'Europe/London': ['08:00', '16:30'],
    'Europe/Berlin': ['09:00', '17:30'],
    'Asia/Tokyo': ['09:00', '15:30'],
    UTC: ['00:00', '00:00'],
  };

  it.each(['XNYS', 'XNAS', 'XLON', 'XETR', 'XTKS', 'CRYPTO'] as const)(
    '%s opens and closes by the time zone database, every day from 1980 to 2040',
    (id) => {
      const { timeZone, regularSessionOf } = calendarById(id);
      const clock = new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      const wrong: string[] = [];
      for (let day = date('1980-01-01'); day < date('2041-01-01'); day += DAY) {
        const { open, close } = regularSessionOf(day);
        let [opens, closes] = expected[timeZone];
        if (id === 'XTKS' && day < date('2024-11-05')) closes = '15:00';
        if (id === 'XETR' && day >= date('2000-06-02') && day < date('2003-11-03')) closes = '20:00';
        if (clock.format(open) !== opens || clock.format(close) !== closes) wrong.push(dateText(day));
      }
      expect(wrong).toEqual([]);
    },
    30_000,
  );

  it.each([
    ['XNYS', '2012-07-03', ['2012-07-03T13:30 2012-07-03T17:00']],
    ['XNYS', '2012-10-29', null],
    ['XNYS', '2021-06-18', ['2021-06-18T13:30 2021-06-18T20:00']],
    ['XNYS', '2022-06-20', null],
    ['XNYS', '2010-12-31', ['2010-12-31T14:30 2010-12-31T21:00']],
    ['XLON', '2020-05-08', null],
    ['XLON', '2020-05-04', ['2020-05-04T07:00 2020-05-04T15:30']],
    ['XETR', '2024-12-30', ['2024-12-30T08:00 2024-12-30T13:00']],
    ['XTKS', '2019-05-02', null],
    ['XTKS', '2015-09-22', null],
    ['XTKS', '2008-01-04', ['2008-01-04T00:00 2008-01-04T02:00']],
    ['XTKS', '2024-11-05', ['2024-11-05T00:00 2024-11-05T02:30', '2024-11-05T03:30 2024-11-05T06:30']],
    ['FX', '2013-03-11', ['2013-03-10T21:00 2013-03-11T21:00']],
    ['FX', '2013-03-08', ['2013-03-07T22:00 2013-03-08T22:00']],
    ['FX', '2013-03-10', null],
    ['CRYPTO', '2024-12-25', ['2024-12-25T00:00 2024-12-26T00:00']],
  ] as const)('%s on %s: %j', (id, day, expectedHours) => {
    expect(hoursOn(id, day)).toEqual(expectedHours);
  });

  it('a half day says so, a full one does not', () => {
    const { sessionOf } = calendarById('XNYS');
    expect(sessionOf(date('2012-11-23'))?.isSpecial).toBe(true);
    expect(sessionOf(date('2012-11-21'))?.isSpecial).toBe(false);
  });
});

describe('walking a calendar', () => {
  const anyDay = fc.integer({ min: 7_305, max: 24_000 }).map((days) => days * DAY);

  it.each(CALENDAR_IDS)('%s: next and previous undo each other, and nothing trades between', (id) => {
    const calendar = calendarById(id);
    fc.assert(
      fc.property(anyDay, (day) => {
        const next = calendar.nextSession(day);
        const previous = calendar.previousSession(next.date);
        expect(previous.date).toBeLessThanOrEqual(day);
        expect(calendar.nextSession(previous.date)).toEqual(next);
        expect(previous.close).toBeLessThanOrEqual(next.open);
        expect(calendar.tradingDays(previous.date + DAY, next.date)).toEqual([]);
        expect(calendar.sessionOf(next.date)).toEqual(next);
      }),
    );
  });

  it('trading days take the first date and leave out the last', () => {
    const days = (from: string, to: string) =>
      calendarById('XNYS').tradingDays(date(from), date(to)).map(dateText);
    expect(days('2001-09-10', '2001-09-17')).toEqual(['2001-09-10']);
    expect(days('2001-09-10', '2001-09-18')).toEqual(['2001-09-10', '2001-09-17']);
    expect(calendarById('XNYS').tradingDays(date('2001-09-10') + 1, date('2001-09-17') + 1)).toEqual([
      date('2001-09-17'),
    ]);
  });

  it('sessions between two instants are those that trade at some of them', () => {
    const { sessionsBetween } = calendarById('XNYS');
    const between = (from: string, to: string) =>
      sessionsBetween(Date.parse(`${from}Z`), Date.parse(`${to}Z`)).map((session) => dateText(session.date));
    expect(between('2013-01-02T20:59', '2013-01-03T14:30')).toEqual(['2013-01-02']);
    expect(between('2013-01-02T21:00', '2013-01-03T14:31')).toEqual(['2013-01-03']);
    expect(
      calendarById('FX')
        .sessionsBetween(date('2013-03-10'), date('2013-03-11'))
        .map(({ date: day }) => dateText(day)),
    ).toEqual(['2013-03-11']);
  });
});

describe('the calendar of an instrument', () => {
  const of = (venue: string, assetClass: 'equity' | 'forex' | 'crypto', timeZone: string) =>
    calendarOf({ venue, assetClass, timeZone }).id;

  it('is its venue’s, else that of its class or zone, else New York’s', () => {
    expect(of('NASDAQ', 'equity', 'America/New_York')).toBe('XNAS');
    expect(of('xlon', 'equity', 'UTC')).toBe('XLON');
    expect(of('Kraken', 'crypto', 'UTC')).toBe('CRYPTO');
    expect(of('Dukascopy', 'forex', 'UTC')).toBe('FX');
    expect(of('somewhere', 'equity', 'Asia/Tokyo')).toBe('XTKS');
    expect(of('prices.csv', 'equity', 'UTC')).toBe('XNYS');
  });

  it('is found by the names people use, and an unknown one is told the nearest', () => {
    expect(parseCalendarId(' nyse ')).toBe('XNYS');
    expect(() => parseCalendarId('XNY')).toThrow(/unknown calendar "XNY"; did you mean XNYS/);
  });
});
