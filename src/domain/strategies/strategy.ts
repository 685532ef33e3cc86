import type { Parameter, ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { StrategyModule } from './sdk/define-strategy.ts';

/** What a strategy asks for at the close of a bar: 1 be long, −1 be short (or flat when long only), 0 no change, 2 be flat. */
export type Signal = -1 | 0 | 1 | 2;

/**
 * One run of a strategy over one instrument. The very same object serves backtest and replay: it sees bar
 * `index` of the columns and nothing after it, and allocates nothing per bar.
 */
export interface StrategyRun {
  /** Called for every bar in turn, from index 0 on; columns may grow between calls, what they held stays. */
  onBar(bars: BarColumns, index: number): Signal;
  /**
   * Takes bars from `from` on as {@link onBar} would, up to the first on which it might answer anything but 0: the index of
   * that bar, which is left to `onBar`, or `end` when there is none before it. For a strategy that knows quiet bars faster.
   */
  passOver?(bars: BarColumns, from: number, end: number): number;
  /** Conviction after the newest bar, −1 (short) to 1 (long); 0 while warming up. */
  readonly score: number;
  /** A sentence saying why the score is what it is; built only when asked. */
  explain(): string;
}

export interface StrategyDefinition {
  /** Kebab-case: `sma-crossover`. */
  readonly slug: string;
  /** Raised when the same bars and parameters may give other signals: results remembered of it count no more. */
  readonly version: number;
  readonly name: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  /** Says what is wrong with a combination of parameters, or undefined when it is sound. */
  validate?(parameters: ParameterValues): string | undefined;
  /** Bars needed before the first signal. */
  warmUpBars(parameters: ParameterValues): number;
  start(parameters: ParameterValues): StrategyRun;
  /** The strategy itself where it places its own orders: what runs in an account; `start` then tells its stance alone. */
  readonly module?: StrategyModule;
}
