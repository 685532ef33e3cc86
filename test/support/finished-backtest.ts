import type { BacktestOptions, BacktestResult } from '#contract/services/backtests';
import type { BarColumns } from '#domain/market/bar';
import type { TearSheetInput } from '#domain/reports/tear-sheet-input';
import { findStrategy, resolveParameters } from '#domain/strategies/catalog';
import { tearSheetInput } from '#engine/runs/tear-sheet-input';
import { runBacktest } from '#engine/simulation/run-backtest';
import { walk } from './daily-walk.ts';

/** A real backtest of the moving-average crossover over a seeded walk, with its bars. */
export function finishedBacktest(
  given: Partial<Omit<BacktestOptions, 'parameters' | 'strategy'>> & {
    readonly bars?: BarColumns;
    readonly fast?: number;
  } = {},
): { readonly result: BacktestResult; readonly bars: BarColumns; readonly input: TearSheetInput } {
  const { bars = walk(900, 7), fast = 5, ...rest } = given;
  const strategy = findStrategy('sma-crossover')!;
  const parameters = resolveParameters(strategy, { fast, slow: 20 });
  const options: BacktestOptions = {
    strategy: strategy.slug,
    parameters,
    cash: 10_000,
    commission: 0.001,
    direction: 'long-short',
    units: 'fractional',
    fill: 'next-open',
    closeAtEnd: 'last-close',
    size: 1,
    ...rest,
  };
  const request = { symbol: 'WALK', timeframe: '1d' as const, bars, strategy, parameters, options };
  const result = runBacktest(request, { monotonic: () => 0 });
  return { result, bars, input: tearSheetInput({ result, bars, engineVersion: 'test' }) };
}
