import type { BacktestResult } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import { periodReturns } from '#domain/statistics/period-returns';
import { sharpeRatio } from '#domain/statistics/sharpe-ratio';
import { BacktestRun } from '../backtest-run.ts';
import { BACKTEST_PORTION_BARS } from '../run-backtest.ts';
import { FIELD, TRIAL_FIELDS } from './trial-statistics.ts';
import type { TrialWork } from './trial-work.ts';

/** Trials through the event engine: for strategies without a vector form, and for the last word on the best. */
export class EngineTrial {
  readonly #work: Pick<TrialWork, 'symbol' | 'timeframe' | 'bars' | 'strategy' | 'options'>;

  constructor(work: Pick<TrialWork, 'symbol' | 'timeframe' | 'bars' | 'strategy' | 'options'>) {
    this.#work = work;
  }

  /** A run that has handled no bar yet. */
  begin(parameters: ParameterValues): BacktestRun {
    const { options, ...work } = this.#work;
    return new BacktestRun({ ...work, parameters, options: { ...options, parameters } });
  }

  backtest(parameters: ParameterValues): BacktestResult {
    return this.examine(parameters).result;
  }

  /** The result, and the account's value at each close. */
  examine(parameters: ParameterValues): { readonly result: BacktestResult; readonly equity: Float64Array } {
    const run = this.begin(parameters);
    finish(run);
    return { result: run.result(0), equity: run.equity };
  }

  /** Runs what is left of a run and writes its row. */
  finish(run: BacktestRun, rows: Float64Array, row: number): void {
    finish(run);
    this.write(run, rows, row);
  }

  /** Writes the row of the bars that a run has handled. */
  write(run: BacktestRun, rows: Float64Array, row: number): void {
    const figures: Readonly<Record<string, unknown>> = run.figures();
    TRIAL_FIELDS.forEach((name, i) => {
      const value = figures[name];
      rows[row + i] = typeof value === 'number' ? value : Number.NaN;
    });
    const { equity } = run;
    const { returns } = periodReturns(this.#work.bars.time.subarray(0, equity.length), equity);
    rows[row + FIELD.periodSharpe] = sharpeRatio(returns, 1) ?? Number.NaN;
  }
}

function finish(run: BacktestRun): void {
  while (!run.advance(BACKTEST_PORTION_BARS));
}
