import { NO_VALUE } from './number.ts';

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let format = FORMATS.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    FORMATS.set(timeZone, format);
  }
  return format;
}

interface TimeParts {
  readonly date: string;
  readonly clock: string;
}

function partsOf(time: number, timeZone: string): TimeParts {
  const part = Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${part['year']}-${part['month']}-${part['day']}`,
    clock: `${part['hour']}:${part['minute']}:${part['second']}`,
  };
}

/** Where market times are shown unless an instrument says otherwise. */
export const MARKET_TIME_ZONE = 'America/New_York';

function isTime(time: number | null | undefined): time is number {
  return time !== null && time !== undefined && Number.isFinite(time) && Math.abs(time) <= 8.64e15;
}

/** `2013-02-28 15:42:10` on the wall clock of the zone. */
export function formatDateTime(time: number | null | undefined, timeZone = MARKET_TIME_ZONE): string {
  if (!isTime(time)) return NO_VALUE;
  const { date, clock } = partsOf(time, timeZone);
  return `${date} ${clock}`;
}

/** `2013-02-28 15:42`. */
export function formatMinute(time: number | null | undefined, timeZone = MARKET_TIME_ZONE): string {
  const text = formatDateTime(time, timeZone);
  return text === NO_VALUE ? text : text.slice(0, -3);
}

/** `15:42:10`. */
export function formatClock(time: number | null | undefined, timeZone = MARKET_TIME_ZONE): string {
  return isTime(time) ? partsOf(time, timeZone).clock : NO_VALUE;
}

/** `2013-02-28`; labels of daily bars and session days are midnight UTC, hence the default zone. */
export function formatDate(time: number | null | undefined, timeZone = 'UTC'): string {
  return isTime(time) ? partsOf(time, timeZone).date : NO_VALUE;
}

const AGE_UNITS = [
  { ms: 86_400_000, unit: 'd' },
  { ms: 3_600_000, unit: 'h' },
  { ms: 60_000, unit: 'min' },
  { ms: 1_000, unit: 's' },
] as const;

/** How long ago, in one unit, rounded down: `3 d`, `5 min`, `0 s`. */
export function formatAge(ageMs: number | null | undefined): string {
  if (ageMs === null || ageMs === undefined || !Number.isFinite(ageMs)) return NO_VALUE;
  const age = Math.max(0, ageMs);
  const { ms, unit } = AGE_UNITS.find((candidate) => age >= candidate.ms) ?? { ms: 1_000, unit: 's' };
  return `${Math.floor(age / ms)} ${unit}`;
}
