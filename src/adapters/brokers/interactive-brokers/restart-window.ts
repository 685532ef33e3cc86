import { zonedDate, zonedInstant } from '#domain/market/zoned-date';
import type { PlannedDowntime } from '#engine/ports/broker';

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
const WEEKEND: DailyWindow = { timeZone: 'America/New_York', from: '23:00', to: '27:00' };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FRIDAY = 5;
const SATURDAY = 6;
/** Days that are looked through: yesterday's may last until now, and after a Saturday the next is two days on. */
const DAYS = [-1, 0, 1, 2];

/** The hours of maintenance that an instant falls in, ends exclusive; null outside them. */
export function restartWindow(instant: number, region: Region): PlannedDowntime | null {
  const next = nextDowntime(instant, region);
  return next.start <= instant ? next : null;
}

/** The hours of maintenance that an instant falls in, or those that come next. */
export function nextDowntime(instant: number, region: Region): PlannedDowntime {
  const windows = DAYS.flatMap((days) => {
    const then = instant + days * DAY_MS;
    const weekend = windowOn(then, WEEKEND, 'weekend maintenance', (day) => day === FRIDAY);
    const daily = DAILY[region].flatMap((one) =>
      windowOn(then, one, 'nightly reset', (day) => day !== SATURDAY),
    );
    return [...weekend, ...daily];
  });
  const [next] = windows.filter(({ end }) => end > instant).sort((a, b) => a.start - b.start);
  if (!next) throw new RangeError(`no maintenance within two days of ${instant}`);
  return next;
}

/** Of the date that an instant falls on in the window's zone, where its day of the week has one. */
function windowOn(
  instant: number,
  { timeZone, from, to }: DailyWindow,
  name: string,
  isOn: (weekday: number) => boolean,
): PlannedDowntime[] {
  const date = zonedDate(instant, timeZone);
  if (!isOn(new Date(date).getUTCDay())) return [];
  const at = (clock: string): number => zonedInstant(date + sinceMidnight(clock), timeZone);
  return [{ name, start: at(from), end: at(to) }];
}

function sinceMidnight(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * HOUR_MS + minutes * 60_000;
}
