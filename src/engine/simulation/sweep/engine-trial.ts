import type { BacktestResult } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import { lowerBound } from '#domain/market/bar';
import { periodReturns } from '#domain/statistics/period-returns';
import { sharpeRatio } from '#domain/statistics/sharpe-ratio';
import { runBacktest } from '../run-backtest.ts';
import { FIELD, TRIAL_FIELDS } from './trial-statistics.ts';
import type { TrialWork } from './trial-work.ts';

/** Trials through the event engine: for strategies without a vector form, and for the last word on the best. */
export class EngineTrial {
  readonly #work: Pick<TrialWork, 'symbol' | 'timeframe' | 'bars' | 'strategy' | 'options'>;

  constructor(work: Pick<TrialWork, 'symbol' | 'timeframe' | 'bars' | 'strategy' | 'options'>) {
    this.#work = work;
  }

  backtest(parameters: ParameterValues): BacktestResult {
    const { options, ...work } = this.#work;
    const request = { ...work, parameters, options: { ...options, parameters } };
    return runBacktest(request, { monotonic: () => 0 });
  }

  /** Account value at each close, from the trades of a result. */
  equity(result: BacktestResult): Float64Array {
    const { bars, options } = this.#work;
    const equity = new Float64Array(bars.length);
    let cash = options.cash;
    let from = 0;
    for (const trade of result.trades) {
      const entry = lowerBound(bars, trade.entryTime);
      equity.fill(cash, from, entry);
      const signed = trade.side === 'long' ? trade.quantity : -trade.quantity;
      const paid = signed * trade.entryPrice;
      const held = cash - paid - Math.abs(paid) * options.commission;
      const exit = trade.exitTime === null ? bars.length : lowerBound(bars, trade.exitTime);
      for (let i = entry; i < exit; i++) equity[i] = held + signed * bars.close[i]!;
      const got = trade.exitPrice === null ? 0 : signed * trade.exitPrice;
      cash = held + got - Math.abs(got) * options.commission;
      from = exit;
    }
    equity.fill(cash, Math.min(from, bars.length));
    return equity;
  }

  /** Runs one combination and writes its row. */
  run(parameters: ParameterValues, rows: Float64Array, row: number): void {
    const result = this.backtest(parameters);
    const figures: Readonly<Record<string, unknown>> = result.statistics;
    TRIAL_FIELDS.forEach((name, i) => {
      const value = figures[name];
      rows[row + i] = typeof value === 'number' ? value : Number.NaN;
    });
    const { returns } = periodReturns(this.#work.bars.time, this.equity(result));
    rows[row + FIELD.periodSharpe] = sharpeRatio(returns, 1) ?? Number.NaN;
  }
}
