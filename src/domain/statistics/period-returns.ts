import { firstIndexFrom } from '../values/first-index-from.ts';
import { simpleReturns } from './returns.ts';

const DAY_MS = 86_400_000;
const PERIODS_PER_YEAR = { week: 52, month: 12, year: 1 } as const;
type Period = 'day' | keyof typeof PERIODS_PER_YEAR;

export interface PeriodReturns {
  /** Returns of the last equity of each calendar period (UTC) that has one, as fractions. */
  readonly returns: Float64Array;
  readonly periodsPerYear: number;
}

export interface PeriodCloses {
  /** Ascending: the last bar of each calendar period (UTC) that has one. */
  readonly bars: Int32Array;
  readonly periodsPerYear: number;
}

/**
 * Returns per day, or per week, month or year when the bars are that long, with the number of such periods in a
 * year: 52, 12, 1, else 365 when bars fall on weekends and 252 when they do not. Source: backtesting.py `_stats.py`.
 */
export function periodReturns(time: Float64Array, equity: Float64Array): PeriodReturns {
  const { last, periodsPerYear } = periodCloses(time);
  return { returns: simpleReturns(last.map((i) => equity[i]!)), periodsPerYear };
}

/** The last index of each calendar period (UTC) that {@link periodReturns} takes returns of, ascending. */
export function periodCloses(time: Float64Array): {
  readonly last: number[];
  readonly periodsPerYear: number;
} {
  const period = barPeriod(time);
  const last: number[] = [];
  let current: number | undefined;
  for (let i = 0; i < time.length; i = nextDay(time, i)) {
    const ordinal = periodOrdinal(time[i]!, period);
    if (ordinal === current) continue;
    if (i > 0) last.push(i - 1);
    current = ordinal;
  }
  if (time.length > 0) last.push(time.length - 1);
  const periodsPerYear = period === 'day' ? (tradesOnWeekends(time) ? 365 : 252) : PERIODS_PER_YEAR[period];
  return { last, periodsPerYear };
}

/** Whole days of the median step of the newest hundred times decide; steps of 7, 31 and 365 days have their own period. */
function barPeriod(time: Float64Array): Period {
  const newest = time.subarray(Math.max(0, time.length - 100));
  const steps = Float64Array.from(
    { length: Math.max(0, newest.length - 1) },
    (_, i) => newest[i + 1]! - newest[i]!,
  ).sort();
  if (steps.length === 0) return 'day';
  const middle = steps.length >>> 1;
  const median = steps.length % 2 === 1 ? steps[middle]! : (steps[middle - 1]! + steps[middle]!) / 2;
  const days = Math.floor(median / DAY_MS);
  return days === 7 ? 'week' : days === 31 ? 'month' : days === 365 ? 'year' : 'day';
}

/** A number that is equal for equal calendar periods; weeks run from Monday to Sunday. */
function periodOrdinal(time: number, period: Period): number {
  const day = Math.floor(time / DAY_MS);
  // 1970-01-01 was a Thursday, so adding three days makes Mondays divisible by seven.
  if (period === 'week') return Math.floor((day + 3) / 7);
  if (period === 'day') return day;
  const date = new Date(time);
  return period === 'year' ? date.getUTCFullYear() : date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** More than 60 % of the weekend bars that an every-day market would have. */
function tradesOnWeekends(time: Float64Array): boolean {
  let weekend = 0;
  for (let i = 0; i < time.length; ) {
    const next = nextDay(time, i);
    if (weekday(time[i]!) >= 5) weekend += next - i;
    i = next;
  }
  return weekend / time.length > (2 / 7) * 0.6;
}

/** First index of a later day (UTC) than that of `start`; the length when there is none. */
function nextDay(time: Float64Array, start: number): number {
  const midnight = (Math.floor(time[start]! / DAY_MS) + 1) * DAY_MS;
  // Bars of a day need no search.
  return time[start + 1]! >= midnight ? start + 1 : firstIndexFrom(time, start + 1, midnight);
}

/** Monday 0 to Sunday 6; the calendar's first day, 1970-01-01, was a Thursday. */
function weekday(time: number): number {
  return (((Math.floor(time / DAY_MS) + 3) % 7) + 7) % 7;
}
