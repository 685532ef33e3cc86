/** Milliseconds of one calendar day. Dates are midnight UTC of the exchange-local date, like the labels of daily bars. */
export const DAY_MS = 86_400_000;

export const [SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY] = [
  0, 1, 2, 3, 4, 5, 6,
] as const;

/** The date of a year, a month from 1 and a day of the month. */
export function dateOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day);
}

/** The date an instant falls on in UTC. */
export function utcDateOf(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}

/** Day of the week, 0 is Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(date: number): number {
  return (((date / DAY_MS + 4) % 7) + 7) % 7;
}

export function isWeekend(date: number): boolean {
  const weekday = weekdayOf(date);
  return weekday === SATURDAY || weekday === SUNDAY;
}

export function yearOf(date: number): number {
  return new Date(date).getUTCFullYear();
}

/** The first such weekday on or after a date. */
export function onOrAfter(date: number, weekday: number): number {
  return date + ((weekday - weekdayOf(date) + 7) % 7) * DAY_MS;
}

/** The last such weekday on or before a date. */
export function onOrBefore(date: number, weekday: number): number {
  return date - ((weekdayOf(date) - weekday + 7) % 7) * DAY_MS;
}

/** The nth such weekday of a month; n from 1. */
export function nthWeekday(year: number, month: number, weekday: number, n: number): number {
  return onOrAfter(dateOf(year, month, 1 + (n - 1) * 7), weekday);
}

/** The last such weekday of a month. */
export function lastWeekday(year: number, month: number, weekday: number): number {
  return onOrBefore(dateOf(year, month + 1, 1) - DAY_MS, weekday);
}

/** A date written as `2012-10-29`. */
export function parseDate(text: string): number {
  return Date.parse(`${text}T00:00:00Z`);
}
