import { OctopusError } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';
import { indexAt } from '#domain/reports/run-points';
import type { TearSheetInput } from '#domain/reports/tear-sheet-input';
import { periodCloses } from '#domain/statistics/period-returns';
import { simpleReturns } from '#domain/statistics/returns';

/** Bars of something that a run is held against. */
export interface NamedBars {
  readonly name: string;
  readonly bars: BarColumns;
}

/**
 * The run with another benchmark: the same cash put into it at its first close of the run's time, cash before. Throws
 * an OctopusError BAD_REQUEST when their times do not meet.
 */
export function withBenchmark(input: TearSheetInput, { name, bars }: NamedBars): TearSheetInput {
  const { columns, cash } = input;
  refuseApart(input, { name, bars });
  const closes = closesAt(columns.time, bars);
  const first = closes.find((close) => !Number.isNaN(close))!;
  return {
    ...input,
    benchmarkName: name,
    columns: {
      ...columns,
      benchmark: closes.map((close) => (Number.isNaN(close) ? cash : (cash * close) / first)),
    },
  };
}

/**
 * The run with factors that its returns are explained by: the returns of their closes over the run's periods, 0 before
 * the first. Throws an OctopusError BAD_REQUEST when their times do not meet.
 */
export function withFactors(input: TearSheetInput, factors: readonly NamedBars[]): TearSheetInput {
  if (factors.length === 0) return input;
  const { time } = input.columns;
  const ends = Float64Array.from(periodCloses(time).last, (i) => time[i]!);
  return {
    ...input,
    factors: factors.map((factor) => {
      refuseApart(input, factor);
      const returns = simpleReturns(closesAt(ends, factor.bars));
      return { name: factor.name, returns: returns.map((value) => (Number.isFinite(value) ? value : 0)) };
    }),
  };
}

/** The newest close at each time, NaN before the first bar. */
function closesAt(time: Float64Array, { time: barTime, close }: BarColumns): Float64Array {
  return time.map((at) => (at < barTime[0]! ? Number.NaN : close[indexAt(barTime, at)]!));
}

function refuseApart({ columns: { time } }: TearSheetInput, { name, bars }: NamedBars): void {
  const [first, last] = [time[0]!, time[time.length - 1]!];
  if (bars.length > 0 && bars.time[0]! <= last && bars.time[bars.length - 1]! >= first) return;
  const text = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
  throw new OctopusError(
    'BAD_REQUEST',
    bars.length === 0
      ? `${name} has no bars to hold the run against`
      : `${name} has bars from ${text(bars.time[0]!)} to ${text(bars.time[bars.length - 1]!)}, the run is of ${text(first)} to ${text(last)}; take one of the same time`,
  );
}
