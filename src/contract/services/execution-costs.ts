import { z } from 'zod';
import { accountId, decimalText, epochMs, procedure, symbolText } from './shared.ts';

/** Amounts of money in the account's currency: a cost is positive, a gain negative. */
export const shortfall = z.object({
  /** From the decision until the order was on its way, on what was traded. */
  delay: z.number(),
  /** From then until the fills. */
  trading: z.number(),
  /** Of what was not traded, by the price at the order's end; null while it works or when that price is not known. */
  opportunity: z.number().nullable(),
  fees: z.number(),
  /** All of it; without the opportunity cost where that is not known. */
  total: z.number(),
  /** Of the value at the decision. */
  totalBps: z.number(),
});

/** What one order, or all children of an algorithm together, cost. Basis points: positive is worse for the order. */
export const executionCost = z.object({
  /** The order's id, or that of the algorithm. */
  id: z.string(),
  isAlgorithm: z.boolean(),
  account: accountId,
  symbol: symbolText,
  side: z.enum(['buy', 'sell']),
  origin: z.string(),
  status: z.string(),
  quantity: decimalText,
  filledQuantity: decimalText,
  averagePrice: decimalText,
  decisionTime: epochMs,
  endTime: epochMs,
  fills: z.number().int(),
  /** What was known of the price at the decision; null when nothing was, or the order is older than this record. */
  arrival: z.object({ price: z.number(), kind: z.enum(['mid', 'last']), ageMs: z.number() }).nullable(),
  arrivalSlippageBps: z.number().nullable(),
  /** Volume-weighted price of the market from the decision to the last fill, and what it is made of. */
  interval: z.object({ price: z.number(), volume: z.number(), madeOf: z.string() }).nullable(),
  vwapSlippageBps: z.number().nullable(),
  shortfall: shortfall.nullable(),
  /** Effective spread of the fills (Huang and Stoll), against the middle when each happened; null without stored quotes. */
  effectiveSpreadBps: z.number().nullable(),
  /** Quoted at the decision; null without bid and ask. */
  quotedSpreadBps: z.number().nullable(),
  /** Share of the quantity that gave liquidity; null where the venue does not tell. */
  makerShare: z.number().nullable(),
});
export type ExecutionCost = z.infer<typeof executionCost>;

/** All of them together; averages are weighted by traded value. */
export const executionCostSummary = z.object({
  orders: z.number().int(),
  /** Orders that had a price to be measured against. */
  measured: z.number().int(),
  value: z.number(),
  arrivalSlippageBps: z.number().nullable(),
  vwapSlippageBps: z.number().nullable(),
  effectiveSpreadBps: z.number().nullable(),
  makerShare: z.number().nullable(),
  fees: z.number(),
  feesBps: z.number().nullable(),
  /** Money, of those measured. */
  shortfall: z.number().nullable(),
  shortfallBps: z.number().nullable(),
});
export type ExecutionCostSummary = z.infer<typeof executionCostSummary>;

export const executionCostReport = z.object({
  account: accountId,
  currency: z.string(),
  summary: executionCostSummary,
  /** Newest first; those that filled nothing are left out unless they were measured. */
  orders: z.array(executionCost),
});
export type ExecutionCostReport = z.infer<typeof executionCostReport>;

/** One way to model slippage, fitted to an account's own fills. */
export const slippageFit = z.object({
  kind: z.enum(['fixed', 'fraction', 'spread']),
  /** Price units, fraction of the price, or share of half the spread. */
  value: z.number(),
  /** Of the value; null with fewer than two fills. */
  standardError: z.number().nullable(),
  /** Root mean square of what the model leaves unexplained, in basis points of the price. */
  errorBps: z.number(),
  fills: z.number().int(),
});

export const fillModel = z.object({
  account: accountId,
  /** Fills of market orders and triggered stops with a known price at the decision. */
  fills: z.number().int(),
  fits: z.array(slippageFit),
  /** The one that leaves least unexplained; null without fills. */
  best: z.enum(['fixed', 'fraction', 'spread']).nullable(),
  /** The best as backtests take it; null without one, or when it says that fills were better than the price. */
  slippage: z
    .union([
      z.object({ kind: z.literal('fixed'), amount: z.number() }),
      z.object({ kind: z.literal('fraction'), fraction: z.number() }),
      z.object({ kind: z.literal('spread'), spread: z.number(), share: z.number() }),
    ])
    .nullable(),
  confidence: z.enum(['none', 'low', 'fair', 'good']),
  /** What it rests on, and what it does not tell, in a sentence or two. */
  note: z.string(),
});
export type FillModelView = z.infer<typeof fillModel>;

export const routeCandidate = z.object({
  account: accountId,
  environment: z.enum(['simulated', 'paper', 'live']),
  /** Why the order cannot go there; empty when it can. */
  refusals: z.array(z.string()),
  /** Of the whole order, in the account's currency; null when it cannot be said. */
  spreadCost: z.number().nullable(),
  /** What fills there are worse than half the spread by; below zero when better. */
  slippage: z.number().nullable(),
  fee: z.number().nullable(),
  cost: z.number().nullable(),
  costBps: z.number().nullable(),
  /** Where the figures come from, in a sentence. */
  reason: z.string(),
});

export const route = z.object({
  /** Null when no account can take the order. */
  account: accountId.nullable(),
  /** Why that one, in a sentence. */
  reason: z.string(),
  /** The chosen one first, then by cost, then those that cannot. */
  candidates: z.array(routeCandidate),
});
export type RouteView = z.infer<typeof route>;

/** Part of the trading service: what trading cost, and where it would cost least. */
export const executionCostMethods = {
  /** Of the account's newest orders; that of the open session unless told. */
  executionCosts: procedure
    .route({ method: 'GET', path: '/trading/execution-costs', tags: ['Trading'] })
    .input(
      z.object({
        account: accountId.optional(),
        symbol: symbolText.optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(200),
      }),
    )
    .output(executionCostReport),
  /** Slippage fitted to the account's own fills, to backtest with. */
  fillModel: procedure
    .route({ method: 'GET', path: '/trading/fill-model', tags: ['Trading'] })
    .input(z.object({ account: accountId.optional(), symbol: symbolText.optional() }))
    .output(fillModel),
  /** Which of the accounts that may be routed to would cost least; nothing is sent. */
  route: procedure
    .route({ method: 'POST', path: '/trading/route', tags: ['Trading'] })
    .input(
      z.object({
        symbol: symbolText,
        side: z.enum(['buy', 'sell']),
        quantity: decimalText,
        limitPrice: decimalText.optional(),
        /** Those set as routable unless told, else all that are open on paper. */
        accounts: z.array(accountId).max(50).optional(),
      }),
    )
    .output(route),
};
