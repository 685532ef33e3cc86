import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ALGORITHM_KINDS, ALGORITHM_STATES, END_CHOICES } from '#domain/orders/algorithms/algorithm-terms';
import { accountId, collectionEvent, decimalText, epochMs, procedure, symbolText } from './shared.ts';

const WEEK_MS = 7 * 86_400_000;

const algorithmTerms = z.object({
  kind: z.enum(ALGORITHM_KINDS),
  symbol: symbolText,
  side: z.enum(['buy', 'sell']),
  quantity: decimalText,
  /** Children are limit orders at this price, market orders without it; an iceberg needs it. */
  limitPrice: decimalText.optional(),
  /** What becomes of the rest at the end: left, or one market order. */
  atEnd: z.enum(END_CHOICES).default('cancel'),
  /** Of `twap` and `vwap`. */
  slices: z.number().int().min(1).max(1_000).optional(),
  /** Of `twap` and `vwap`: each slice is late by up to this share of the distance to the next. */
  jitter: z.number().min(0).max(0.9).optional(),
  /** Of `pov`: share of the traded volume, 0.1 is ten percent. */
  participation: z.number().min(0.001).max(1).optional(),
  /** Of `pov`: the largest child. */
  childQuantityMax: decimalText.optional(),
  /** Of `iceberg`: the size of each child. */
  displayQuantity: decimalText.optional(),
});

export const algorithmRequest = algorithmTerms.extend({
  /** That of the open session unless told. */
  account: accountId.optional(),
  /** In the account's own time: that of the market in a replay. At once unless told. */
  startTime: epochMs.optional(),
  /** From its start to its end; needed but for an iceberg, which ends when it has filled. */
  durationMs: z.number().int().min(1_000).max(WEEK_MS).optional(),
  /** Makes a repeat of the same request the same algorithm. */
  nonce: z.string().min(1).max(64),
});
export type AlgorithmRequest = z.input<typeof algorithmRequest>;

/** A slice as it was planned: its share of the whole, and when. */
export const plannedSlice = z.object({ number: z.number().int(), time: epochMs, share: z.number() });

/** An order that is worked in parts, as it stands. Its children are orders with its `algorithmId`. */
export const algorithmView = algorithmTerms.extend({
  id: z.string(),
  account: accountId,
  startTime: epochMs,
  /** Null for an iceberg without an end. */
  endTime: epochMs.nullable(),
  state: z.enum(ALGORITHM_STATES),
  /** Why it is in this state; empty while nothing is to be said. */
  reason: z.string(),
  /** Empty for `pov` and `iceberg`, whose parts depend on the market. */
  plan: z.array(plannedSlice),
  /** Where the shares of a `vwap` come from, in a sentence; null for the others. */
  planNote: z.string().nullable(),
  filledQuantity: decimalText,
  /** Sent and neither filled nor ended. */
  workingQuantity: decimalText,
  /** Zero before the first fill. */
  averagePrice: decimalText,
  childrenSent: z.number().int(),
  /** When it will next look or send; null when that depends on fills, or it has ended. */
  nextTime: epochMs.nullable(),
  /** Middle of bid and ask, or the last price, when it was started; null when there was none. */
  arrivalPrice: z.number().nullable(),
  /** Average price against that, positive is worse; null before the first fill. */
  arrivalSlippageBps: z.number().nullable(),
  createdTime: epochMs,
  updatedTime: epochMs,
});
export type AlgorithmView = z.infer<typeof algorithmView>;

const byId = z.object({ id: z.string() });
const ofAccount = z.object({ account: accountId.optional() });

/** Part of the trading service: orders that are worked in parts. */
export const algorithmMethods = {
  startAlgorithm: procedure
    .route({ method: 'POST', path: '/trading/algorithms', tags: ['Trading'] })
    .input(algorithmRequest)
    .output(algorithmView),
  /** Of all accounts unless one is named, newest first. */
  algorithms: procedure
    .route({ method: 'GET', path: '/trading/algorithms', tags: ['Trading'] })
    .input(ofAccount)
    .output(z.array(algorithmView)),
  watchAlgorithms: procedure
    .route({ method: 'GET', path: '/trading/algorithms/watch', tags: ['Trading'] })
    .output(eventIterator(collectionEvent(algorithmView))),
  /** Nothing more is sent until it is resumed; what it has sent stays. */
  pauseAlgorithm: procedure
    .route({ method: 'POST', path: '/trading/algorithms/pause', tags: ['Trading'] })
    .input(byId)
    .output(algorithmView),
  /** What was not sent meanwhile is spread over the slices that are left. */
  resumeAlgorithm: procedure
    .route({ method: 'POST', path: '/trading/algorithms/resume', tags: ['Trading'] })
    .input(byId)
    .output(algorithmView),
  /** Ends it and cancels its orders; nothing is sent as market. */
  cancelAlgorithm: procedure
    .route({ method: 'POST', path: '/trading/algorithms/cancel', tags: ['Trading'] })
    .input(byId)
    .output(algorithmView),
};
