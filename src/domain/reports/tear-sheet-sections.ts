import type { BenchmarkComparison } from '../performance/benchmark-comparison.ts';
import type { CapacityEstimate } from '../performance/capacity.ts';
import { underWater } from '../performance/drawdown-table.ts';
import type { ReturnDistribution } from '../performance/return-distribution.ts';
import { gainToPainRatio, omegaRatio, stability, ulcerIndex } from '../performance/risk-ratios.ts';
import type { TradeAnalysis } from '../performance/trade-analysis.ts';
import { deflatedSharpeRatio } from '../statistics/deflated-sharpe-ratio.ts';
import type { PerformanceStatistics } from '../statistics/performance-statistics.ts';
import { probabilisticSharpeRatio } from '../statistics/probabilistic-sharpe-ratio.ts';
import { returnMoments } from '../statistics/return-moments.ts';
import { sharpeRatio } from '../statistics/sharpe-ratio.ts';
import type { FigureId } from './figures.ts';
import { indexAt } from './run-points.ts';
import type { TearSheetFigure, TearSheetSection } from './tear-sheet.ts';
import type { TearSheetInput } from './tear-sheet-input.ts';

const YEAR_MS = 365.25 * 86_400_000;

/** A run with its period returns and every figure that more than one part of the sheet reads. */
export interface MeasuredRun {
  readonly input: TearSheetInput;
  /** The close of each calendar period; one more than the returns. */
  readonly time: Float64Array;
  /** When each return ended. */
  readonly ended: Float64Array;
  readonly equity: Float64Array;
  readonly benchmark?: Float64Array;
  readonly returns: Float64Array;
  readonly benchmarkReturns?: Float64Array;
  readonly periodsPerYear: number;
  readonly statistics: PerformanceStatistics;
  readonly benchmarkStatistics: PerformanceStatistics | null;
  readonly distribution: ReturnDistribution;
  readonly benchmarkDistribution: ReturnDistribution | null;
  readonly comparison: BenchmarkComparison | null;
  readonly trades: TradeAnalysis;
  readonly capacity: CapacityEstimate | null;
}

/** The figures a reader looks at first. */
export function headlineFigures(run: MeasuredRun): TearSheetFigure[] {
  const { statistics: own, benchmarkStatistics: other } = run;
  return [
    figure('returnPct', totalReturn(run), other ? other.returnPct : undefined),
    figure('cagrPct', own.cagrPct, other?.cagrPct),
    figure('sharpe', own.sharpe, other?.sharpe),
    figure('maxDrawdownPct', own.maxDrawdownPct, other?.maxDrawdownPct),
    figure('volatilityPct', own.volatilityPct, other?.volatilityPct),
    figure('trades', own.trades),
  ];
}

/** All figures, by what they tell of. */
export function sectionsOf(run: MeasuredRun): TearSheetSection[] {
  const sections: TearSheetSection[] = [
    { title: 'Return', figures: returnFigures(run) },
    { title: 'Risk', figures: riskFigures(run) },
    { title: 'Return for risk', figures: ratioFigures(run) },
    { title: 'Against the benchmark', figures: comparisonFigures(run) },
    { title: 'Distribution of returns', figures: distributionFigures(run) },
    { title: 'Skill or luck', figures: chanceFigures(run) },
    { title: 'Trades', figures: tradeFigures(run) },
    { title: 'Exposure, turnover and costs', figures: exposureFigures(run) },
  ];
  return sections.filter(({ figures }) => figures.length > 0);
}

function returnFigures(run: MeasuredRun): TearSheetFigure[] {
  const { statistics: own, benchmarkStatistics: other, distribution, benchmarkDistribution } = run;
  return [
    figure('equityFinal', own.equityFinal, other?.equityFinal),
    figure('returnPct', totalReturn(run), other?.returnPct),
    figure('annualizedReturnPct', own.annualizedReturnPct, other?.annualizedReturnPct),
    figure('cagrPct', own.cagrPct, other?.cagrPct),
    figure('bestPeriodPct', percent(distribution.best), maybePercent(benchmarkDistribution?.best)),
    figure('worstPeriodPct', percent(distribution.worst), maybePercent(benchmarkDistribution?.worst)),
    figure(
      'positivePeriodsPct',
      percent(distribution.positiveShare),
      maybePercent(benchmarkDistribution?.positiveShare),
    ),
  ];
}

