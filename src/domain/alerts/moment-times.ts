import { calendarById } from '../instruments/calendar/catalog.ts';
import type { Session } from '../instruments/calendar/exchange-calendar.ts';
import { zonedDate, zonedInstant } from '../market/zoned-date.ts';
import type { Moment } from './alert-rule.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Longer than any stretch an exchange stays closed. */
const LOOK_AHEAD_DAYS = 21;

/** The first instant after `time` that a moment comes; infinite when it does not come again. */
export function nextInstant(moment: Moment, time: number): number {
  if (moment.kind === 'instant') return moment.time > time ? moment.time : Number.POSITIVE_INFINITY;
  if (moment.kind === 'daily') {
    const today = zonedDate(time, moment.timeZone);
    for (let date = today; date <= today + 2 * DAY_MS; date += DAY_MS) {
      const instant = zonedInstant(date + moment.minutes * MINUTE_MS, moment.timeZone);
      if (instant > time) return instant;
    }
    return Number.POSITIVE_INFINITY;
  }
  const calendar = calendarById(moment.calendar);
  const from = zonedDate(time, calendar.timeZone) - 3 * DAY_MS;
  let next = Number.POSITIVE_INFINITY;
  for (const date of calendar.tradingDays(from, from + LOOK_AHEAD_DAYS * DAY_MS)) {
    const instant = sessionInstant(moment, calendar.sessionOf(date));
    if (instant > time && instant < next) next = instant;
  }
  return next;
}

/** The instant a moment has on the local day `time` falls on, NaN on a day without one, and when that day ends. */
export function instantOfDay(
  moment: Moment,
  time: number,
): { readonly instant: number; readonly until: number } {
  if (moment.kind === 'instant') return { instant: moment.time, until: Number.POSITIVE_INFINITY };
  const timeZone = moment.kind === 'daily' ? moment.timeZone : calendarById(moment.calendar).timeZone;
  const date = zonedDate(time, timeZone);
  const until = zonedInstant(date + DAY_MS, timeZone);
  return moment.kind === 'daily'
    ? { instant: zonedInstant(date + moment.minutes * MINUTE_MS, timeZone), until }
    : { instant: sessionInstant(moment, calendarById(moment.calendar).sessionOf(date)), until };
}

function sessionInstant(
  { edge, offsetMinutes }: Extract<Moment, { kind: 'session' }>,
  session: Session | undefined,
): number {
  return session === undefined ? Number.NaN : session[edge] + offsetMinutes * MINUTE_MS;
}
