import type { RunColumns } from '#domain/reports/tear-sheet-input';
import { periodCloses } from '#domain/statistics/period-returns';

/** Columns longer than this are kept by the day. */
export const RUN_POINTS_MAX = 100_000;

/** A long run's columns by the close of each day (UTC); what was traded is added up. Shorter ones as they are. */
export function dayColumns(columns: RunColumns, pointsMax = RUN_POINTS_MAX): RunColumns {
  const { time, equity, benchmark, exposure, turnover } = columns;
  if (time.length <= pointsMax) return columns;
  const { last } = periodCloses(time);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(last, (i) => column[i]!);
  return {
    time: pick(time),
    equity: pick(equity),
    ...(benchmark ? { benchmark: pick(benchmark) } : {}),
    exposure: pick(exposure),
    turnover: Float64Array.from(last, (end, day) => {
      let sum = 0;
      for (let i = day === 0 ? 0 : last[day - 1]! + 1; i <= end; i++) sum += turnover[i]!;
      return sum;
    }),
  };
}
