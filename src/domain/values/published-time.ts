const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/i;
const RFC_2822 =
  /^(?:[A-Z]{3,9},?\s+)?(\d{1,2})\s+(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s+(\d{4}|\d{2})(?:\s+(\d{2}:\d{2}(?::\d{2})?)\s*([A-Z]{1,5}|[+-]\d{4})?)?$/i;
const DAY_MS = 86_400_000;

/**
 * Milliseconds of a date as feeds and pages write it: ISO 8601 or RFC 2822, in UTC when no zone is named; NaN for
 * anything else. A date without a time counts from the last millisecond of its day: nobody knew before it was over.
 */
export function publishedTime(text: string): number {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (iso) {
    const [, date = '', time, zone = 'Z'] = iso;
    if (time === undefined) return endOfDay(Date.parse(`${date}T00:00:00Z`));
    return Date.parse(`${date}T${time}${/^(utc|gmt)$/i.test(zone) ? 'Z' : zone.toUpperCase()}`);
  }
  const rfc = RFC_2822.exec(trimmed);
  if (!rfc) return Number.NaN;
  const [, day, month, year = '', time, zone = 'GMT'] = rfc;
  const fullYear = year.length === 2 ? `20${year}` : year;
  const start = `${day} ${month} ${fullYear}`;
  return time === undefined ? endOfDay(Date.parse(`${start} GMT`)) : Date.parse(`${start} ${time} ${zone}`);
}

function endOfDay(midnight: number): number {
  return midnight + DAY_MS - 1;
}
