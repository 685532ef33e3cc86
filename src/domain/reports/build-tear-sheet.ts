import { compareWithBenchmark } from '../performance/benchmark-comparison.ts';
import { estimateCapacity } from '../performance/capacity.ts';
import { drawdownTable } from '../performance/drawdown-table.ts';
import { regressOnFactors } from '../performance/factor-regression.ts';
import { stressReturns } from '../performance/market-stress.ts';
import { monthlyTable } from '../performance/monthly-table.ts';
import { histogram, returnDistribution } from '../performance/return-distribution.ts';
import { rollingBeta, rollingSharpe, rollingVolatility } from '../performance/rolling.ts';
import { analyzeTrades } from '../performance/trade-analysis.ts';
import { trailingReturns } from '../performance/trailing-returns.ts';
import { performanceStatistics } from '../statistics/performance-statistics.ts';
import { periodCloses } from '../statistics/period-returns.ts';
import { simpleReturns } from '../statistics/returns.ts';
import { attributions } from './attributions.ts';
import { indexAt, thinCurve } from './run-points.ts';
import type { TearSheet, TearSheetRolling, TearSheetTrailing } from './tear-sheet.ts';
import type { RunColumns, TearSheetInput } from './tear-sheet-input.ts';
import { headlineFigures, type MeasuredRun, sectionsOf } from './tear-sheet-sections.ts';
import { warningsOf } from './tear-sheet-warnings.ts';

const TRADES_SHOWN = 2_000;
const ROLLING_POINTS = 600;

/**
 * The tear sheet of a run. Throws a RangeError when there is no bar, when columns have different lengths, or when
 * there was no cash.
 */
export function buildTearSheet(input: TearSheetInput): TearSheet {
  const { columns, trades, cash } = input;
  refuseUnusable(input);
  const run = measure(input);
  const { time, equity, benchmark, returns, benchmarkReturns, ended, periodsPerYear } = run;
  const last = columns.time.length - 1;
  const percents = returns.map((value) => value * 100);
  const tradeReturns = Float64Array.from(
    trades.filter(({ exitTime }) => exitTime !== null),
    (trade) => trade.returnPct,
  );
  return {
    name: input.name,
    strategy: input.strategy,
    parameters: input.parameters,
    symbols: input.symbols,
    timeframe: input.timeframe,
    currency: input.currency ?? null,
    cash,
    commission: input.commission,
    benchmarkName: columns.benchmark ? input.benchmarkName : null,
    startTime: columns.time[0]!,
    endTime: columns.time[last]!,
    bars: columns.time.length,
    periodsPerYear,
    verdict: input.verdict
      ? {
          verdict: input.verdict.verdict,
          sentence: input.verdict.sentence,
          reasons: input.verdict.reasons,
          outOfSample: input.verdict.outOfSample && {
            from: input.verdict.outOfSample.from,
            returnPct: input.verdict.outOfSample.returnPct,
            benchmarkReturnPct: input.verdict.outOfSample.benchmarkReturnPct,
          },
        }
      : null,
    trialCount: trialTally(input.checks.trialCount),
    warnings: warningsOf(run),
    headline: headlineFigures(run),
    sections: sectionsOf(run),
    curve: thinCurve(columns),
    rolling: rollingFigures(returns, ended, periodsPerYear, benchmarkReturns),
    trailing: trailing(time, equity, benchmark),
    years: monthlyTable(ended, returns, benchmarkReturns),
    drawdowns: drawdownTable(columns.time, columns.equity, 10),
    returnHistogram: percents.length < 2 ? null : histogram(percents, 41),
    tradeHistogram: tradeReturns.length < 2 ? null : histogram(tradeReturns, 25),
    stress: stressReturns(time, equity, benchmark),
    trades: trades
      .slice(-TRADES_SHOWN)
      .map(({ side, returnPct, maePct, mfePct, bars }) => ({ side, returnPct, maePct, mfePct, bars })),
    attribution: attributions(input),
    factors: input.factors ? regressOnFactors(returns, input.factors, periodsPerYear) : null,
    capacity: run.capacity,
    orderListHash: input.orderListHash,
    engineVersion: input.engineVersion,
  };
}

function trialTally(counted: TearSheetInput['checks']['trialCount']): TearSheet['trialCount'] {
  if (counted === null) return null;
  const { trials, evaluations, independentTrials } = counted;
  return { trials, evaluations, independentTrials };
}

