import type { BacktestOptions } from '#contract/services/backtests';
import type { Timeframe } from '#domain/market/timeframe';
import type { StrategyDefinition } from '#domain/strategies/strategy';
import type { ResultMemo } from '../cache/result-memo.ts';

/** Raised when matching, statistics, the equity curve or a hash change: results remembered before count no more. */
export const BACKTEST_VERSION = 5;

/** Everything a backtest's result depends on. */
export interface BacktestIdentity {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly strategy: Pick<StrategyDefinition, 'slug' | 'version'>;
  /** Resolved: parameters with their values. */
  readonly options: BacktestOptions;
  /** The moment whose knowledge of the bars counts, when not now. */
  readonly asOf?: number;
  /** Hash over every bar of the range. */
  readonly contentHash: string;
}

/** The key a backtest's result is remembered by. */
export function backtestKey(memo: ResultMemo, { strategy, ...identity }: BacktestIdentity): string {
  const { options } = identity;
  const { strategyHash, ...own } = options;
  const slug = strategyHash ?? strategy.slug;
  const known = {
    ...identity,
    options: { ...own, strategy: slug },
    strategy: { slug, version: strategy.version },
  };
  return memo.keyOf('backtest', { ...known, engine: BACKTEST_VERSION });
}
