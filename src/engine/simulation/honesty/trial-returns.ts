import type { BacktestResult } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import { periodReturns } from '#domain/statistics/period-returns';
import { EngineTrial } from '../sweep/engine-trial.ts';
import type { TrialWork } from '../sweep/trial-work.ts';

/** What every measure of honesty is about: a strategy with an account over some bars. */
export type HonestWork = Pick<TrialWork, 'symbol' | 'timeframe' | 'bars' | 'strategy' | 'options'>;

export interface TrialReturns {
  readonly result: BacktestResult;
  /** Account value at each close. */
  readonly equity: Float64Array;
  /** Returns per period (a day, or a bar that is longer), as fractions. */
  readonly returns: Float64Array;
  readonly periodsPerYear: number;
}

/** Runs one combination through the event engine, with the whole of its equity. */
export function trialReturns(work: HonestWork, parameters: ParameterValues): TrialReturns {
  const { result, equity } = new EngineTrial(work).examine(parameters);
  return { result, equity, ...periodReturns(work.bars.time, equity) };
}
