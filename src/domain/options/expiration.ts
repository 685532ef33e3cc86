import { calendarById } from '../instruments/calendar/catalog.ts';
import {
  DAY_MS,
  FRIDAY,
  nthWeekday,
  parseDate,
  utcDateOf,
  weekdayOf,
  yearOf,
} from '../instruments/calendar/civil-date.ts';
import type { Session } from '../instruments/calendar/exchange-calendar.ts';
import { DAYS_A_YEAR } from './option-value.ts';

const NEW_YORK = calendarById('XNYS');
const WEEKS_AHEAD = 6;
const MONTHS_AHEAD = 12;

/**
 * When trading in options that expire on a date ends, milliseconds: the close in New York that day, or of the trading day
 * before. `date` as `2026-12-18`.
 */
export function expirationTime(date: string): number {
  return lastSession(date).close;
}

/** Midnight UTC of the last day on which options that expire on a date are traded, as bars of days are labelled. */
export function lastTradingDay(date: string): number {
  return lastSession(date).date;
}

function lastSession(date: string): Session {
  const day = parseDate(date);
  return NEW_YORK.sessionOf(day) ?? NEW_YORK.previousSession(day);
}

/** Years of 365 days from `now` until an instant; zero once it has passed. */
export function yearsUntil(time: number, now: number): number {
  return Math.max(0, (time - now) / (DAYS_A_YEAR * DAY_MS));
}

/**
 * Whether a date is the third Friday of its month, or the trading day before where that Friday is none; until 2015 the
 * Saturday after it.
 */
export function isMonthlyExpiration(date: string): boolean {
  const day = tradedOn(parseDate(date));
  return day === thirdFriday(yearOf(day), new Date(day).getUTCMonth() + 1);
}

/** Expirations that a US exchange would list at `now`: six weeks of Fridays, and the third Fridays of twelve months; ascending. */
export function usualExpirations(now: number): string[] {
  const today = utcDateOf(now);
  const days = new Set<number>();
  for (let day = today, found = 0; found < WEEKS_AHEAD; day += DAY_MS) {
    if (weekdayOf(day) !== FRIDAY) continue;
    days.add(tradedOn(day));
    found++;
  }
  const start = new Date(today);
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
    const month = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + ahead, 1));
    days.add(thirdFriday(month.getUTCFullYear(), month.getUTCMonth() + 1));
  }
  return [...days]
    .sort((a, b) => a - b)
    .map((day) => new Date(day).toISOString().slice(0, 10))
    .filter((date) => expirationTime(date) > now);
}

function thirdFriday(year: number, month: number): number {
  return tradedOn(nthWeekday(year, month, FRIDAY, 3));
}

function tradedOn(day: number): number {
  return NEW_YORK.isTradingDay(day) ? day : NEW_YORK.previousSession(day).date;
}
