import type { DateOrder } from '#domain/market/column-role';
import type { ZoneClock } from './zone-clock.ts';

/** How times of a file are read. */
export interface TimeReading {
  /** The answer is midnight UTC of the date as written. */
  readonly isDaily: boolean;
  /** Of dates that do not begin with the year; `ymd` reads those with slashes month first, others day first. */
  readonly order?: DateOrder;
  /** Zone of times without an offset; UTC without it. */
  readonly clock?: ZoneClock | undefined;
}

const DAY_MS = 86_400_000;
const TIME_OF_DAY = String.raw`(?:(?:[T,]| )+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*([AP]M)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?`;
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TIME_OF_DAY}$`, 'i');
const COMPACT = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})${TIME_OF_DAY}$`, 'i');
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME_OF_DAY}$`, 'i');
const DAY_NAMED_MONTH = new RegExp(
  `^(\\d{1,2})[- ]([a-z]{3,9})\\.?[- ,]+(\\d{4}|\\d{2})${TIME_OF_DAY}$`,
  'i',
);
const NAMED_MONTH_DAY = new RegExp(`^([a-z]{3,9})\\.? (\\d{1,2}),? (\\d{4})${TIME_OF_DAY}$`, 'i');
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const EPOCH = /^(\d{9,11}|\d{12,13}|\d{15,16}|\d{18,19})(\.\d+)?$/;
/** Two digits from here on are of the last century. */
const CENTURY_PIVOT = 70;

/**
 * Milliseconds since 1970 of a time as price files write it, or NaN when it is none: ISO dates with or without
 * time and offset, compact dates (`20130301 093000`), dates that end with the year, months by their English name,
 * epoch seconds, milliseconds, microseconds and nanoseconds. A time without an offset is of the zone of `clock`.
 */
export function parseBarTime(text: string, reading: TimeReading): number {
  const trimmed = text.trim();
  const yearFirst = YEAR_FIRST.exec(trimmed) ?? COMPACT.exec(trimmed);
  if (yearFirst) {
    const [, year, month, day, ...time] = yearFirst;
    return instant(midnight(Number(year), Number(month), Number(day)), time, reading);
  }
  const yearLast = YEAR_LAST.exec(trimmed);
  if (yearLast) {
    const [, first, mark, second, year, ...time] = yearLast;
    const isMonthFirst = reading.order === 'mdy' || (reading.order !== 'dmy' && mark === '/');
    const [month, day] = isMonthFirst ? [first, second] : [second, first];
    return instant(midnight(fullYear(year!), Number(month), Number(day)), time, reading);
  }
  if (EPOCH.test(trimmed)) return ofEpoch(Number(trimmed), trimmed.replace(/\..*/, '').length, reading);
  return namedMonth(trimmed, reading);
}

function namedMonth(text: string, reading: TimeReading): number {
  const dayFirst = DAY_NAMED_MONTH.exec(text);
  const [, first, second, year, ...time] = dayFirst ?? NAMED_MONTH_DAY.exec(text) ?? [];
  if (first === undefined || second === undefined || year === undefined) return Number.NaN;
  const [day, name] = dayFirst ? [first, second] : [second, first];
  const month = MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  return instant(midnight(fullYear(year), month, Number(day)), time, reading);
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 4) return year;
  return year + (year >= CENTURY_PIVOT ? 1_900 : 2_000);
}

function ofEpoch(value: number, digits: number, { isDaily, clock }: TimeReading): number {
  const time = digits <= 11 ? value * 1_000 : digits <= 13 ? value : digits <= 16 ? value / 1e3 : value / 1e6;
  if (!isDaily) return Math.round(time);
  return clock ? clock.date(time) : Math.floor(time / DAY_MS) * DAY_MS;
}

function instant(
  date: number,
  time: readonly (string | undefined)[],
  { isDaily, clock }: TimeReading,
): number {
  const [hourText, minuteText, secondText = '0', fraction = '', half, offset] = time;
  if (hourText === undefined) return isDaily || !clock ? date : clock.instant(date);
  let hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  }
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  if (isDaily) return date;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const wall = date + ((hour * 60 + minute) * 60 + second) * 1_000 + milliseconds;
  if (offset === undefined) return clock ? clock.instant(wall) : wall;
  return wall - offsetMinutes(offset) * 60_000;
}

function offsetMinutes(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(offset);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** Midnight UTC of a day in milliseconds, NaN when the calendar has no such day. */
export function midnight(year: number, month: number, day: number): number {
  if (!(year >= 1_000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)))
    return Number.NaN;
  return Date.UTC(year, month - 1, day);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
