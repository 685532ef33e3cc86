import type { StrategyFileInput } from '#agents/backtester/backtest-file-task';
import type { BacktestResult } from '#contract/services/backtests';
import type { TaskContext } from '#engine/agent/agent';
import { runStrategyFile } from './strategy-sandbox.ts';

/** What a worker does for `backtester.backtest-file`. */
export async function backtestStrategyFile(
  { file, timeframe, options, instruments, rates, account }: StrategyFileInput,
  context: TaskContext,
): Promise<BacktestResult> {
  const startTime = performance.now();
  const { outcome, parameters } = await runStrategyFile(
    file,
    { instruments, rates, account, parameters: options.parameters },
    { signal: context.signal, onProgress: (fraction) => context.reportProgress(fraction) },
  );
  return {
    symbol: instruments[0]!.symbol,
    timeframe,
    options: { ...options, parameters },
    ...outcome,
    elapsedMs: performance.now() - startTime,
  };
}
