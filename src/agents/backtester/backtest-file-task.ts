import { z } from 'zod';
import type { BacktestOptions, BacktestResult } from '#contract/services/backtests';
import { backtestOptions } from '#contract/services/backtests';
import { epochMs, symbolText, timeframe } from '#contract/services/shared';
import type { Timeframe } from '#domain/market/timeframe';
import type { AgentTask } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { MarketStore } from '#engine/ports/market-store';
import type {
  AccountTerms,
  ExchangeRates,
  InstrumentInput,
} from '#engine/simulation/backtest/account-request';
import { moduleTermsOf } from '#engine/simulation/backtest/account-terms-of';
import type { StrategySource } from '#engine/simulation/strategy-source';
import { gatherAccount } from './gather-account.ts';

/** Everything the run of a strategy file needs; survives a structured clone. */
export interface StrategyFileInput {
  readonly file: StrategySource;
  readonly timeframe: Timeframe;
  readonly options: BacktestOptions;
  readonly instruments: readonly InstrumentInput[];
  readonly rates: readonly ExchangeRates[];
  readonly account: AccountTerms;
}

const input = backtestOptions.extend({
  symbol: symbolText,
  others: z.array(symbolText).max(1_000).optional(),
  timeframe: timeframe.default('1d'),
  from: epochMs.optional(),
  to: epochMs.optional(),
  asOf: epochMs.optional(),
});

/** `backtester.backtest-file`: a strategy of the data folder over stored bars, in a thread of its own. */
export function backtestFileTask(market: MarketStore, read: (name: string) => StrategySource): AgentTask {
  return defineTask({
    type: 'backtest-file',
    input,
    runsOn: 'worker',
    async run({ symbol, others = [], timeframe, from, to, asOf, ...options }): Promise<StrategyFileInput> {
      const file = read(options.strategy);
      const range = {
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(asOf === undefined ? {} : { asOf }),
      };
      const wanted = { timeframe, range, minimum: 1 };
      const { instruments, rates } = await gatherAccount(market, [symbol, ...others], wanted, options);
      const step = options.units === 'whole' ? { quantityStep: 1 } : {};
      return {
        file,
        timeframe,
        options,
        rates,
        instruments: instruments.map((instrument) => ({ ...instrument, ...step })),
        account: moduleTermsOf(options),
      };
    },
    summarize: ({ symbol, options, statistics }: BacktestResult) =>
      `${symbol} ${options.strategy}: ${statistics.returnPct.toFixed(1)} % in ${statistics.trades} trades`,
  });
}
