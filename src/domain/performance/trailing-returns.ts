import { compoundAnnualGrowthRate } from '../statistics/annualized-return.ts';

/** Growth of a value from the close before a period to the end of the data. */
export interface TrailingReturn {
  readonly label: string;
  /** The close it is measured from, in milliseconds. */
  readonly from: number;
  /** Percent; a year's worth when `isAnnualized`. */
  readonly returnPct: number;
  readonly isAnnualized: boolean;
}

const MONTHS = [
  ['1 month', 1],
  ['3 months', 3],
  ['6 months', 6],
  ['1 year', 12],
  ['3 years', 36],
  ['5 years', 60],
  ['10 years', 120],
] as const;

/**
 * Returns to date: this month, this quarter, this year, the trailing months and years that the data covers, and since
 * the start. As GIPS asks, what is longer than a year is annualised (365.25 days), what is shorter is not. Each is
 * measured from the last value at or before its beginning (ffn `calc_mtd`, `calc_ytd`); values must be above zero.
 */
export function trailingReturns(time: Float64Array, value: Float64Array): readonly TrailingReturn[] {
  const last = time.length - 1;
  if (last < 1 || value[0]! <= 0) return [];
  const end = time[last]!;
  const date = new Date(end);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const starts: [string, number, boolean][] = [
    ['Month to date', Date.UTC(year, month, 1) - 1, false],
    ['Quarter to date', Date.UTC(year, month - (month % 3), 1) - 1, false],
    ['Year to date', Date.UTC(year, 0, 1) - 1, false],
    ...MONTHS.map(([label, months]): [string, number, boolean] => [
      label,
      monthsBefore(end, months),
      months > 12,
    ]),
  ];
  const rows = starts.flatMap(([label, from, isAnnualized]) => {
    const base = lastAtOrBefore(time, from);
    return base < 0 ? [] : trailing(label, base, isAnnualized);
  });
  return [...rows, ...trailing('Since start', 0, end - time[0]! > 366 * 86_400_000)];

  function trailing(label: string, base: number, isAnnualized: boolean): TrailingReturn[] {
    const growth = { startTime: time[base]!, endTime: end, startValue: value[base]!, endValue: value[last]! };
    const rate = isAnnualized
      ? compoundAnnualGrowthRate(growth)
      : value[base]! > 0
        ? growth.endValue / growth.startValue - 1
        : null;
    return rate === null ? [] : [{ label, from: time[base]!, returnPct: rate * 100, isAnnualized }];
  }
}

/** The same day so many months earlier, or the last of that month when it is shorter. */
function monthsBefore(time: number, months: number): number {
  const date = new Date(time);
  const target = date.getUTCMonth() - months;
  const day = Math.min(
    date.getUTCDate(),
    new Date(Date.UTC(date.getUTCFullYear(), target + 1, 0)).getUTCDate(),
  );
  return Date.UTC(date.getUTCFullYear(), target, day) + (time % 86_400_000);
}

/** Index of the newest time that is not after `instant`, −1 when there is none. */
function lastAtOrBefore(time: Float64Array, instant: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
