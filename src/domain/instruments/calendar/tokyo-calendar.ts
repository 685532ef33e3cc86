import { DAY_MS, dateOf, isWeekend, MONDAY, nthWeekday, parseDate, SUNDAY, weekdayOf } from './civil-date.ts';
import { type CalendarRules, type LocalHours, minutesOf } from './exchange-calendar.ts';

const MORNING_LONGER = parseDate('2011-11-21');
const AFTERNOON_LONGER = parseDate('2024-11-05');
/** No trade that day: the exchange's system had failed. */
const SYSTEM_FAILURE = parseDate('2020-10-01');

/**
 * Tokyo Stock Exchange: the national holidays, 31 December to 3 January, and a lunch break. The first and the last
 * session of a year were mornings only, until January and December 2008 and January 2009.
 */
export const TOKYO_STOCK_EXCHANGE: CalendarRules = {
  id: 'XTKS',
  name: 'Tokyo Stock Exchange',
  timeZone: 'Asia/Tokyo',
  tradesAtWeekends: false,
  closedDates,
  specialHours(year) {
    const closed = new Set(closedDates(year));
    const morning = (date: number) => [date, regularHours(date).slice(0, 1)] as const;
    return [
      ...(year <= 2009 ? [morning(firstOpen(dateOf(year, 1, 4), DAY_MS, closed))] : []),
      ...(year <= 2008 ? [morning(firstOpen(dateOf(year, 12, 30), -DAY_MS, closed))] : []),
    ];
  },
  regularHours,
};

function regularHours(date: number): LocalHours {
  return [
    { open: minutesOf('09:00'), close: minutesOf(date >= MORNING_LONGER ? '11:30' : '11:00') },
    { open: minutesOf('12:30'), close: minutesOf(date >= AFTERNOON_LONGER ? '15:30' : '15:00') },
  ];
}

function closedDates(year: number): number[] {
  const turnOfYear = [dateOf(year, 1, 1), dateOf(year, 1, 2), dateOf(year, 1, 3), dateOf(year, 12, 31)];
  return [...turnOfYear, ...nationalHolidays(year), SYSTEM_FAILURE];
}

function firstOpen(date: number, step: number, closed: ReadonlySet<number>): number {
  let day = date;
  while (isWeekend(day) || closed.has(day)) day += step;
  return day;
}

/** Holidays of the year with those that follow from them (Act on National Holidays, articles 2 and 3). */
function nationalHolidays(year: number): Set<number> {
  const named = new Set(namedHolidays(year));
  const all = new Set(named);
  for (const date of named) {
    if (weekdayOf(date) === SUNDAY) all.add(substituteOf(date, year, named));
    // A day between two holidays is one as well, unless it is a Sunday.
    const between = date + DAY_MS;
    if (named.has(date + 2 * DAY_MS) && !named.has(between) && weekdayOf(between) !== SUNDAY)
      all.add(between);
  }
  return all;
}

/** The Monday after; since 2007 the next day that is no holiday. */
function substituteOf(sunday: number, year: number, named: ReadonlySet<number>): number {
  let date = sunday + DAY_MS;
  while (year >= 2007 && named.has(date)) date += DAY_MS;
  return date;
}

function namedHolidays(year: number): number[] {
  const on = (month: number, day: number) => dateOf(year, month, day);
  const monday = (month: number, n: number) => nthWeekday(year, month, MONDAY, n);
  return [
    on(1, 1),
    year >= 2000 ? monday(1, 2) : on(1, 15),
    on(2, 11),
    on(3, equinoxDay(20.8431, year)),
    on(4, 29),
    on(5, 3),
    ...(year >= 2007 ? [on(5, 4)] : []),
    on(5, 5),
    year >= 2003 ? monday(9, 3) : on(9, 15),
    on(9, equinoxDay(23.2488, year)),
    on(11, 3),
    on(11, 23),
    ...emperorsDays(year).map(parseDate),
    ...summerAndSports(year),
  ];
}

/** Birthday of the emperor of the time, and days of the imperial house that were holidays by special act. */
function emperorsDays(year: number): string[] {
  const birthday = year >= 2020 ? [`${year}-02-23`] : year >= 1989 && year <= 2018 ? [`${year}-12-23`] : [];
  const once: Readonly<Record<number, string[]>> = {
    1990: ['1990-11-12'],
    1993: ['1993-06-09'],
    2019: ['2019-05-01', '2019-10-22'],
  };
  return [...birthday, ...(once[year] ?? [])];
}

/** Marine Day, Mountain Day and Sports Day; in 2020 and 2021 around the Olympic Games. */
function summerAndSports(year: number): number[] {
  if (year === 2020) return ['2020-07-23', '2020-07-24', '2020-08-10'].map(parseDate);
  if (year === 2021) return ['2021-07-22', '2021-07-23', '2021-08-08'].map(parseDate);
  return [
    ...(year >= 2003 ? [nthWeekday(year, 7, MONDAY, 3)] : year >= 1996 ? [dateOf(year, 7, 20)] : []),
    ...(year >= 2016 ? [dateOf(year, 8, 11)] : []),
    year >= 2000 ? nthWeekday(year, 10, MONDAY, 2) : dateOf(year, 10, 10),
  ];
}

/**
 * Day of the month of an equinox in Japan, good for 1980 to 2099 (Kainuma and others, Shin koyomi benricho); each
 * is fixed by the cabinet the February before, and none has differed.
 */
function equinoxDay(base: number, year: number): number {
  return Math.floor(base + 0.242194 * (year - 1980) - Math.floor((year - 1980) / 4));
}
