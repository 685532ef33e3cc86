const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Minutes of a regular New York session, 09:30 to 16:00. */
export const US_EQUITY_SESSION_MINUTES = 390;

/** Instant of 09:30 in New York on the calendar date labelled by `dateMs` (midnight UTC of that date). */
export function usEquityOpen(dateMs: number): number {
  return dateMs + 9.5 * HOUR + (isNewYorkSummerTime(dateMs) ? 4 : 5) * HOUR;
}

/** Instant of 16:00 in New York on that date. Half days are not known here. */
export function usEquityClose(dateMs: number): number {
  return usEquityOpen(dateMs) + US_EQUITY_SESSION_MINUTES * 60_000;
}

/**
 * Whether New York keeps daylight saving time at the open of that date: since 2007 from the second Sunday of March to
 * the first of November (Energy Policy Act of 2005), 1987 to 2006 from the first Sunday of April to the last of October,
 * 1967 to 1986 from the last Sunday of April (the winters of 1974 and 1975 apart).
 */
export function isNewYorkSummerTime(dateMs: number): boolean {
  const year = new Date(dateMs).getUTCFullYear();
  const [start, end] =
    year >= 2007
      ? [sundayOf(year, 2, 8), sundayOf(year, 10, 1)]
      : [sundayOf(year, 3, year >= 1987 ? 1 : 24), sundayOf(year, 9, 25)];
  return dateMs >= start && dateMs < end;
}

/** The first Sunday on or after the given day of a month (month from 0). */
function sundayOf(year: number, month: number, day: number): number {
  const first = Date.UTC(year, month, day);
  return first + ((7 - new Date(first).getUTCDay()) % 7) * DAY;
}
