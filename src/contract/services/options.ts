import { z } from 'zod';
import { STRATEGY_NAMES } from '#domain/options/named-strategies';
import { epochMs, procedure, symbolText } from './shared.ts';

/** Letters of a listed underlying. */
const underlying = symbolText;
const dateText = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must be a date such as 2026-12-18');
const optionalNumber = z.number().nullable();

/** What a source of chains is, and whether it can be asked. */
export const optionSource = z.object({
  id: z.string(),
  name: z.string(),
  /** Its prices are made up. */
  isSimulated: z.boolean(),
  isReady: z.boolean(),
  /** What to do before it can be asked; null when it can. */
  problem: z.string().nullable(),
  note: z.string(),
  delayMs: z.number(),
});
export type OptionSource = z.infer<typeof optionSource>;

/** What values rest on, in percent a year, and in words where each comes from. */
export const optionAssumptions = z.object({
  ratePct: z.number(),
  rateSource: z.string(),
  dividendYieldPct: z.number(),
  dividendSource: z.string(),
});
export type OptionAssumptions = z.infer<typeof optionAssumptions>;

/** Where to ask and what to assume; what is absent is chosen. */
const asked = z.object({
  underlying,
  source: z.string().max(40).optional(),
  ratePct: z.coerce.number().min(-20).max(100).optional(),
  dividendYieldPct: z.coerce.number().min(-20).max(100).optional(),
});

export const optionExpiration = z.object({
  date: dateText,
  /** End of trading. */
  time: epochMs,
  /** Calendar days from the time of the prices, at least 0. */
  days: z.number().int(),
  /** Of the third Friday. */
  isMonthly: z.boolean(),
});
export type OptionExpiration = z.infer<typeof optionExpiration>;

/** Delta and so on per unit of the underlying; theta a calendar day, vega and rho a percentage point. */
export const greeks = z.object({
  delta: z.number(),
  gamma: z.number(),
  theta: z.number(),
  vega: z.number(),
  rho: z.number(),
});
export type GreeksView = z.infer<typeof greeks>;

export const optionQuoteView = z.object({
  symbol: symbolText,
  bid: optionalNumber,
  ask: optionalNumber,
  bidSize: optionalNumber,
  askSize: optionalNumber,
  last: optionalNumber,
  volume: optionalNumber,
  openInterest: optionalNumber,
  quoteTime: epochMs.nullable(),
  middle: optionalNumber,
  /** Implied by the middle, percent a year. */
  volatilityPct: optionalNumber,
  /** As the source reckons it. */
  sourceVolatilityPct: optionalNumber,
  greeks: greeks.nullable(),
  timeValue: optionalNumber,
  isInTheMoney: z.boolean(),
  /** Older than a quarter of an hour (of a file: than its newest by so much): what stood at the close, while the exchange is closed. */
  isStale: z.boolean(),
  /** What is wrong with it, in words. */
  fault: z.string().nullable(),
});
export type OptionQuoteView = z.infer<typeof optionQuoteView>;

export const optionChainRow = z.object({
  strike: z.number(),
  call: optionQuoteView.nullable(),
  put: optionQuoteView.nullable(),
  /** An arbitrage between call and put at their prices. */
  parity: z
    .object({ kind: z.enum(['call-rich', 'put-rich']), amount: z.number(), text: z.string() })
    .nullable(),
});
export type OptionChainRow = z.infer<typeof optionChainRow>;

export const optionChainView = z.object({
  underlying: symbolText,
  expiration: optionExpiration,
  source: optionSource,
  /** Price of the underlying the values rest on. */
  spot: z.number(),
  spotTime: epochMs.nullable(),
  /** Newest of its quotes; null where the source does not say. */
  quoteTime: epochMs.nullable(),
  /** When it came. */
  receivedTime: epochMs,
  assumptions: optionAssumptions,
  /** Strike nearest to the spot. */
  atTheMoney: z.number().nullable(),
  /** Strikes the source has; `rows` are those nearest to the spot. */
  strikesListed: z.number().int(),
  rows: z.array(optionChainRow),
  /** Contracts that could not be read, such as adjusted ones. */
  setAside: z.number().int(),
});
export type OptionChainView = z.infer<typeof optionChainView>;

/** A part of a strategy: an option's symbol, or the underlying's with a ratio in units. */
export const strategyLeg = z.object({
  symbol: symbolText,
  side: z.enum(['buy', 'sell']),
  ratio: z.number().int().min(1).max(1_000),
});
export type StrategyLegInput = z.infer<typeof strategyLeg>;

