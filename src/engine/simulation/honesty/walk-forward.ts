import { OctopusError } from '#contract/errors';
import type { ParameterValues } from '#domain/indicators/indicator';
import { sliceBars } from '#domain/market/bar';
import { buyAndHoldReturnPct, performanceStatistics } from '#domain/statistics/performance-statistics';
import { type WalkForwardWindow, walkForwardWindows } from '#domain/statistics/walk-forward-windows';
import { type TrialEvidence, trialEvidence } from '../search/trial-evidence.ts';
import { refusing } from '../sweep/objective.ts';
import { runSweep, type SweepRequest } from '../sweep/run-sweep.ts';
import type { TrialCompany } from '../sweep/trial-crew.ts';
import { gatedStrategy } from './gated-strategy.ts';
import { trialReturns } from './trial-returns.ts';

export interface WalkForwardRequest extends Omit<SweepRequest, 'top'> {
  readonly mode: 'anchored' | 'rolling';
  readonly trainBars: number;
  readonly testBars: number;
  /** Bars between training and test that neither uses. */
  readonly gapBars?: number;
}

export interface WalkForwardStep extends WalkForwardWindow {
  /** Milliseconds: first bar of the training, first and last of the test. */
  readonly trainTime: number;
  readonly testTime: number;
  readonly endTime: number;
  /** Best in training. */
  readonly parameters: ParameterValues;
  readonly inSample: {
    readonly returnPct: number;
    readonly annualizedReturnPct: number | null;
    readonly sharpe: number | null;
  };
  readonly outOfSample: {
    readonly returnPct: number;
    readonly trades: number;
    readonly benchmarkReturnPct: number;
  };
}

export interface WalkForwardOutcome {
  readonly objective: string;
  readonly steps: readonly WalkForwardStep[];
  /** Combinations tried: the same in every window. */
  readonly trials: number;
  /** Runs of them in all windows. */
  readonly evaluations: number;
  /** Ratios within a window are no ratios of these bars, so that its spread is of runs over all of them. */
  readonly evidence: TrialEvidence;
  /** Time and account value of the tests joined one after another, cash of the options at the start. */
  readonly time: Float64Array;
  readonly equity: Float64Array;
  readonly outOfSample: {
    readonly returnPct: number;
    readonly annualizedReturnPct: number | null;
    readonly sharpe: number | null;
    readonly sortino: number | null;
    readonly maxDrawdownPct: number;
    readonly benchmarkReturnPct: number;
    readonly trades: number;
  };
  /** Annual return out of sample over the mean of those in training; null where that is not above zero. */
  readonly efficiency: number | null;
  /** Share of the steps that gained out of sample, 0 to 1. */
  readonly stepsGained: number;
  readonly elapsedMs: number;
}

/** History before a test, as a multiple of the warm-up: recursive indicators have settled by then. */
const HISTORY_WARM_UPS = 4;

/**
 * Chooses parameters on one window after another and judges each choice on the bars that follow it; what was never
 * trained on, joined, is the outcome. A test begins flat: before its first bar the strategy only watches. Throws an
 * `OctopusError` BAD_REQUEST when no window fits or a sweep is refused.
 */
export async function runWalkForward(
  request: WalkForwardRequest,
  company: TrialCompany,
): Promise<WalkForwardOutcome> {
  const startTime = company.monotonic();
  const { bars, trainBars, testBars, mode, gapBars = 0, options, strategy } = request;
  const windows = refusing(() =>
    walkForwardWindows({ bars: bars.length, trainBars, testBars, mode, gapBars }),
  );
  const first = windows[0]!.test.from;
  const equity = new Float64Array(bars.length - first);
  const steps: WalkForwardStep[] = [];
  let evaluations = 0;
  let combinations: Float64Array = new Float64Array();
  let value = options.cash;
  let objective = request.objective;
  for (const window of windows) {
    const { train, test } = window;
    const sweep = await runSweep(
      { ...request, bars: sliceBars(bars, train.from, train.to), top: 1 },
      {
        ...company,
        onProgress: (fraction) => company.onProgress?.((steps.length + fraction) / windows.length),
      },
    );
    evaluations += sweep.combinations;
    combinations = sweep.parameters;
    objective = sweep.objective;
    const judged = judge(request, window, sweep.best.parameters, value);
    equity.set(judged.equity, test.from - first);
    value = judged.equity.at(-1)!;
    const { returnPct, annualizedReturnPct, sharpe } = sweep.best.statistics;
    steps.push({
      ...window,
      trainTime: bars.time[train.from]!,
      testTime: bars.time[test.from]!,
      endTime: bars.time[test.to - 1]!,
      parameters: sweep.best.parameters,
      inSample: { returnPct, annualizedReturnPct, sharpe },
      outOfSample: {
        returnPct: judged.returnPct,
        trades: judged.trades,
        benchmarkReturnPct: buyAndHoldReturnPct(bars.close.subarray(0, test.to), Math.max(0, test.from - 1)),
      },
    });
  }
  const time = bars.time.slice(first);
  const figures = performanceStatistics({ time, equity, trades: [] });
  const trained = mean(steps.map(({ inSample }) => inSample.annualizedReturnPct ?? 0));
  return {
    objective,
    steps,
    trials: combinations.length / strategy.parameters.length,
    evaluations,
    evidence: trialEvidence(request, { parameters: combinations, evaluations }),
    time,
    equity,
    outOfSample: {
      returnPct: (value / options.cash - 1) * 100,
      annualizedReturnPct: figures.annualizedReturnPct,
      sharpe: figures.sharpe,
      sortino: figures.sortino,
      maxDrawdownPct: figures.maxDrawdownPct,
      benchmarkReturnPct: buyAndHoldReturnPct(bars.close, first - 1),
      trades: steps.reduce((sum, step) => sum + step.outOfSample.trades, 0),
    },
    efficiency:
      trained > 0 && figures.annualizedReturnPct !== null ? figures.annualizedReturnPct / trained : null,
    stepsGained: steps.filter(({ outOfSample }) => outOfSample.returnPct > 0).length / steps.length,
    elapsedMs: company.monotonic() - startTime,
  };
}

/** Equity over the test of a window, from `cash` on. */
function judge(
  request: WalkForwardRequest,
  { test }: WalkForwardWindow,
  parameters: ParameterValues,
  cash: number,
): { equity: Float64Array; returnPct: number; trades: number } {
  if (cash <= 0) return { equity: new Float64Array(test.to - test.from).fill(cash), returnPct: 0, trades: 0 };
  const { bars, strategy, options } = request;
  const warmUp = strategy.warmUpBars(parameters);
  const quietBars = Math.min(test.from, HISTORY_WARM_UPS * warmUp);
  const work = {
    ...request,
    bars: sliceBars(bars, test.from - quietBars, test.to),
    strategy: gatedStrategy(strategy, { quietBars }),
    options: { ...options, cash },
  };
  const { equity, result } = trialReturns(work, parameters);
  return {
    equity: equity.subarray(quietBars),
    returnPct: (equity.at(-1)! / cash - 1) * 100,
    trades: result.statistics.trades,
  };
}

function mean(values: readonly number[]): number {
  if (values.length === 0)
    throw new OctopusError('INTERNAL_SERVER_ERROR', 'a walk without steps has no mean');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
