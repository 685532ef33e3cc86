import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { accountId, collectionEvent, epochMs, procedure, symbolText, timeframe } from './shared.ts';
import { tearSheet } from './tear-sheet.ts';

/** How far a strategy may go by itself: only watch, say what it would do, ask a person, or send. */
export const runAutonomy = z.enum(['off', 'suggest', 'confirm', 'auto']);

export const strategyRunConfiguration = z.object({
  /** A built-in strategy, or a file of the strategies folder by its name. */
  strategy: z.string().min(1),
  parameters: z.record(z.string(), z.number()).default({}),
  /** `replay`: that of the open replay, whichever it is; its symbols are those the replay plays. */
  account: accountId,
  symbols: z.array(symbolText).min(1).max(50),
  timeframe: timeframe.default('1m'),
  /** `ticks`: the strategy is called for every trade and quote too. Orders always meet ticks. */
  resolution: z.enum(['bars', 'ticks']).default('bars'),
  autonomy: runAutonomy.default('suggest'),
  /** Closed bars it is shown before the first of its own; as many as it asks for unless told. */
  warmUpBars: z.number().int().min(0).max(100_000).optional(),
  units: z.enum(['fractional', 'whole']).default('whole'),
  /** Of a built-in strategy: whether a signal to be short is followed. */
  direction: z.enum(['long', 'long-short']).default('long'),
  /** Of a built-in strategy: fraction of equity for all its positions together. */
  size: z.number().positive().max(1).default(0.95),
});
export type StrategyRunConfiguration = z.infer<typeof strategyRunConfiguration>;

export const strategyRun = z.object({
  id: z.string(),
  configuration: strategyRunConfiguration,
  /** What the strategy calls itself. */
  name: z.string(),
  /** Of its file; null for a built-in one. */
  strategyHash: z.string().nullable(),
  /** `waiting`: to be started when its account is open again. */
  state: z.enum(['waiting', 'running', 'stopped', 'failed']),
  startedTime: epochMs,
  stoppedTime: epochMs.nullable(),
  /** Why it was stopped or failed, or what it waits for; null while it runs. */
  reason: z.string().nullable(),
  /** Closed bars it was shown since the engine started, those of its warm-up left out. */
  bars: z.number().int(),
  /** Close of the newest bar, or time of the newest tick. */
  lastEventTime: epochMs.nullable(),
  decisions: z.number().int(),
  orders: z.number().int(),
  fills: z.number().int(),
  /** Badge of the run: equal inputs give equal hashes in backtest, replay, paper and live. */
  orderListHash: z.string(),
  decisionHash: z.string(),
  /** Newest lines it noted, at most 50. */
  notes: z.array(z.string()),
});
export type StrategyRunView = z.infer<typeof strategyRun>;

/** Causes of a difference that the divergence doctor tells apart. */
export const DIVERGENCE_CAUSES = [
  'late-data',
  'different-data',
  'different-parameters',
  'fill-model',
  'rounding',
  'restart',
  'manual-action',
  'unknown',
] as const;

const differingField = z.object({
  name: z.string(),
  a: z.string().nullable(),
  b: z.string().nullable(),
});

export const divergence = z.object({
  a: z.string(),
  b: z.string(),
  isEqual: z.boolean(),
  /** Orders and fills of each, those compared, and those alike from the first on. */
  eventsA: z.number().int(),
  eventsB: z.number().int(),
  equalEvents: z.number().int(),
  /** Alike wherever they stand, in percent of the larger list; 100 when both are empty. */
  matchPct: z.number(),
  orderListHashA: z.string(),
  orderListHashB: z.string(),
  /** The first that differs; null when none does. */
  first: z
    .object({
      /** Place in the lists, from 0. */
      index: z.number().int(),
      kind: z.enum(['order', 'fill']),
      time: epochMs,
      symbol: symbolText,
      /** Id of the order in each, where it is known. */
      orderA: z.string().nullable(),
      orderB: z.string().nullable(),
      fields: z.array(differingField),
      /** A sentence. */
      text: z.string(),
    })
    .nullable(),
  /** Null when nothing differs. */
  cause: z
    .object({
      kind: z.enum(DIVERGENCE_CAUSES),
      /** What speaks for it, a sentence each. */
      evidence: z.array(z.string()),
    })
    .nullable(),
});
export type Divergence = z.infer<typeof divergence>;

/** One day of a run, held against a backtest of the same strategy over the ticks that were recorded. */
export const runMatch = z.object({
  run: z.string(),
  account: accountId,
  strategy: z.string(),
  /** Midnight UTC of the day. */
  day: epochMs,
  checkedTime: epochMs,
  /** Null when it could not be held against one; `problem` says why. */
  matchPct: z.number().nullable(),
  divergence: divergence.nullable(),
  problem: z.string().nullable(),
});
export type RunMatchView = z.infer<typeof runMatch>;

const ofRun = z.object({ run: z.string().min(4) });

export const strategyRunsService = {
  /**
   * Starts a strategy on an account; it goes on after a restart of the engine until it is stopped. On the account of a
   * replay it ends with the replay or the engine.
   */
  start: procedure
    .route({ method: 'POST', path: '/strategy-runs', tags: ['Strategy runs'] })
    .input(strategyRunConfiguration)
    .output(strategyRun),
  /** Stops it; its working orders are cancelled when that is asked for, positions stay. */
  stop: procedure
    .route({ method: 'POST', path: '/strategy-runs/stop', tags: ['Strategy runs'] })
    .input(ofRun.extend({ cancelsOrders: z.boolean().default(true) }))
    .output(strategyRun),
  /** Newest first. */
  list: procedure
    .route({ method: 'GET', path: '/strategy-runs', tags: ['Strategy runs'] })
    .input(z.object({ account: accountId.optional() }))
    .output(z.array(strategyRun)),
  watch: procedure
    .route({ method: 'GET', path: '/strategy-runs/watch', tags: ['Strategy runs'] })
    .output(eventIterator(collectionEvent(strategyRun))),
  /** Where two runs part, and why: ids of strategy runs, saved backtests, sessions or accounts. */
  diverge: procedure
    .route({ method: 'GET', path: '/strategy-runs/diverge', tags: ['Strategy runs'] })
    .input(z.object({ a: z.string().min(1), b: z.string().min(1) }))
    .output(divergence),
  /** Days that were held against a backtest, newest first. */
  matches: procedure
    .route({ method: 'GET', path: '/strategy-runs/matches', tags: ['Strategy runs'] })
    .input(
      z.object({ run: z.string().optional(), limit: z.coerce.number().int().min(1).max(2_000).default(400) }),
    )
    .output(z.array(runMatch)),
  /** Holds a day of a run against a backtest now; yesterday unless told. */
  match: procedure
    .route({ method: 'POST', path: '/strategy-runs/match', tags: ['Strategy runs'] })
    .input(ofRun.extend({ day: epochMs.optional() }))
    .output(runMatch),
  /** Performance of an account, or of one run's orders in it, from the journal. */
  tearSheet: procedure
    .route({ method: 'GET', path: '/strategy-runs/tear-sheet', tags: ['Strategy runs'] })
    .input(z.object({ account: accountId.optional(), run: z.string().optional() }))
    .output(tearSheet),
};
