import { z } from 'zod';
import { task } from './agents.ts';
import { epochMs, procedure, symbolText, timeframe } from './shared.ts';

export const parameter = z.object({
  name: z.string(),
  label: z.string(),
  default: z.number(),
  minimum: z.number(),
  maximum: z.number(),
  isInteger: z.boolean(),
});

export const strategyInfo = z.object({
  slug: z.string(),
  name: z.string(),
  summary: z.string(),
  parameters: z.array(parameter),
  /** A file is one TypeScript file of the strategies folder; `slug` is its name there. */
  kind: z.enum(['built-in', 'file']),
  /** The values each parameter is tried with when a search is told none, as text (`2:100:1`); empty for built-in ones, whose defaults are taken. */
  ranges: z.record(z.string(), z.string()),
  /** With the default parameters. */
  warmUpBars: z.number().int(),
  /** SHA-256 of the file's source and the version of the kit it is written against; null for a built-in one. */
  sourceHash: z.string().nullable(),
  /** Why the file cannot be loaded, with its line; null when it can. */
  problem: z.string().nullable(),
});

export type StrategyInfo = z.infer<typeof strategyInfo>;

export const indicatorInfo = z.object({
  slug: z.string(),
  name: z.string(),
  aliases: z.array(z.string()),
  parameters: z.array(parameter),
  outputs: z.array(z.string()),
  pane: z.enum(['price', 'separate']),
});

const rate = z.number().min(0).max(10);

/** What trading costs, beside the plain `commission`: `TradingCosts` of the domain. */
export const backtestCosts = z.object({
  commission: z
    .object({
      /** Currency of the instrument, for each fill, whatever its size. */
      perFill: z.number().min(0).optional(),
      /** Currency of the instrument, for each unit. */
      perUnit: z.number().min(0).optional(),
      /** Fraction of the traded value. */
      ofValue: z.number().min(0).max(0.5).optional(),
      /** At least so much a fill. */
      minimum: z.number().min(0).optional(),
      /** In the place of `ofValue`: by who took, and by what was traded in 30 days. The first begins at 0. */
      tiers: z
        .array(
          z.object({
            from: z.number().min(0),
            maker: z.number().min(0).max(0.5),
            taker: z.number().min(0).max(0.5),
          }),
        )
        .min(1)
        .optional(),
    })
    .optional(),
  slippage: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('fixed'), amount: z.number().min(0) }),
      z.object({ kind: z.literal('fraction'), fraction: z.number().min(0).max(0.5) }),
      z.object({
        kind: z.literal('spread'),
        spread: z.number().min(0).max(0.5),
        share: z.number().min(0).max(1),
      }),
      z.object({ kind: z.literal('volume-share'), impact: z.number().min(0).max(1) }),
    ])
    .optional(),
  /** Rates a year, by calendar day over 365. */
  financing: z
    .object({ borrow: rate.optional(), debit: rate.optional(), credit: rate.optional() })
    .optional(),
  /** Largest share of a bar's volume that an order may take; what is left waits for the next. */
  volumeShareMax: z.number().positive().max(1).optional(),
});

/** What the account may do, beyond holding what it has paid for. */
export const backtestAccountTerms = z.object({
  currency: z.string().min(1).max(10).optional(),
  /** Gross exposure a unit of equity may carry; 1 unless told. */
  leverage: z.number().positive().max(100).optional(),
  maintenanceMargin: z.number().positive().max(1).optional(),
  allowsShort: z.boolean().optional(),
  latencyBars: z.number().int().min(0).max(1_000).optional(),
  /** Milliseconds until an order reaches its venue: it fills on nothing older. */
  latencyMs: z.number().min(0).max(60_000).optional(),
  /** Percent of equity, of the last price for the collar: judges every order as live ones are. */
  limits: z
    .object({
      positionPctMax: z.number().positive(),
      grossExposurePctMax: z.number().positive(),
      orderPctMax: z.number().positive(),
      priceCollarPct: z.number().positive(),
      dailyLossPctMax: z.number().positive(),
      riskPerTradePct: z.number().positive(),
    })
    .optional(),
});

export const backtestOptions = z.object({
  /** A built-in strategy, or a file of the strategies folder by its name. */
  strategy: z.string(),
  /** Of the file that ran, see `sourceHash` of {@link strategyInfo}; filled in by the engine, not heeded when given. */
  strategyHash: z.string().optional(),
  parameters: z.record(z.string(), z.number()).default({}),
  cash: z.number().positive().default(10_000),
  /** Fraction of traded value, per side. */
  commission: z.number().min(0).max(0.5).default(0),
  direction: z.enum(['long', 'long-short']).default('long'),
  units: z.enum(['fractional', 'whole']).default('fractional'),
  fill: z.enum(['next-open', 'close']).default('next-open'),
  closeAtEnd: z.enum(['last-close', 'last-open', 'none']).default('last-close'),
  /** Fraction of the buying power (equity times the account's leverage) put into each position; 1 is all in. */
  size: z.number().positive().max(1).default(1),
  costs: backtestCosts.optional(),
  account: backtestAccountTerms.optional(),
});
export type BacktestOptions = z.infer<typeof backtestOptions>;

/** Absent of a run that was kept before they were told, null where there is nothing to tell of. */
const furtherFigure = z.number().nullable().optional();

