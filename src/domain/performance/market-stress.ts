/** A stretch of market history that strategies are judged by. Dates are UTC midnights, `to` is included. */
export interface StressPeriod {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Well-known falls of stock markets, by the dates of the S&P 500's peak and low unless the name says otherwise. */
export const STRESS_PERIODS: readonly StressPeriod[] = [
  period('Dot-com bust', '2000-03-24', '2002-10-09'),
  period('September 2001', '2001-09-10', '2001-09-21'),
  period('Quant crisis', '2007-08-01', '2007-08-16'),
  period('Global financial crisis', '2007-10-09', '2009-03-09'),
  period('Lehman and after', '2008-09-12', '2008-11-20'),
  period('Flash crash', '2010-05-05', '2010-07-02'),
  period('Euro crisis and downgrade', '2011-07-22', '2011-10-03'),
  period('China devaluation', '2015-08-17', '2016-02-11'),
  period('Fourth quarter 2018', '2018-09-20', '2018-12-24'),
  period('COVID crash', '2020-02-19', '2020-03-23'),
  period('Inflation and rates', '2022-01-03', '2022-10-12'),
];

/** Return of a run and its benchmark through one stress period, in percent. */
export interface StressReturn {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly returnPct: number;
  readonly benchmarkPct: number | null;
  /** Negative: the deepest fall within the period. */
  readonly maxDrawdownPct: number;
}

/** What happened in each stress period that the data covers whole, oldest first. `time` and values have one length. */
export function stressReturns(
  time: Float64Array,
  equity: Float64Array,
  benchmark?: Float64Array,
): readonly StressReturn[] {
  const end = time[time.length - 1] ?? Number.NEGATIVE_INFINITY;
  return STRESS_PERIODS.flatMap(({ name, from, to }) => {
    const first = time.findIndex((value) => value >= from);
    const beyond = time.findIndex((value) => value >= to + 86_400_000);
    const last = beyond < 0 ? time.length - 1 : beyond - 1;
    if (time[0]! > from || end < to || first < 0 || last <= first || equity[first]! <= 0) return [];
    let [peak, deepest] = [equity[first]!, 0];
    for (let i = first; i <= last; i++) {
      peak = Math.max(peak, equity[i]!);
      deepest = Math.min(deepest, equity[i]! / peak - 1);
    }
    const growth = (values: Float64Array): number => (values[last]! / values[first]! - 1) * 100;
    return {
      name,
      from,
      to,
      returnPct: growth(equity),
      benchmarkPct: benchmark && benchmark[first]! > 0 ? growth(benchmark) : null,
      maxDrawdownPct: deepest * 100,
    };
  });
}

function period(name: string, from: string, to: string): StressPeriod {
  return { name, from: Date.parse(`${from}T00:00Z`), to: Date.parse(`${to}T00:00Z`) };
}
