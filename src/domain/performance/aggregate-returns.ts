const DAY_MS = 86_400_000;

export type CalendarPeriod = 'week' | 'month' | 'quarter' | 'year';

/** Compounded returns of calendar periods (UTC), oldest first; weeks run from Monday to Sunday. */
export interface AggregatedReturns {
  /** Midnight UTC of each period's first day, in milliseconds. */
  readonly start: Float64Array;
  /** Fractions. */
  readonly returns: Float64Array;
}

/**
 * Links the returns of each calendar period geometrically, Π(1 + r) − 1 (GIPS: time-weighted return). `time[i]` is when
 * `returns[i]` ended, in milliseconds, ascending. Periods without a return are left out. Source: empyrical
 * `aggregate_returns`.
 */
export function aggregateReturns(
  time: Float64Array,
  returns: Float64Array,
  period: CalendarPeriod,
): AggregatedReturns {
  const start: number[] = [];
  const growth: number[] = [];
  for (let i = 0; i < returns.length; i++) {
    const first = periodStart(time[i]!, period);
    if (start.at(-1) !== first) {
      start.push(first);
      growth.push(1);
    }
    growth[growth.length - 1]! *= 1 + returns[i]!;
  }
  return { start: Float64Array.from(start), returns: Float64Array.from(growth, (factor) => factor - 1) };
}

/** Midnight UTC of the first day of the period that an instant lies in, in milliseconds. */
export function periodStart(time: number, period: CalendarPeriod): number {
  if (period === 'week') {
    const day = Math.floor(time / DAY_MS);
    // 1970-01-01 was a Thursday: three days on, Mondays are divisible by seven.
    return (day - ((((day + 3) % 7) + 7) % 7)) * DAY_MS;
  }
  const date = new Date(time);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return Date.UTC(year, period === 'year' ? 0 : period === 'month' ? month : month - (month % 3), 1);
}
