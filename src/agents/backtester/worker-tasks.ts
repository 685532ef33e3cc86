import type { BacktestOptions, BacktestResult } from '#contract/services/backtests';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import type { TaskContext, WorkerTask } from '#engine/agent/agent';
import type { ExchangeRates, InstrumentInput } from '#engine/simulation/backtest/account-request';
import { runBacktestInPortions } from '#engine/simulation/run-backtest';
import type { StrategySource } from '#engine/simulation/strategy-source';
import { strategyOf } from './strategy-of.ts';

/** Everything a backtest needs, gathered in the engine; survives a structured clone. */
export interface BacktestInput {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: BarColumns;
  readonly parameters: ParameterValues;
  readonly options: BacktestOptions;
  /** Where the strategy is one's own. */
  readonly file?: StrategySource;
  /** Every instrument of the account, where it has more than one. */
  readonly instruments?: readonly InstrumentInput[];
  readonly rates?: readonly ExchangeRates[];
  /** Branch of business by symbol, as far as the store knows. */
  readonly sectors?: Readonly<Record<string, string>>;
  /** The moment the bars are known as of, when not now. */
  readonly asOf?: number;
  /** Bars from here on are locked and were left out; null when none were. */
  readonly lockedFrom?: number | null;
  /** Hash over every bar of the range, when no bar came while they were read. */
  readonly contentHash?: string;
  /** What the result will be remembered by. */
  readonly memoKey?: string;
}

/** What worker processes run for this agent, by `agent.type`; `find` knows the strategy of a name, the built-in ones unless told. */
export function backtesterWorkerTasks(find: (name: string) => StrategyDefinition = strategyOf) {
  return {
    'backtester.backtest': (input: BacktestInput, context: TaskContext): Promise<BacktestResult> =>
      runBacktestInPortions(
        { ...input, strategy: find(input.options.strategy) },
        {
          monotonic: () => performance.now(),
          signal: context.signal,
          onProgress: (fraction) => context.reportProgress(fraction),
          pause: () => new Promise((resolve) => setImmediate(resolve)),
        },
      ),
  } satisfies Record<string, WorkerTask>;
}
