import type { BacktestOptions } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import type { Expression } from '#domain/values/expression';

/**
 * How much of a trial's row is wanted: what a return knows, with the figures of its period returns, or everything; each
 * takes about twice the time of the one before.
 */
export type TrialForm = 'return' | 'periods' | 'statistics';

/** What all trials have in common. */
export interface TrialWork {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: BarColumns;
  readonly strategy: StrategyDefinition;
  readonly options: BacktestOptions;
  /** Over the fields of a row, then the parameters of the trial. Higher is better. */
  readonly objective: Expression;
  readonly form: TrialForm;
}
