import { OctopusError } from '#contract/errors';
import type { BacktestResult } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import { periodCloses, periodReturns } from '#domain/statistics/period-returns';
import { simpleReturns } from '#domain/statistics/returns';
import { sharpeRatio } from '#domain/statistics/sharpe-ratio';
import { BacktestRun } from '../backtest-run.ts';
import { BACKTEST_PORTION_BARS } from '../run-backtest.ts';
import { FIELD, TRIAL_FIELDS } from './trial-statistics.ts';
import type { TrialWork } from './trial-work.ts';

/** Trials through the event engine: for strategies without a vector form, and for the last word on the best. */
export class EngineTrial {
  readonly #work: Pick<TrialWork, 'symbol' | 'timeframe' | 'bars' | 'strategy' | 'options'>;
  #closes: readonly number[] | undefined;

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
    this.advance(run);
    return { result: run.result(0), equity: run.equity };
  }

  /** Handles the bars of a run up to `end`, exclusive; all unless told. Throws an `OctopusError` that names the parameters. */
  advance(run: BacktestRun, end = this.#work.bars.length): void {
    try {
      for (let from = run.bars; from < end; from = run.bars)
        run.advance(Math.min(end - from, BACKTEST_PORTION_BARS));
    } catch (error) {
      throw error instanceof OctopusError && error.code === 'TASK_FAILED'
        ? failureOf(error, run.parameters)
        : error;
    }
  }

  /** Writes the row of the bars that a run has handled. */
  write(run: BacktestRun, rows: Float64Array, row: number): void {
    const figures: Readonly<Record<string, unknown>> = run.figures();
    TRIAL_FIELDS.forEach((name, i) => {
      const value = figures[name];
      rows[row + i] = typeof value === 'number' ? value : Number.NaN;
    });
    const { equity } = run;
    const { time } = this.#work.bars;
    // Where periods close is the same for every whole run.
    this.#closes ??= periodCloses(time).last;
    const returns =
      equity.length === time.length
        ? simpleReturns(this.#closes.map((bar) => equity[bar]!))
        : periodReturns(time.subarray(0, equity.length), equity).returns;
    rows[row + FIELD.periodSharpe] = sharpeRatio(returns, 1) ?? Number.NaN;
  }
}

/** What is said of a strategy whose second run differs from its first. */
export function carriesOver(name: string, trades: number, again: number): string {
  return (
    `strategy "${name}" made ${trades} trades and, run again on the same bars, ${again}: it carries something from one run ` +
    'into the next. Keep what it remembers in what onStart gives, not in variables of the file'
  );
}

function failureOf({ code, message, details }: OctopusError, parameters: ParameterValues): OctopusError {
  const values = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return new OctopusError(
    code,
    values.length === 0 ? message : `${message} (with ${values.join(', ')})`,
    details,
  );
}
