import { z } from 'zod';
import { OctopusError } from '#contract/errors';
import { epochMs, symbolText } from '#contract/services/shared';
import { portfolioExposure, type RiskPortfolio } from '#domain/risk/portfolio-exposure';
import { formatDecimal } from '#domain/values/decimal';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import { readEnoughBars } from '#engine/market/read-enough-bars';
import type { MarketStore } from '#engine/ports/market-store';
import { alignReturns } from './align-returns.ts';
import type { AllocationInput, AllocationResult } from './allocate.ts';
import { portfolioOptimizerConfig as config } from './config.ts';
import { cashPct, rebalanceTrades } from './rebalance.ts';

export interface PortfolioOptimizerPorts {
  readonly market: MarketStore;
  /** The account as it stands, marked at the newest prices. */
  readonly portfolio: () => RiskPortfolio;
}

const allocateInput = z
  .strictObject({
    symbols: z.array(symbolText).min(1).max(100),
    lookbackBars: z.number().int().min(config.commonReturnsMin).max(5_000).default(config.lookbackBars),
    weightMin: z.number().min(0).max(1).default(0),
    weightMax: z.number().positive().max(1).default(1),
    shrinkage: z.number().min(0).max(1).default(config.shrinkage),
    /** Sees daily bars before this time only. */
    asOf: epochMs.optional(),
  })
  .refine(({ symbols }) => new Set(symbols).size === symbols.length, 'a symbol is named twice');

const rebalanceInput = z.strictObject({
  weights: z
    .array(z.strictObject({ symbol: symbolText, weight: z.number().min(0).max(1) }))
    .min(1)
    .max(100),
  driftBandPct: z.number().min(0).max(50).default(config.driftBandPct),
});

/** M8: weights of least variance, the trades that lead there, and the state of the account. It proposes; it sends nothing. */
export function createPortfolioOptimizer({ market, portfolio }: PortfolioOptimizerPorts): Agent {
  let activity = 'waiting for symbols to weigh';
  let headline = 'no allocation yet';

  const allocate = defineTask({
    type: 'allocate',
    aliases: ['portfolio.optimize', 'diversify'],
    input: allocateInput,
    runsOn: 'worker',
    async run({ symbols, lookbackBars, weightMin, weightMax, shrinkage, asOf }): Promise<AllocationInput> {
      const range = asOf === undefined ? {} : { to: asOf };
      const minimum = config.commonReturnsMin + 1;
      const series = await Promise.all(
        symbols.map((symbol) => readEnoughBars(market, { symbol, timeframe: '1d', range, minimum })),
      );
      const { time, returns } = alignReturns(series, lookbackBars);
      if (time.length < minimum) {
        throw new OctopusError(
          'BAD_REQUEST',
          `${symbols.join(', ')} share ${time.length} daily bars, at least ${minimum} are needed: choose symbols of the same period`,
        );
      }
      activity = `weighs ${symbols.join(', ')}`;
      headline = `${symbols.length} symbols, ${time.length - 1} returns`;
      const firstTime = time[0]!;
      const lastTime = time[time.length - 1]!;
      return {
        symbols,
        returns,
        weightMin,
        weightMax,
        shrinkage,
        periodsPerYear: config.periodsPerYear,
        firstTime,
        lastTime,
      };
    },
    summarize: (result: AllocationInput | AllocationResult) => ('summary' in result ? result.summary : ''),
  });

  const rebalance = defineTask({
    type: 'rebalance',
    input: rebalanceInput,
    runsOn: 'engine',
    async run({ weights, driftBandPct }) {
      const account = portfolio();
      const targets = await Promise.all(
        weights.map(async ({ symbol, weight }) => {
          const held = account.holdings.find((holding) => holding.symbol === symbol);
          if (held) return { symbol, weight, lastPrice: held.lastPrice };
          const bars = await readEnoughBars(market, {
            symbol,
            timeframe: '1d',
            range: { limit: 1 },
            minimum: 1,
          });
          return { symbol, weight, lastPrice: bars.close[0]! };
        }),
      );
      const total = weights.reduce((sum, { weight }) => sum + weight, 0);
      if (total > 1 + 1e-9)
        throw new OctopusError(
          'BAD_REQUEST',
          `the weights sum to ${total.toFixed(4)}, above 1: nothing may be borrowed`,
        );
      const trades = rebalanceTrades(account, targets, driftBandPct);
      activity = `proposed ${trades.length} trades`;
      return { trades: trades.map((trade) => ({ ...trade, quantity: formatDecimal(trade.quantity) })) };
    },
    summarize: ({ trades }) =>
      trades.length === 0
        ? 'within the drift band, nothing to trade'
        : trades.map((trade) => trade.reason).join('; '),
  });

  const updatePortfolio = defineTask({
    type: 'update_portfolio',
    aliases: ['portfolio.update_portfolio', 'performance'],
    input: z.strictObject({}),
    runsOn: 'engine',
    run() {
      const account = portfolio();
      const exposure = portfolioExposure(account);
      activity = 'took the account’s weights';
      return {
        equity: formatDecimal(account.equity),
        cash: formatDecimal(account.cash),
        cashPct: cashPct(account),
        gross: formatDecimal(exposure.gross),
        net: formatDecimal(exposure.net),
        grossPct: exposure.grossPct,
        netPct: exposure.netPct,
        positions: exposure.bySymbol.map((leaf) => ({ ...leaf, value: formatDecimal(leaf.value) })),
        unpriced: exposure.unpriced,
      };
    },
    summarize: ({ equity, positions, grossPct }) =>
      `equity ${equity}, ${positions.length} positions, gross ${grossPct?.toFixed(1) ?? 'unknown'} %`,
  });

  return {
    slug: 'portfolio_optimizer',
    tasks: [allocate, rebalance, updatePortfolio],
    report: () => ({ state: 'healthy', activity, headline }),
  };
}
