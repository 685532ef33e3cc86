import {
  DAY_MS,
  dateOf,
  lastWeekday,
  MONDAY,
  nthWeekday,
  parseDate,
  SATURDAY,
  SUNDAY,
  THURSDAY,
  WEDNESDAY,
  weekdayOf,
} from './civil-date.ts';
import { easterSunday } from './easter-sunday.ts';
import { type CalendarRules, hours, type LocalHours } from './exchange-calendar.ts';

/** Closed on a day by decision, not by rule: mourning, attack, storm. */
const CLOSED_ONCE = [
  ...['1972-11-07', '1976-11-02', '1980-11-04'], // election of a president
  '1972-12-28', // Truman
  '1973-01-25', // Johnson
  '1977-07-14', // blackout
  '1985-09-27', // Hurricane Gloria
  '1994-04-27', // Nixon
  ...['2001-09-11', '2001-09-12', '2001-09-13', '2001-09-14'], // attack on the World Trade Center
  '2004-06-11', // Reagan
  '2007-01-02', // Ford
  ...['2012-10-29', '2012-10-30'], // Hurricane Sandy
  '2018-12-05', // Bush
  '2025-01-09', // Carter
].map(parseDate);

/** Other hours on a day by decision: storms, the market's own halt, minutes of silence. */
const SPECIAL_ONCE: readonly (readonly [date: string, open: string, close: string])[] = [
  ['1990-12-27', '09:31', '16:00'],
  ['1991-01-17', '09:31', '16:00'],
  ['1991-02-25', '09:31', '16:00'],
  ['1994-02-11', '09:30', '14:30'],
  ['1996-01-08', '11:00', '14:00'],
  ['1997-10-27', '09:30', '15:30'],
  ['1997-12-26', '09:30', '13:00'],
  ['1999-12-31', '09:30', '13:00'],
  ['2001-09-17', '09:33', '16:00'],
  ['2001-10-08', '09:31', '16:00'],
  ['2002-09-11', '12:00', '16:00'],
  ['2003-03-20', '09:32', '16:00'],
  ['2003-12-26', '09:30', '13:00'],
  ['2004-06-07', '09:32', '16:00'],
  ['2006-12-27', '09:32', '16:00'],
];

/** Failures of the New York Stock Exchange's own systems; Nasdaq traded on. */
const BROKEN_ONCE: typeof SPECIAL_ONCE = [
  ['1995-12-18', '10:30', '16:00'],
  ['2005-06-01', '09:30', '15:56'],
];

const REGULAR = hours('09:30', '16:00');

/** New York Stock Exchange, by its Rule 7.2 and its list of closings: days since 1971, hours since 1990. */
export const NEW_YORK_STOCK_EXCHANGE: CalendarRules = {
  id: 'XNYS',
  name: 'New York Stock Exchange',
  timeZone: 'America/New_York',
  tradesAtWeekends: false,
  closedDates,
  specialHours: (year) => specialHours(year, [...SPECIAL_ONCE, ...BROKEN_ONCE]),
  regularHours: () => REGULAR,
};

/** Nasdaq: the same days and hours. */
export const NASDAQ: CalendarRules = {
  ...NEW_YORK_STOCK_EXCHANGE,
  id: 'XNAS',
  name: 'Nasdaq',
  specialHours: (year) => specialHours(year, SPECIAL_ONCE),
};

function closedDates(year: number): number[] {
  const newYear = dateOf(year, 1, 1);
  return [
    // On a Saturday it is not made up for: the Friday ends the accounting year.
    weekdayOf(newYear) === SUNDAY ? newYear + DAY_MS : newYear,
    ...(year >= 1998 ? [nthWeekday(year, 1, MONDAY, 3)] : []),
    nthWeekday(year, 2, MONDAY, 3),
    easterSunday(year) - 2 * DAY_MS,
    lastWeekday(year, 5, MONDAY),
    ...(year >= 2022 ? [nearestWeekday(dateOf(year, 6, 19))] : []),
    nearestWeekday(dateOf(year, 7, 4)),
    nthWeekday(year, 9, MONDAY, 1),
    nthWeekday(year, 11, THURSDAY, 4),
    nearestWeekday(dateOf(year, 12, 25)),
    ...CLOSED_ONCE,
  ];
}

/** Saturday is kept on the Friday before, Sunday on the Monday after. */
function nearestWeekday(date: number): number {
  const weekday = weekdayOf(date);
  if (weekday === SATURDAY) return date - DAY_MS;
  return weekday === SUNDAY ? date + DAY_MS : date;
}

function specialHours(year: number, once: typeof SPECIAL_ONCE): (readonly [number, LocalHours])[] {
  const halfDay = hours('09:30', year >= 1993 ? '13:00' : '14:00');
  const halfDays = [
    ...(year >= 1992 ? [nthWeekday(year, 11, THURSDAY, 4) + DAY_MS] : []),
    // Where one of these is a weekend or a holiday itself, nothing trades anyway.
    ...(year >= 1990 ? [dateOf(year, 12, 24)] : []),
    ...(year >= 1995 ? [besideIndependenceDay(year)] : []),
  ];
  return [
    ...halfDays.map((date) => [date, halfDay] as const),
    ...once.map(([date, open, close]) => [parseDate(date), hours(open, close)] as const),
  ];
}

/** 3 July; until 2012 the Friday after an Independence Day on Thursday instead of the Wednesday before. */
function besideIndependenceDay(year: number): number {
  const eve = dateOf(year, 7, 3);
  return weekdayOf(eve) === WEDNESDAY && year < 2013 ? eve + 2 * DAY_MS : eve;
}
