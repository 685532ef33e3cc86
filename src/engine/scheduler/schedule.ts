import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import { zonedDate, zonedInstant } from '#domain/market/zoned-date';

/** At every whole multiple of a period of wall time since 1970, so that restarts and other machines agree. */
export interface PeriodSchedule {
  readonly everyMs: number;
  readonly during: 'always';
}

/** The same while at least one exchange trades: at its opening instant still to come, at its close no more. */
export interface SessionSchedule {
  readonly everyMs: number;
  readonly during: 'session';
  /** Asked anew each time: what is followed changes. */
  readonly calendars: () => readonly ExchangeCalendar[];
}

/** Once a day when clocks of a zone show a time, `18:30`; a day that skips the time has it an hour later or earlier. */
export interface DailySchedule {
  readonly dailyAt: string;
  /** IANA name. */
  readonly zone: string;
}

/** When an exchange closes for the day: each of several. */
export interface CloseSchedule {
  /** Asked anew each time, as those of {@link SessionSchedule}. */
  readonly atCloseOf: () => readonly ExchangeCalendar[];
}

export type Schedule = PeriodSchedule | SessionSchedule | DailySchedule | CloseSchedule;

const DAY_MS = 86_400_000;
/** How far ahead a session is looked for: longer than any exchange was closed for holidays. */
const SESSION_REACH_MS = 14 * DAY_MS;

/** The first instant after `after` at which a schedule is due, in milliseconds; null when none is in sight. */
export function nextDue(schedule: Schedule, after: number): number | null {
  if ('dailyAt' in schedule) return nextDaily(schedule, after);
  if ('atCloseOf' in schedule) return nextClose(schedule, after);
  const next = multipleAfter(schedule.everyMs, after);
  return schedule.during === 'always' ? next : firstInSession(schedule, next);
}

/** How often a schedule was due with `after` < instant ≤ `until`, counted up to `limit`. */
export function countDue(schedule: Schedule, range: { after: number; until: number; limit: number }): number {
  const { after, until, limit } = range;
  let count = 0;
  for (let due = nextDue(schedule, after); due !== null && due <= until; due = nextDue(schedule, due))
    if (++count === limit) break;
  return count;
}

/** `every 5 minutes in session: New York Stock Exchange`, in words. */
export function describeSchedule(schedule: Schedule): string {
  if ('dailyAt' in schedule) return `daily at ${schedule.dailyAt} ${schedule.zone}`;
  if ('atCloseOf' in schedule) return `at the close${namesOf(schedule.atCloseOf(), ' of ')}`;
  const often = `every ${periodText(schedule.everyMs)}`;
  if (schedule.during === 'always') return often;
  return `${often} in session${namesOf(schedule.calendars(), ': ')}`;
}

function namesOf(calendars: readonly ExchangeCalendar[], before: string): string {
  const names = calendars.map(({ name }) => name);
  return names.length === 0 ? '; no exchange followed' : `${before}${names.join(', ')}`;
}

function multipleAfter(periodMs: number, time: number): number {
  return (Math.floor(time / periodMs) + 1) * periodMs;
}

function firstInSession({ everyMs, calendars }: SessionSchedule, from: number): number | null {
  let best: number | null = null;
  for (const calendar of calendars()) {
    for (const { segments } of calendar.sessionsBetween(from, from + SESSION_REACH_MS)) {
      const due = segments
        .map(({ open, close }) => ({ at: Math.max(from, Math.ceil(open / everyMs) * everyMs), close }))
        .find(({ at, close }) => at < close)?.at;
      if (due === undefined) continue;
      if (best === null || due < best) best = due;
      break;
    }
  }
  return best;
}

function nextClose({ atCloseOf }: CloseSchedule, after: number): number | null {
  const closes = atCloseOf().flatMap(
    (calendar) =>
      calendar.sessionsBetween(after, after + SESSION_REACH_MS).find(({ close }) => close > after)?.close ??
      [],
  );
  return closes.length === 0 ? null : Math.min(...closes);
}

function nextDaily({ dailyAt, zone }: DailySchedule, after: number): number {
  const minutes = Number(dailyAt.slice(0, 2)) * 60 + Number(dailyAt.slice(3));
  const date = zonedDate(after, zone);
  for (let day = date; ; day += DAY_MS) {
    const due = zonedInstant(day + minutes * 60_000, zone);
    if (due > after) return due;
  }
}

function periodText(periodMs: number): string {
  if (periodMs % 3_600_000 === 0) return plural(periodMs / 3_600_000, 'hour');
  if (periodMs % 60_000 === 0) return plural(periodMs / 60_000, 'minute');
  if (periodMs % 1_000 === 0) return plural(periodMs / 1_000, 'second');
  return `${periodMs} ms`;
}

function plural(count: number, unit: string): string {
  return count === 1 ? unit : `${count} ${unit}s`;
}
