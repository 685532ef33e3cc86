import { aggregateReturns } from './aggregate-returns.ts';

/** One calendar year of returns, in percent; null where nothing was measured. */
export interface YearRow {
  readonly year: number;
  /** January first, twelve of them. */
  readonly monthsPct: readonly (number | null)[];
  readonly returnPct: number;
  readonly benchmarkPct: number | null;
}

/**
 * Returns of each calendar month and year, linked geometrically, oldest year first. `time[i]` is when `returns[i]`
 * ended; the benchmark's returns, if any, are of the same periods. A first or last year may be a part of one.
 */
export function monthlyTable(
  time: Float64Array,
  returns: Float64Array,
  benchmark?: Float64Array,
): readonly YearRow[] {
  const months = aggregateReturns(time, returns, 'month');
  const years = aggregateReturns(time, returns, 'year');
  const benchmarkYears = benchmark && aggregateReturns(time, benchmark, 'year');
  const rows = Array.from(years.start, (start, i) => {
    const benchmarkReturn = benchmarkYears?.returns[i];
    return {
      year: new Date(start).getUTCFullYear(),
      monthsPct: new Array<number | null>(12).fill(null),
      returnPct: years.returns[i]! * 100,
      benchmarkPct: benchmarkReturn === undefined ? null : benchmarkReturn * 100,
    };
  });
  let row = 0;
  months.start.forEach((start, i) => {
    const date = new Date(start);
    while (rows[row]!.year < date.getUTCFullYear()) row += 1;
    rows[row]!.monthsPct[date.getUTCMonth()] = months.returns[i]! * 100;
  });
  return rows;
}
