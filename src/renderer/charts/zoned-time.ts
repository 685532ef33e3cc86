const DAY_MS = 86_400_000;

/** Calendar parts of an instant in a zone. Month counts from 0; weekday from Sunday 0. */
export interface CalendarParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const OFFSETS = new Map<string, number>();
const FORMATTERS = new Map<string, Intl.DateTimeFormat>();

/**
 * Milliseconds to add to UTC for the wall time of a zone at an instant.
 *
 * Looked up once a zone and quarter of an hour: no zone changes its clock between two of those.
 */
export function zoneOffsetMs(time: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const slot = Math.floor(time / 900_000);
  const key = `${timeZone} ${slot}`;
  const known = OFFSETS.get(key);
  if (known !== undefined) return known;
  if (OFFSETS.size > 20_000) OFFSETS.clear();
  const instant = slot * 900_000;
  const part = Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const wall = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
  );
  OFFSETS.set(key, wall - instant);
  return wall - instant;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = FORMATTERS.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    FORMATTERS.set(timeZone, formatter);
  }
  return formatter;
}

/** Zone in which bars of a length are dated: days by UTC (their label is a date), shorter ones by their exchange. */
export function labelZone(barMs: number, timeZone: string): string {
  return barMs >= DAY_MS ? 'UTC' : timeZone;
}

export function calendarParts(time: number, timeZone: string): CalendarParts {
  const wall = new Date(time + zoneOffsetMs(time, timeZone));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth(),
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
  };
}

export const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** A bar's opening time in full: `Thu 28 Feb 2013`, with the time of day when bars are shorter than a day. */
export function formatBarTime(time: number, barMs: number, timeZone: string): string {
  const zone = labelZone(barMs, timeZone);
  const { year, month, day, hour, minute, second } = calendarParts(time, zone);
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month, day)).getUTCDay()];
  const date = `${weekday} ${day} ${MONTHS[month]} ${year}`;
  if (barMs >= DAY_MS) return date;
  const clock = `${twoDigits(hour)}:${twoDigits(minute)}`;
  return `${date} ${clock}${barMs < 60_000 ? `:${twoDigits(second)}` : ''}`;
}