export const backtestStatistics = z.object({
  equityFinal: z.number(),
  returnPct: z.number(),
  annualizedReturnPct: z.number().nullable(),
  volatilityPct: z.number().nullable(),
  sharpe: z.number().nullable(),
  sortino: z.number().nullable(),
  calmar: z.number().nullable(),
  maxDrawdownPct: z.number(),
  exposurePct: z.number(),
  buyAndHoldReturnPct: z.number(),
  trades: z.number().int(),
  winRatePct: z.number().nullable(),
  profitFactor: z.number().nullable(),
  feesPaid: z.number(),
  equityPeak: furtherFigure,
  cagrPct: furtherFigure,
  averageDrawdownPct: furtherFigure,
  maxDrawdownDays: furtherFigure,
  averageDrawdownDays: furtherFigure,
  bestTradePct: furtherFigure,
  worstTradePct: furtherFigure,
  averageTradePct: furtherFigure,
  maxTradeDays: furtherFigure,
  averageTradeDays: furtherFigure,
  expectancyPct: furtherFigure,
  systemQualityNumber: furtherFigure,
  kellyCriterion: furtherFigure,
  bars: z.number().int(),
  startDate: z.string(),
  endDate: z.string(),
  orderListHash: z.string(),
});
export type BacktestStatistics = z.infer<typeof backtestStatistics>;

export const backtestTrade = z.object({
  side: z.enum(['long', 'short']),
  quantity: z.number(),
  entryTime: epochMs,
  entryPrice: z.number(),
  exitTime: epochMs.nullable(),
  exitPrice: z.number().nullable(),
  pnl: z.number(),
  returnPct: z.number(),
  bars: z.number().int(),
  /** In runs of several instruments. */
  symbol: symbolText.optional(),
});

/** How the account of a run fared, beside its statistics. */
export const backtestAccount = z.object({
  currency: z.string(),
  symbols: z.array(symbolText),
  orders: z.object({
    placed: z.number().int(),
    filled: z.number().int(),
    cancelled: z.number().int(),
    expired: z.number().int(),
    refused: z.number().int(),
    /** Bars that could have filled both a stop and a target: the worse for the account was taken. */
    ambiguousBars: z.number().int(),
  }),
  /** Why the newest of the refused orders was; absent when none was. */
  refusedBecause: z.string().optional(),
  marginCalls: z.number().int(),
  /** Whether it was worth nothing at some close, and traded no more. */
  isRuined: z.boolean(),
  /** Bars, trades and quotes handled. */
  events: z.number().int(),
  /** Lines the strategy noted, at most 1,000. */
  notes: z.array(z.string()),
});
export type BacktestAccount = z.infer<typeof backtestAccount>;

export const backtestResult = z.object({
  symbol: symbolText,
  timeframe,
  options: backtestOptions,
  /** The moment whose knowledge of the bars it used; absent for that of now. */
  asOf: epochMs.optional(),
  /** Bars from here on are locked and were left out. */
  lockedFrom: epochMs.optional(),
  statistics: backtestStatistics,
  trades: z.array(backtestTrade),
  /** Thinned to at most 2,000 points for the screen; the statistics use every bar. */
  equityCurve: z.array(
    z.object({ time: epochMs, equity: z.number(), drawdownPct: z.number(), benchmark: z.number() }),
  ),
  account: backtestAccount.optional(),
  /** What the computation took, whenever it was. */
  elapsedMs: z.number(),
  /** Remembered from an earlier run with the same code, options and data. */
  isCached: z.boolean().optional(),
  /** Wall time of the computation. */
  computedTime: epochMs.optional(),
});
export type BacktestResult = z.infer<typeof backtestResult>;

/** What a run sees beside the bars that its strategy decides on. */
export const dataBeside = {
  /** Further lengths of bar: shorter ones decide what a longer bar leaves open, longer ones a strategy may look at. */
  also: z.array(timeframe).max(4).optional(),
  /** What orders match on: bars, the stored trades (`tick`), or the stored quotes, bought at the ask and sold at the bid. */
  resolution: z.enum(['bar', 'tick', 'quote']).optional(),
};

export const backtestsService = {
  /** The built-in strategies, then the files of the strategies folder. */
  strategies: procedure
    .route({ method: 'GET', path: '/backtests/strategies', tags: ['Backtests'] })
    .output(z.array(strategyInfo)),
  /** Writes a strategy file to begin with into the strategies folder; refused when the name is none or taken. */
  createStrategy: procedure
    .route({ method: 'POST', path: '/backtests/strategies', tags: ['Backtests'] })
    .input(
      z.object({
        /** Lower-case words joined by hyphens. */
        name: z.string().min(1).max(80),
      }),
    )
    .output(z.object({ slug: z.string(), path: z.string() })),
  indicators: procedure
    .route({ method: 'GET', path: '/backtests/indicators', tags: ['Backtests'] })
    .output(z.array(indicatorInfo)),
  /** Queues a backtest on a worker and answers with its task; the result is a {@link BacktestResult}. */
  run: procedure
    .route({ method: 'POST', path: '/backtests', tags: ['Backtests'] })
    .input(
      backtestOptions.extend({
        symbol: symbolText,
        /** Further instruments in the same account, each with an equal part of the equity. */
        others: z.array(symbolText).max(1_000).optional(),
        timeframe: timeframe.default('1d'),
        from: epochMs.optional(),
        to: epochMs.optional(),
        /** Bars as the store knew them then: what came or was revised later is left out. */
        asOf: epochMs.optional(),
        /** Computes again even if the result is remembered. */
        isFresh: z.boolean().default(false),
        ...dataBeside,
      }),
    )
    .output(task),
};
