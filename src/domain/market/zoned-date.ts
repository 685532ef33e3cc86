const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Midnight UTC of the calendar date an instant falls on in a zone. Throws a RangeError for a zone that is none. */
export function zonedDate(instant: number, timeZone: string): number {
  return Math.floor((instant + zoneOffset(instant, timeZone)) / 86_400_000) * 86_400_000;
}

/**
 * The instant at which clocks of a zone show a time; `wallTime` is that time read as if it were UTC, in milliseconds.
 * Of an hour that clocks show twice the second is taken; one they skip is read with the offset before it. Throws a
 * RangeError for a zone that is none.
 */
export function zonedInstant(wallTime: number, timeZone: string): number {
  const guess = wallTime - zoneOffset(wallTime, timeZone);
  return wallTime - zoneOffset(guess, timeZone);
}

/** Milliseconds that clocks of the zone are ahead of UTC at an instant. */
function zoneOffset(instant: number, timeZone: string): number {
  const minute = Math.floor(instant / MINUTE_MS) * MINUTE_MS;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(minute)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute: shown = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, shown) - minute;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}
