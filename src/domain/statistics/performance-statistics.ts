import { compoundAnnualGrowthRate } from './annualized-return.ts';
import { downsideDeviation } from './annualized-volatility.ts';
import type { CurveStretches } from './curve-stretches.ts';
import { curveExtremes } from './drawdown.ts';
import { finiteOrNull, geometricMean, mean } from './mean.ts';
import { periodReturns } from './period-returns.ts';
import { sampleVariance } from './standard-deviation.ts';
import {
  type ClosedTrade,
  type TradeColumns,
  type TradeStatistics,
  tradeColumns,
  tradeStatistics,
} from './trade-statistics.ts';

export interface PerformanceInput {
  /** Milliseconds, strictly ascending, one a bar. */
  readonly time: Float64Array;
  /** Account value at each bar's close, as long as `time`; at least one. */
  readonly equity: Float64Array;
  /** Closed trades only: an open position speaks through the equity. */
  readonly trades: readonly ClosedTrade[] | TradeColumns;
  /** From when to when trades were on, where some still are; else those of `trades`. */
  readonly spans?: TradeSpans;
  /** Of the equity, where they are known already. */
  readonly stretches?: CurveStretches | undefined;
  /** Per year as a fraction, 0 when absent. */
  readonly riskFreeRate?: number;
}

/** The bars on which each trade was entered and left. */
type TradeSpans = Pick<TradeColumns, 'entryBar' | 'exitBar'>;

/** Undefined figures are null, never NaN or infinite. */
export interface PerformanceStatistics extends TradeStatistics {
  readonly equityFinal: number;
  readonly equityPeak: number;
  /** 0 when the curve does not begin above zero. */
  readonly returnPct: number;
  /** Geometric mean period return compounded over a year. */
  readonly annualizedReturnPct: number | null;
  /** Standard deviation of compounded annual growth. */
  readonly volatilityPct: number | null;
  /** Growth per 365.25 calendar days. */
  readonly cagrPct: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  readonly calmar: number | null;
  /** Zero or negative. */
  readonly maxDrawdownPct: number;
  /** Mean depth of all drawdowns, negative; null when there was none. */
  readonly averageDrawdownPct: number | null;
  readonly maxDrawdownDurationMs: number | null;
  readonly averageDrawdownDurationMs: number | null;
  /** Time from entry to exit, as the bars of both are labelled; null without a trade. */
  readonly maxTradeDurationMs: number | null;
  readonly averageTradeDurationMs: number | null;
  /** Share of bars with a trade on, entry and exit bars counted. */
  readonly exposurePct: number;
}

/**
 * What a run was worth. Definitions are those of backtesting.py `_stats.py`, so that numbers compare: with g the
 * geometric mean and v the sample variance of calendar-day returns (see {@link periodReturns}) and N periods a year,
 * annual return = (1 + g)^N − 1, annual volatility = √((v + (1 + g)²)^N − (1 + g)^2N), Sharpe = return over
 * volatility, Sortino = return over downside deviation, Calmar = return over the deepest drawdown.
 * Throws a `RangeError` for an empty curve or columns of different lengths.
 */
export function performanceStatistics(input: PerformanceInput): PerformanceStatistics {
  const { time, equity } = input;
  const trades = 'pnl' in input.trades ? input.trades : tradeColumns(input.trades);
  const riskFreeRate = input.riskFreeRate ?? 0;
  if (equity.length === 0 || time.length !== equity.length) {
    throw new RangeError(
      `an equity curve of ${equity.length} points cannot be read with ${time.length} times`,
    );
  }
  const first = equity[0]!;
  const last = equity[equity.length - 1]!;
  const annual = annualFigures(time, equity);
  const excess = annual.growth === null ? null : annual.growth - riskFreeRate;
  const { peak, maxDrawdown: deepest, falls } = curveExtremes(equity, input.stretches);
  const underWater = durations(falls.length, (i) => time[falls[i]!.end]! - time[falls[i]!.start]!);
  const timeOf = (bar: number) => time[Math.min(bar, time.length - 1)]!;
  const held = durations(trades.pnl.length, (i) => timeOf(trades.exitBar[i]!) - timeOf(trades.entryBar[i]!));
  const growthRate = compoundAnnualGrowthRate({
    startTime: time[0]!,
    endTime: time[time.length - 1]!,
    startValue: first,
    endValue: last,
  });
  return {
    ...tradeStatistics(trades),
    equityFinal: last,
    equityPeak: peak,
    returnPct: first <= 0 ? 0 : ((last - first) / first) * 100,
    annualizedReturnPct: percent(annual.growth),
    volatilityPct: percent(annual.volatility),
    cagrPct: percent(growthRate),
    sharpe: quotient(excess, annual.volatility),
    sortino: quotient(excess, annual.downside),
    calmar: quotient(annual.growth, -deepest),
    maxDrawdownPct: deepest * 100,
    averageDrawdownPct: percent(mean(falls.map((fall) => -fall.depth))),
    maxDrawdownDurationMs: underWater.longest,
    averageDrawdownDurationMs: underWater.average,
    maxTradeDurationMs: held.longest,
    averageTradeDurationMs: held.average,
    exposurePct: exposure(input.spans ?? trades, equity.length) * 100,
  };
}

/** Longest and mean of so many durations; null of none. */
function durations(count: number, at: (index: number) => number) {
  if (count === 0) return { longest: null, average: null };
  let longest = 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const duration = at(i);
    longest = Math.max(longest, duration);
    sum += duration;
  }
  return { longest, average: sum / count };
}

/** Growth of the price itself from the bar a strategy could first trade on to the last, in percent. */
export function buyAndHoldReturnPct(close: Float64Array, firstTradingBar: number): number {
  const start = close[firstTradingBar];
  const end = close[close.length - 1];
  return start === undefined || end === undefined || start === 0 ? 0 : ((end - start) / start) * 100;
}

function annualFigures(time: Float64Array, equity: Float64Array) {
  const { returns, periodsPerYear } = periodReturns(time, equity);
  const growth = geometricMean(returns);
  const variance = sampleVariance(returns);
  if (growth === null) return { growth: null, volatility: null, downside: null };
  const squared = (1 + growth) ** 2;
  return {
    growth: finiteOrNull((1 + growth) ** periodsPerYear - 1),
    volatility:
      variance === null
        ? null
        : finiteOrNull(Math.sqrt((variance + squared) ** periodsPerYear - squared ** periodsPerYear)),
    downside: downsideDeviation(returns, periodsPerYear),
  };
}

/** Share of bars within a trade, entry and exit bars counted; those of several trades count once. */
function exposure({ entryBar, exitBar }: TradeSpans, bars: number): number {
  const order = isAscending(entryBar)
    ? undefined
    : Int32Array.from(entryBar.keys()).sort((a, b) => entryBar[a]! - entryBar[b]!);
  let count = 0;
  let counted = 0;
  for (let i = 0; i < entryBar.length; i++) {
    const trade = order ? order[i]! : i;
    const end = Math.min(exitBar[trade]! + 1, bars);
    if (end <= counted) continue;
    count += end - Math.max(entryBar[trade]!, counted);
    counted = end;
  }
  return count / bars;
}

function isAscending(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (!(values[i - 1]! <= values[i]!)) return false;
  return true;
}

function quotient(numerator: number | null, denominator: number | null): number | null {
  return numerator === null || denominator === null || denominator === 0
    ? null
    : finiteOrNull(numerator / denominator);
}

function percent(fraction: number | null): number | null {
  return fraction === null ? null : finiteOrNull(fraction * 100);
}
