import type { BarColumns } from '#domain/market/bar';
import { zonedDate, zonedInstant } from '#domain/market/zoned-date';

const DAY_MS = 86_400_000;
/** Fewer days than this say more about those days than about the next. */
export const CURVE_DAYS_MIN = 3;

/** How the volume of a time of day is usually spread over it. */
export interface VolumeCurve {
  /** Of each part, in the order of time; they add up to one. */
  readonly shares: readonly number[];
  /** Days with volume that it was made of. */
  readonly days: number;
}

/** The same time of day on so many calendar days before, newest first; daylight saving is followed. */
export function windowsBefore(
  { startTime, endTime }: { readonly startTime: number; readonly endTime: number },
  days: number,
  timeZone: string,
): { readonly from: number; readonly to: number }[] {
  const date = zonedDate(startTime, timeZone);
  const sinceMidnight = startTime - zonedInstant(date, timeZone);
  return Array.from({ length: days }, (_, index) => {
    const from = zonedInstant(date - (index + 1) * DAY_MS + sinceMidnight, timeZone);
    return { from, to: from + (endTime - startTime) };
  });
}

/**
 * Average share of each of `parts` equal parts of a time of day in that time's volume, over the days that traded then:
 * each day counts the same, however much it traded. A bar that lies across parts is divided between them by time.
 * Null when fewer than {@link CURVE_DAYS_MIN} days had volume.
 */
export function volumeCurve(
  bars: BarColumns,
  barMs: number,
  windows: readonly { readonly from: number; readonly to: number }[],
  parts: number,
): VolumeCurve | null {
  const sums = new Float64Array(parts);
  const ofDay = new Float64Array(parts);
  let days = 0;
  for (const { from, to } of windows) {
    ofDay.fill(0);
    const total = fillParts(ofDay, bars, barMs, from, to);
    if (total <= 0) continue;
    days += 1;
    for (let part = 0; part < parts; part++) sums[part]! += ofDay[part]! / total;
  }
  if (days < CURVE_DAYS_MIN) return null;
  return { shares: Array.from(sums, (sum) => sum / days), days };
}

/** Adds the volume of one window into its parts and answers how much it was. */
function fillParts(parts: Float64Array, bars: BarColumns, barMs: number, from: number, to: number): number {
  const length = (to - from) / parts.length;
  let total = 0;
  for (let row = 0; row < bars.length; row++) {
    const start = bars.time[row]!;
    if (start + barMs <= from || start >= to) continue;
    for (let part = 0; part < parts.length; part++) {
      const left = Math.max(start, from + part * length);
      const right = Math.min(start + barMs, from + (part + 1) * length);
      if (right <= left) continue;
      const volume = (bars.volume[row]! * (right - left)) / barMs;
      parts[part]! += volume;
      total += volume;
    }
  }
  return total;
}
