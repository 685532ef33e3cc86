import type { CalendarId } from '../instruments/calendar/exchange-calendar.ts';
import { zonedDate, zonedInstant } from '../market/zoned-date.ts';
import { unknownName } from '../values/nearest-names.ts';
import type { Moment } from './alert-rule.ts';
import { AlertSyntaxError, type Token } from './alert-tokens.ts';
import { parseDuration } from './parse-duration.ts';

const OFFSET_MAX_MS = 86_400_000;

/**
 * Reads `09:35 [zone]`, `2026-12-31T15:00 [zone]` (a `Z` says UTC), `open [calendar]`, `5m before-close [calendar]`.
 * What is left out is the context's.
 */
export function parseMoment(
  words: readonly Token[],
  context: { readonly timeZone: string; readonly calendar: CalendarId },
  calendars: readonly CalendarId[],
): Moment {
  const [first, second, third] = words;
  if (first === undefined) throw new AlertSyntaxError('a time is missing', 1);
  const tooMany = (from: number): void => {
    const extra = words[from];
    if (extra !== undefined) fail(`"${extra.text}" is one too many after the time`, extra);
  };
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(first.text);
  if (clock !== null) {
    tooMany(2);
    const timeZone = zoneOf(second, context.timeZone);
    return { kind: 'daily', minutes: Number(clock[1]) * 60 + Number(clock[2]), timeZone };
  }
  if (/^\d{4}-/.test(first.text)) {
    tooMany(2);
    return { kind: 'instant', time: instantOf(first, second, context.timeZone) };
  }
  const durationMs = parseDuration(first.text);
  const place = durationMs === null ? first : second;
  const [, side, edge] = /^(?:(before|after)-)?(open|close)$/.exec(place?.text.toLowerCase() ?? '') ?? [];
  if ((edge !== 'open' && edge !== 'close') || (durationMs === null) !== (side === undefined))
    fail(`"${first.text}" is no time: write 09:35, 2026-12-31T15:00, open, or 5m before-close`, first);
  if (durationMs !== null && (durationMs > OFFSET_MAX_MS || durationMs % 60_000 !== 0))
    fail(`"${first.text}" is no whole number of minutes up to a day`, first);
  tooMany(durationMs === null ? 2 : 3);
  const calendar = calendarOf(durationMs === null ? second : third, context.calendar, calendars);
  const minutes = (durationMs ?? 0) / 60_000;
  return { kind: 'session', edge, offsetMinutes: side === 'before' ? -minutes : minutes, calendar };
}

function instantOf(token: Token, zone: Token | undefined, usual: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(Z?))?$/.exec(token.text);
  const wall = match ? Date.parse(`${match[1]}T${match[2] ?? '00:00'}Z`) : Number.NaN;
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== match?.[1])
    fail(`"${token.text}" is no date or time such as 2026-12-31T15:00`, token);
  return match[3] === 'Z' ? wall : zonedInstant(wall, zoneOf(zone, usual));
}

function zoneOf(token: Token | undefined, usual: string): string {
  if (token === undefined) return usual;
  try {
    zonedDate(0, token.text);
    return token.text;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return fail(`"${token.text}" is no time zone such as America/New_York or UTC`, token);
  }
}

function calendarOf(
  token: Token | undefined,
  usual: CalendarId,
  calendars: readonly CalendarId[],
): CalendarId {
  if (token === undefined) return usual;
  const wanted = token.text.toUpperCase();
  return calendars.find((id) => id === wanted) ?? fail(unknownName('calendar', token.text, calendars), token);
}

function fail(message: string, token: Token): never {
  throw new AlertSyntaxError(message, token.column);
}