function measure(input: TearSheetInput): MeasuredRun {
  const { columns, trades } = input;
  const { last, periodsPerYear } = periodCloses(columns.time);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(last, (i) => column[i]!);
  const time = pick(columns.time);
  const equity = pick(columns.equity);
  const benchmark = columns.benchmark && pick(columns.benchmark);
  const returns = simpleReturns(equity).map(finiteOrZero);
  const benchmarkReturns = benchmark && simpleReturns(benchmark).map(finiteOrZero);
  const statisticsOf = (
    values: Float64Array,
    closed: Parameters<typeof performanceStatistics>[0]['trades'],
  ) =>
    performanceStatistics({
      time: columns.time,
      equity: values,
      trades: closed,
      riskFreeRate: input.riskFreeRate ?? 0,
    });
  const closed = trades
    .filter(({ exitTime }) => exitTime !== null)
    .map(({ entryTime, exitTime, pnl, returnPct }) => ({
      entryBar: indexAt(columns.time, entryTime),
      exitBar: indexAt(columns.time, exitTime!),
      pnl,
      returnPct,
    }));
  return {
    input,
    time,
    ended: time.subarray(1),
    equity,
    returns,
    periodsPerYear,
    ...(benchmark && benchmarkReturns ? { benchmark, benchmarkReturns } : {}),
    statistics: statisticsOf(columns.equity, closed),
    benchmarkStatistics: columns.benchmark ? statisticsOf(columns.benchmark, []) : null,
    distribution: returnDistribution(returns),
    benchmarkDistribution: benchmarkReturns ? returnDistribution(benchmarkReturns) : null,
    comparison: benchmarkReturns ? compareWithBenchmark(returns, benchmarkReturns, periodsPerYear) : null,
    trades: analyzeTrades(trades),
    capacity: estimateCapacity(
      trades,
      (trade) => columns.equity[Math.max(0, indexAt(columns.time, trade.entryTime) - 1)]!,
    ),
  };
}

/** Half a year of returns, or a quarter of them when there are fewer; none below forty. */
function rollingFigures(
  returns: Float64Array,
  ended: Float64Array,
  periodsPerYear: number,
  benchmark: Float64Array | undefined,
): TearSheetRolling | null {
  const window = Math.min(Math.round(periodsPerYear / 2), Math.floor(returns.length / 4));
  if (window < 10) return null;
  const step = Math.max(1, Math.ceil((returns.length - window + 1) / ROLLING_POINTS));
  const thinned = (values: Float64Array, factor = 1): (number | null)[] =>
    everyNth(values, step).map((value) => (Number.isFinite(value) ? value * factor : null));
  return {
    window,
    time: everyNth(ended.subarray(window - 1), step),
    sharpe: thinned(rollingSharpe(returns, window, periodsPerYear)),
    volatilityPct: thinned(rollingVolatility(returns, window, periodsPerYear), 100),
    beta: benchmark ? thinned(rollingBeta(returns, benchmark, window)) : null,
  };
}

/** Every n-th value, counted from the end so that the newest is there. */
function everyNth(values: Float64Array, step: number): number[] {
  const offset = (values.length - 1) % step;
  return Array.from(values.filter((_, i) => i % step === offset));
}

function trailing(
  time: Float64Array,
  equity: Float64Array,
  benchmark: Float64Array | undefined,
): TearSheetTrailing[] {
  const others = benchmark ? trailingReturns(time, benchmark) : [];
  return trailingReturns(time, equity).map(({ label, returnPct, isAnnualized }) => ({
    label,
    returnPct,
    isAnnualized,
    benchmarkPct: others.find((other) => other.label === label)?.returnPct ?? null,
  }));
}

function refuseUnusable({ columns, cash }: TearSheetInput): void {
  const { time, ...rest } = columns;
  if (time.length === 0) throw new RangeError('a run without a bar has no tear sheet');
  for (const [name, column] of Object.entries(rest) as [keyof RunColumns, Float64Array][])
    if (column.length !== time.length)
      throw new RangeError(
        `the column ${name} has ${column.length} values where there are ${time.length} bars`,
      );
  if (!(cash > 0)) throw new RangeError(`a tear sheet needs cash above zero at the start, not ${cash}`);
}

/** A period that begins with nothing left has no return. */
function finiteOrZero(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
