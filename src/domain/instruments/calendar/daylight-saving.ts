import { dateOf, lastWeekday, nthWeekday, onOrAfter, SUNDAY } from './civil-date.ts';

/** IANA zones of the exchanges known here. */
export type CalendarZone = 'America/New_York' | 'Europe/London' | 'Europe/Berlin' | 'Asia/Tokyo' | 'UTC';

/** Minutes that a zone's winter time is ahead of UTC. */
const STANDARD_MINUTES: Record<CalendarZone, number> = {
  'America/New_York': -300,
  'Europe/London': 0,
  'Europe/Berlin': 60,
  'Asia/Tokyo': 540,
  UTC: 0,
};

/** Dates of a year on which summer time begins and ends; from the first (inclusive) to the last (exclusive) it holds by day. */
export interface SummerTime {
  readonly start: number;
  readonly end: number;
}

/** Minutes to add to UTC for local time outside summer time. */
export function standardMinutes(zone: CalendarZone): number {
  return STANDARD_MINUTES[zone];
}

/** Summer time of a zone in a year, an hour ahead of its winter time; null where none is kept. By law of each zone since 1967. */
export function summerTime(zone: CalendarZone, year: number): SummerTime | null {
  if (zone === 'America/New_York') return newYorkSummerTime(year);
  if (zone === 'Europe/London') return londonSummerTime(year);
  if (zone === 'Europe/Berlin') return berlinSummerTime(year);
  return null;
}

/**
 * Since 2007 from the second Sunday of March to the first of November (Energy Policy Act of 2005), 1987 to 2006 from
 * the first Sunday of April to the last of October, 1967 to 1986 from the last Sunday of April; in the oil crisis from 6
 * January 1974 and 23 February 1975.
 */
function newYorkSummerTime(year: number): SummerTime {
  if (year >= 2007) return { start: nthWeekday(year, 3, SUNDAY, 2), end: nthWeekday(year, 11, SUNDAY, 1) };
  if (year === 1974 || year === 1975)
    return {
      start: year === 1974 ? dateOf(1974, 1, 6) : dateOf(1975, 2, 23),
      end: lastWeekday(year, 10, SUNDAY),
    };
  const start = year >= 1987 ? nthWeekday(year, 4, SUNDAY, 1) : lastWeekday(year, 4, SUNDAY);
  return { start, end: lastWeekday(year, 10, SUNDAY) };
}

/**
 * From the last Sunday of March (since 1981, before that the third) to the last of October since 1996 (directive
 * 94/21/EC), before that to the Sunday after the fourth Saturday of October (Summer Time Orders).
 */
function londonSummerTime(year: number): SummerTime {
  const start = year >= 1981 ? lastWeekday(year, 3, SUNDAY) : onOrAfter(dateOf(year, 3, 16), SUNDAY);
  const end =
    year >= 1996
      ? lastWeekday(year, 10, SUNDAY)
      : onOrAfter(dateOf(year, 10, year >= 1990 ? 22 : 23), SUNDAY);
  return { start, end };
}

/** Kept since 1980: from the last Sunday of March (1980: 6 April) to the last of October since 1996, of September before. */
function berlinSummerTime(year: number): SummerTime | null {
  if (year < 1980) return null;
  const start = year === 1980 ? dateOf(1980, 4, 6) : lastWeekday(year, 3, SUNDAY);
  return { start, end: lastWeekday(year, year >= 1996 ? 10 : 9, SUNDAY) };
}