function riskFigures(run: MeasuredRun): TearSheetFigure[] {
  const { statistics: own, benchmarkStatistics: other, input } = run;
  const { time, equity, benchmark } = input.columns;
  const water = underWater(time, equity);
  const otherWater = benchmark && underWater(time, benchmark);
  return [
    figure('volatilityPct', own.volatilityPct, other?.volatilityPct),
    figure('maxDrawdownPct', own.maxDrawdownPct, other?.maxDrawdownPct),
    figure('averageDrawdownPct', own.averageDrawdownPct, other?.averageDrawdownPct),
    figure('longestDrawdownMs', water.longestMs, otherWater?.longestMs),
    figure('underWaterPct', water.sharePct, otherWater?.sharePct),
    figure('ulcerIndex', ulcerIndex(equity), benchmark ? ulcerIndex(benchmark) : undefined),
  ];
}

function ratioFigures(run: MeasuredRun): TearSheetFigure[] {
  const {
    statistics: own,
    benchmarkStatistics: other,
    returns,
    benchmarkReturns,
    periodsPerYear,
    input,
  } = run;
  const { equity, benchmark } = input.columns;
  const risk = (input.riskFreeRate ?? 0) / periodsPerYear;
  const both = (of: (values: Float64Array) => number | null): [number | null, number | null | undefined] => [
    of(returns),
    benchmarkReturns ? of(benchmarkReturns) : undefined,
  ];
  return [
    figure('sharpe', own.sharpe, other?.sharpe),
    figure('arithmeticSharpe', ...both((values) => sharpeRatio(values, periodsPerYear, risk))),
    figure('sortino', own.sortino, other?.sortino),
    figure('calmar', own.calmar, other?.calmar),
    figure('omega', ...both((values) => omegaRatio(values))),
    figure('gainToPain', ...both(gainToPainRatio)),
    figure(
      'martin',
      quotient(own.cagrPct, ulcerIndex(equity)),
      other && benchmark ? quotient(other.cagrPct, ulcerIndex(benchmark)) : undefined,
    ),
    figure(
      'recoveryFactor',
      quotient(totalReturn(run), -own.maxDrawdownPct),
      other ? quotient(other.returnPct, -other.maxDrawdownPct) : undefined,
    ),
    figure('stability', ...both(stability)),
  ];
}

function comparisonFigures({ comparison }: MeasuredRun): TearSheetFigure[] {
  if (!comparison) return [];
  return [
    figure('activeReturnPct', percent(comparison.activeReturn)),
    figure('alphaPct', percent(comparison.alpha)),
    figure('beta', comparison.beta),
    figure('correlation', comparison.correlation),
    figure('informationRatio', comparison.informationRatio),
    figure('trackingErrorPct', percent(comparison.trackingError)),
    figure('upCapturePct', percent(comparison.upCapture)),
    figure('downCapturePct', percent(comparison.downCapture)),
    figure('treynor', comparison.treynor),
    figure('battingAveragePct', percent(comparison.battingAverage)),
  ];
}

function distributionFigures({
  distribution: own,
  benchmarkDistribution: other,
}: MeasuredRun): TearSheetFigure[] {
  return [
    figure('periodMeanPct', percent(own.mean), maybePercent(other?.mean)),
    figure('periodDeviationPct', percent(own.standardDeviation), maybePercent(other?.standardDeviation)),
    figure('skewness', own.skewness, other?.skewness),
    figure('excessKurtosis', own.excessKurtosis, other?.excessKurtosis),
    figure('valueAtRisk95Pct', percent(own.valueAtRisk95), maybePercent(other?.valueAtRisk95)),
    figure('valueAtRisk99Pct', percent(own.valueAtRisk99), maybePercent(other?.valueAtRisk99)),
    figure(
      'conditionalValueAtRisk95Pct',
      percent(own.conditionalValueAtRisk95),
      maybePercent(other?.conditionalValueAtRisk95),
    ),
    figure(
      'conditionalValueAtRisk99Pct',
      percent(own.conditionalValueAtRisk99),
      maybePercent(other?.conditionalValueAtRisk99),
    ),
    figure('tailRatio', own.tailRatio, other?.tailRatio),
  ];
}

function chanceFigures({ input, returns, periodsPerYear }: MeasuredRun): TearSheetFigure[] {
  const { trialCount } = input.checks;
  const moments = returnMoments(returns);
  const deflated =
    moments && trialCount
      ? deflatedSharpeRatio(moments, { ...trialCount, trials: trialCount.independentTrials })
      : null;
  return [
    figure('probabilisticSharpePct', percent(moments && probabilisticSharpeRatio(moments, 0))),
    figure('deflatedSharpePct', percent(deflated?.confidence ?? null)),
    figure('chanceSharpe', deflated && deflated.expectedMaximum * Math.sqrt(periodsPerYear)),
    figure('trialsCounted', trialCount?.trials ?? null),
    figure('independentTrials', trialCount?.independentTrials ?? null),
    ...examinedFigures(input),
  ];
}