const extreme = z.union([z.number(), z.literal('unlimited')]);

export const strategyAnalysis = z.object({
  /** What such legs are called; null where they have no name. */
  name: z.enum(STRATEGY_NAMES).nullable(),
  source: optionSource,
  spot: z.number(),
  spotTime: epochMs.nullable(),
  assumptions: optionAssumptions,
  legs: z.array(
    strategyLeg.extend({
      label: z.string(),
      bid: optionalNumber,
      ask: optionalNumber,
      middle: optionalNumber,
      volatilityPct: optionalNumber,
      /** Whose volatility values it: its own quote's, or that of a neighbour where it has none. */
      volatilityFrom: z.string().nullable(),
      isStale: z.boolean(),
      fault: z.string().nullable(),
    }),
  ),
  /** Price of one combination as its order has it: paid, below zero received; null where a leg has no such price. */
  net: z.object({
    /** Every leg at its middle. */
    middle: optionalNumber,
    /** Bought legs at the ask, sold ones at the bid: filled at once. */
    natural: optionalNumber,
    /** The other way round: the best that patience can hope for. */
    best: optionalNumber,
    /** What `result` reckons with. */
    used: optionalNumber,
  }),
  /** Money that one in the net price stands for. */
  multiplier: z.number().int(),
  /** For one combination, in money; null while a leg has no price or no volatility. */
  result: z
    .object({
      cost: z.number(),
      profitNow: z.number(),
      greeks,
      maxProfit: extreme,
      /** Below zero when money can be lost. */
      maxLoss: extreme,
      breakEvens: z.array(z.number()),
      horizonTime: epochMs.nullable(),
      /** All options expire together: the figures at the horizon rest on no model. */
      isExact: z.boolean(),
      curve: z.object({
        spot: z.array(z.number()),
        atHorizon: z.array(z.number()),
        now: z.array(z.number()),
      }),
    })
    .nullable(),
  /** Why there is no result. */
  problem: z.string().nullable(),
});
export type StrategyAnalysisView = z.infer<typeof strategyAnalysis>;

export const chainImport = z.object({
  chains: z.array(
    z.object({
      underlying: symbolText,
      quoteTime: epochMs,
      contracts: z.number().int(),
      expirations: z.number().int(),
    }),
  ),
  rowsRead: z.number().int(),
  /** Of moments before the newest of their underlying. */
  rowsOlder: z.number().int(),
  rowsQuarantined: z.number().int(),
  /** The first of them, with their lines. */
  reasons: z.array(z.string()),
});
export type ChainImport = z.infer<typeof chainImport>;

export const optionsService = {
  /** Where chains of an underlying can come from. */
  sources: procedure
    .route({ method: 'GET', path: '/options/{underlying}/sources', tags: ['Options'] })
    .input(z.object({ underlying }))
    .output(z.array(optionSource)),
  expirations: procedure
    .route({ method: 'GET', path: '/options/{underlying}/expirations', tags: ['Options'] })
    .input(asked.pick({ underlying: true, source: true }))
    .output(z.object({ source: optionSource, expirations: z.array(optionExpiration) })),
  /** Calls and puts of one expiration, the strikes nearest to the spot, with what their prices imply. */
  chain: procedure
    .route({ method: 'GET', path: '/options/{underlying}/chain', tags: ['Options'] })
    .input(
      asked.extend({
        /** The first that is at least a week away, unless told. */
        expiration: dateText.optional(),
        strikes: z.coerce.number().int().min(1).max(400).default(60),
      }),
    )
    .output(optionChainView),
  /** What legs cost, risk and can win together. */
  analyse: procedure
    .route({ method: 'POST', path: '/options/analyse', tags: ['Options'] })
    .input(
      asked.extend({
        legs: z.array(strategyLeg).min(1).max(8),
        /** Of one combination, in the place of its middle. */
        netPrice: z.number().optional(),
      }),
    )
    .output(strategyAnalysis),
  /** Keeps the chains of a CSV file, one for each underlying, in the place of those kept before. */
  importText: procedure
    .route({ method: 'POST', path: '/options/import', tags: ['Options'] })
    .input(z.object({ name: z.string().min(1).max(200), text: z.string().max(64 * 1024 * 1024) }))
    .output(chainImport),
};
