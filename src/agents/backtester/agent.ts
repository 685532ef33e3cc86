import type { BacktestResult } from '#contract/services/backtests';
import { backtestOptions } from '#contract/services/backtests';
import { epochMs, symbolText, timeframe } from '#contract/services/shared';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import type { MarketStore } from '#engine/ports/market-store';
import { parametersOf, strategyOf } from './strategy-of.ts';
import type { BacktestInput } from './worker-tasks.ts';

const backtestInput = backtestOptions.extend({
  symbol: symbolText,
  timeframe: timeframe.default('1d'),
  /** Inclusive. */
  from: epochMs.optional(),
  /** Exclusive. */
  to: epochMs.optional(),
});

/** M10: runs strategies over stored bars, exactly as they would have traded. */
export function createBacktester({ market }: { readonly market: MarketStore }): Agent {
  let activity = 'waits for a strategy to test';
  let started = 0;

  const backtest = defineTask({
    type: 'backtest',
    aliases: ['run_backtest_task', 'validate'],
    input: backtestInput,
    runsOn: 'worker',
    async run({ symbol, timeframe, from, to, ...options }): Promise<BacktestInput> {
      const strategy = strategyOf(options.strategy);
      const parameters = parametersOf(strategy, options.parameters);
      const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const bars = await readEnoughBars(market, {
        symbol,
        timeframe,
        range,
        minimum: strategy.warmUpBars(parameters) + 1,
      });
      started += 1;
      activity = `${strategy.slug} on ${symbol}, ${bars.length} bars of ${timeframe}`;
      return {
        symbol,
        timeframe,
        bars,
        parameters,
        options: { ...options, strategy: strategy.slug, parameters },
      };
    },
    summarize: ({ symbol, options, statistics }: BacktestResult) =>
      `${symbol} ${options.strategy}: ${statistics.returnPct.toFixed(1)} % in ${statistics.trades} trades`,
  });

  return {
    slug: 'backtester',
    tasks: [backtest],
    report: () => ({ state: 'healthy', activity, headline: started === 0 ? 'ready' : `${started} started` }),
  };
}
