import type { ChartFormat, VisibleRange } from './price-chart.ts';
import {
  type CalendarParts,
  calendarParts,
  labelZone,
  MONTHS,
  twoDigits,
  zoneOffsetMs,
} from './zoned-time.ts';

/** A label of the time axis at a bar. */
export interface TimeTick {
  readonly index: number;
  readonly text: string;
  /** Larger for larger units: 5 year, 4 month, 3 day, 2 hour, 1 minute, 0 second. */
  readonly weight: number;
}

type Step =
  | { readonly unit: 'ms'; readonly size: number }
  | { readonly unit: 'day'; readonly size: number }
  | { readonly unit: 'month'; readonly size: number };

const MINUTE = 60_000;
const DAY = 86_400_000;
const STEPS: readonly { readonly ms: number; readonly step: Step }[] = [
  ...[
    1_000,
    5_000,
    15_000,
    30_000,
    MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    60 * MINUTE,
    120 * MINUTE,
    240 * MINUTE,
  ].map((size) => ({ ms: size, step: { unit: 'ms', size } as const })),
  ...[1, 2, 4, 7, 15].map((size) => ({ ms: size * DAY, step: { unit: 'day', size } as const })),
  ...[1, 2, 3, 6, 12, 24, 60, 120].map((size) => ({
    ms: size * 30.4 * DAY,
    step: { unit: 'month', size } as const,
  })),
];

/**
 * Labels of an axis of bars: calendar boundaries at a step fit for the zoom, each worded by the largest unit that
 * changed since the bar before it (`2013`, `Mar`, `12`, `14:30`), thinned so that larger units win the room.
 * `labelSpace` is the room one label needs, in the pixels of `plotWidth`.
 */
export function timeTicks(
  time: Float64Array,
  length: number,
  range: VisibleRange,
  options: { readonly format: ChartFormat; readonly plotWidth: number; readonly labelSpace: number },
): TimeTick[] {
  const { format, plotWidth, labelSpace } = options;
  const first = Math.max(0, Math.ceil(range.from));
  const last = Math.min(length - 1, Math.floor(range.to));
  if (last < first || plotWidth <= 0) return [];
  const zone = labelZone(format.barMs, format.timeZone);
  const pixelsPerBar = plotWidth / (range.to - range.from);
  const step = stepFor(time, first, last, (labelSpace / pixelsPerBar) * format.barMs, format.barMs);
  const ticks: TimeTick[] = [];
  let index = first;
  if (first > 0) index = firstAtOrAfter(time, nextBoundary(time[first - 1]!, step, zone), first, last + 1);
  while (index <= last) {
    ticks.push(tickAt(time, index, zone));
    const boundary = nextBoundary(time[index]!, step, zone);
    index = firstAtOrAfter(time, boundary, index + 1, last + 1);
  }
  return thinned(ticks, labelSpace / pixelsPerBar);
}

function stepFor(time: Float64Array, first: number, last: number, wantedBarMs: number, barMs: number): Step {
  // Over several days an intraday axis advances by calendar time faster than bars × their length.
  const stretch = last > first ? Math.max(1, (time[last]! - time[first]!) / ((last - first) * barMs)) : 1;
  const wanted =
    wantedBarMs >= DAY || barMs >= DAY || wantedBarMs * stretch >= 2 * DAY
      ? wantedBarMs * stretch
      : wantedBarMs;
  const least = barMs >= DAY ? Math.max(wanted, DAY) : wanted;
  return (STEPS.find(({ ms }) => ms >= least * 0.98) ?? STEPS[STEPS.length - 1]!).step;
}

/** First boundary of the step strictly after an instant, as an instant. */
function nextBoundary(time: number, step: Step, zone: string): number {
  const offset = zoneOffsetMs(time, zone);
  const wall = time + offset;
  if (step.unit === 'ms') return (Math.floor(wall / step.size) + 1) * step.size - offset;
  const date = new Date(wall);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const boundary = step.unit === 'day' ? nextDay(date, step.size) : nextMonth(year, month, step.size);
  return boundary - zoneOffsetMs(boundary - offset, zone);
}

function nextDay(date: Date, size: number): number {
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const next = (Math.floor((date.getUTCDate() - 1) / size) + 1) * size + 1;
  const monthDays = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  // A boundary in the last days of a month would crowd the next month's label.
  return next > monthDays - size / 2 + 1 ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, next);
}

function nextMonth(year: number, month: number, size: number): number {
  const months = year * 12 + month;
  const next = (Math.floor(months / size) + 1) * size;
  return Date.UTC(Math.floor(next / 12), next % 12, 1);
}

function firstAtOrAfter(time: Float64Array, instant: number, start: number, end: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tickAt(time: Float64Array, index: number, zone: string): TimeTick {
  const now = calendarParts(time[index]!, zone);
  const before = index > 0 ? calendarParts(time[index - 1]!, zone) : undefined;
  const [text, weight] = wording(now, before);
  return { index, text, weight };
}

function wording(now: CalendarParts, before: CalendarParts | undefined): [string, number] {
  if (before === undefined || now.year !== before.year) return [String(now.year), 5];
  if (now.month !== before.month) return [MONTHS[now.month] ?? '', 4];
  if (now.day !== before.day) return [String(now.day), 3];
  const clock = `${twoDigits(now.hour)}:${twoDigits(now.minute)}`;
  if (now.hour !== before.hour) return [clock, 2];
  if (now.minute !== before.minute) return [clock, 1];
  return [`${clock}:${twoDigits(now.second)}`, 0];
}

function thinned(ticks: readonly TimeTick[], leastBars: number): TimeTick[] {
  const kept: TimeTick[] = [];
  const bySize = [...ticks].sort((a, b) => b.weight - a.weight || a.index - b.index);
  for (const tick of bySize) {
    if (kept.every((other) => Math.abs(other.index - tick.index) >= leastBars * 0.8)) kept.push(tick);
  }
  return kept.sort((a, b) => a.index - b.index);
}