function examinedFigures({ verdict }: TearSheetInput): TearSheetFigure[] {
  if (!verdict) return [];
  const { outOfSample, randomEntryPValue } = verdict;
  return [
    figure('randomEntryPct', percent(randomEntryPValue)),
    figure(
      'outOfSampleReturnPct',
      outOfSample?.returnPct ?? null,
      outOfSample ? outOfSample.benchmarkReturnPct : undefined,
    ),
  ];
}

function tradeFigures({ statistics: own, trades }: MeasuredRun): TearSheetFigure[] {
  if (own.trades === 0) return [figure('trades', 0)];
  return [
    figure('trades', own.trades),
    figure('winRatePct', own.winRatePct),
    figure('profitFactor', own.profitFactor),
    figure('payoffRatio', trades.payoffRatio),
    figure('expectancyPct', own.expectancyPct),
    figure('expectancy', trades.expectancy),
    figure('averageWin', trades.averageWin),
    figure('averageLoss', trades.averageLoss),
    figure('bestTradePct', own.bestTradePct),
    figure('worstTradePct', own.worstTradePct),
    figure('topFivePct', percent(trades.topFiveShare)),
    figure('systemQualityNumber', own.systemQualityNumber),
    figure('kellyPct', percent(own.kellyCriterion)),
    figure('longestWinStreak', trades.longestWinStreak),
    figure('longestLossStreak', trades.longestLossStreak),
    figure('medianHoldingMs', trades.medianHoldingMs),
    figure('longestHoldingMs', trades.longestHoldingMs),
    figure('averageHoldingBars', trades.averageHoldingBars),
    figure('averageMaePct', trades.averageMaePct),
    figure('averageMfePct', trades.averageMfePct),
    figure('exitEfficiencyPct', percent(trades.exitEfficiency)),
  ];
}

function exposureFigures({ input, capacity }: MeasuredRun): TearSheetFigure[] {
  const { columns, feesPaid, cash } = input;
  const { time, equity, exposure, turnover } = columns;
  const { length } = time;
  const years = (time[length - 1]! - time[0]!) / YEAR_MS;
  const average = total(equity) / length;
  const traded = total(turnover);
  const profit = equity[length - 1]! - cash;
  return [
    figure('exposurePct', (barsHeld(input) / length) * 100),
    figure('averageExposurePct', (total(exposure.map(Math.abs)) / length) * 100),
    figure('netExposurePct', (total(exposure) / length) * 100),
    figure('turnoverPerYear', quotient(traded / 2, average * years)),
    figure('feesPaid', feesPaid),
    figure('feesOfGrossPct', profit + feesPaid > 0 ? (feesPaid / (profit + feesPaid)) * 100 : null),
    figure('feesPerYearPct', percent(quotient(feesPaid, average * years))),
    figure('breakEvenCostPct', profit > 0 ? percent(quotient(profit, traded)) : null),
    figure('capacity', capacity?.equity ?? null),
    figure('largestVolumeSharePct', percent(capacity?.largestShare ?? null)),
  ];
}

/** Bars with a trade on, those of entry and exit counted. */
function barsHeld({ columns: { time }, trades }: TearSheetInput): number {
  const held = new Uint8Array(time.length);
  for (const { entryTime, exitTime } of trades)
    held.fill(1, indexAt(time, entryTime), exitTime === null ? time.length : indexAt(time, exitTime) + 1);
  return held.reduce((count, one) => count + one, 0);
}

/** Against the cash at the start: fees of the first bar are in it. */
function totalReturn({ input, statistics }: MeasuredRun): number {
  return (statistics.equityFinal / input.cash - 1) * 100;
}

function figure(id: FigureId, value: number | null, benchmark?: number | null): TearSheetFigure {
  const known = value !== null && Number.isFinite(value) ? value : null;
  return benchmark === undefined ? { id, value: known } : { id, value: known, benchmark };
}

function percent(fraction: number | null): number | null {
  return fraction === null ? null : fraction * 100;
}

function maybePercent(fraction: number | null | undefined): number | null | undefined {
  return fraction === undefined ? undefined : percent(fraction);
}

function quotient(numerator: number | null, denominator: number | null): number | null {
  return numerator === null || denominator === null || !(Math.abs(denominator) > 0)
    ? null
    : numerator / denominator;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
