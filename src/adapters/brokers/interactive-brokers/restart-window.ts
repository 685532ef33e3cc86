import { zonedDate, zonedInstant } from '#domain/market/zoned-date';

/** Where an account's servers stand: each region has its own hours of maintenance. */
export type Region = 'america' | 'europe' | 'asia';
export const REGIONS: readonly Region[] = ['america', 'europe', 'asia'];

interface DailyWindow {
  readonly timeZone: string;
  readonly from: string;
  readonly to: string;
}

/** Sunday to Friday, as the broker's page on its system status states them. */
const DAILY: Record<Region, readonly DailyWindow[]> = {
  america: [{ timeZone: 'America/New_York', from: '00:15', to: '01:45' }],
  europe: [{ timeZone: 'Europe/Zurich', from: '06:25', to: '07:45' }],
  asia: [
    { timeZone: 'Asia/Hong_Kong', from: '04:45', to: '06:05' },
    { timeZone: 'Asia/Hong_Kong', from: '20:15', to: '21:15' },
  ],
};

/** Of all regions, from Friday 23:00 to Saturday 03:00. */
const WEEKEND_ZONE = 'America/New_York';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FRIDAY = 5;

/** The hours of maintenance that an instant falls in, ends exclusive; null outside them. */
export function restartWindow(
  instant: number,
  region: Region,
): { readonly name: string; readonly end: number } | null {
  const today = zonedDate(instant, WEEKEND_ZONE);
  for (const date of [today - DAY_MS, today]) {
    if (new Date(date).getUTCDay() !== FRIDAY) continue;
    const start = zonedInstant(date + 23 * HOUR_MS, WEEKEND_ZONE);
    const end = zonedInstant(date + 27 * HOUR_MS, WEEKEND_ZONE);
    if (instant >= start && instant < end) return { name: 'weekend maintenance', end };
  }
  for (const { timeZone, from, to } of DAILY[region]) {
    const date = zonedDate(instant, timeZone);
    const start = zonedInstant(date + sinceMidnight(from), timeZone);
    const end = zonedInstant(date + sinceMidnight(to), timeZone);
    if (instant >= start && instant < end) return { name: 'nightly reset', end };
  }
  return null;
}

function sinceMidnight(clock: string): number {
  return Date.parse(`1970-01-01T${clock}:00Z`);
}
