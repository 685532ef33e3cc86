import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { dataType } from './market-data.ts';
import { collectionEvent, epochMs, procedure, symbolText } from './shared.ts';

export const streamSource = z.object({
  id: z.string(),
  name: z.string(),
  assetClasses: z.array(dataType),
  gives: z.array(z.enum(['trades', 'quotes', 'book'])),
  access: z.enum(['free', 'keyed']),
  keyVariable: z.string().nullable(),
  hasKey: z.boolean(),
  /** Its prices are made up, or were recorded: every screen that shows them says so. */
  isSimulated: z.boolean(),
  symbolsMax: z.number().int(),
  note: z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      default: z.number(),
      value: z.number(),
      minimum: z.number(),
      maximum: z.number(),
    }),
  ),
  /** `off` while nobody asked for it; `ended` when it will not try again by itself. */
  state: z.enum(['off', 'connecting', 'live', 'waiting', 'ended']),
  /** Why it is not live, and when it is tried again. */
  reason: z.string().nullable(),
  retryTime: epochMs.nullable(),
  symbols: z.number().int(),
  /** Since the engine started. */
  reconnects: z.number().int(),
  unreadable: z.number().int(),
});
export type StreamSource = z.infer<typeof streamSource>;

export const subscription = z.object({
  symbol: symbolText,
  /** Sources in the order they are tried. */
  chain: z.array(z.string()).min(1),
  /** The one in use; null when none serves. */
  source: z.string().nullable(),
  isSimulated: z.boolean(),
  /** `stale`: connected, but silent for longer than its market should be. */
  state: z.enum(['connecting', 'live', 'stale', 'waiting', 'failed']),
  /** What stands in the way, or why a later source of the chain serves. */
  reason: z.string().nullable(),
  /** Venue's time of the newest tick, and when it was received. */
  lastEventTime: epochMs.nullable(),
  lastReceivedTime: epochMs.nullable(),
  accepted: z.number().int(),
  /** Repeats, and rows that were not believed; these are in quarantine with their reason. */
  rejected: z.number().int(),
  /** Stretches that were missed and what became of them, newest last, at most 20. */
  missed: z.array(
    z.object({
      fromTime: epochMs,
      toTime: epochMs,
      reason: z.string(),
      state: z.enum(['open', 'filled', 'failed']),
      bars: z.number().int(),
      error: z.string().nullable(),
    }),
  ),
});
export type SubscriptionView = z.infer<typeof subscription>;

export const bookLevels = z.object({
  symbol: symbolText,
  eventTime: epochMs,
  bids: z.array(z.tuple([z.number(), z.number()])),
  asks: z.array(z.tuple([z.number(), z.number()])),
});
export type BookLevels = z.infer<typeof bookLevels>;

export const streamsService = {
  sources: procedure
    .route({ method: 'GET', path: '/streams/sources', tags: ['Streams'] })
    .output(z.array(streamSource)),
  watchSources: procedure
    .route({ method: 'GET', path: '/streams/sources/watch', tags: ['Streams'] })
    .output(eventIterator(collectionEvent(streamSource))),
  list: procedure.route({ method: 'GET', path: '/streams', tags: ['Streams'] }).output(z.array(subscription)),
  watch: procedure
    .route({ method: 'GET', path: '/streams/watch', tags: ['Streams'] })
    .output(eventIterator(collectionEvent(subscription))),
  /** Streams prices of symbols from now on, and again after a restart. Asked twice, nothing changes. */
  subscribe: procedure
    .route({ method: 'POST', path: '/streams/subscribe', tags: ['Streams'] })
    .input(
      z.strictObject({
        symbols: z.array(symbolText).min(1).max(1_000),
        /** Source ids, tried in this order; those of the kind of instrument unless told. */
        chain: z.array(z.string()).min(1).max(10).optional(),
        dataType: dataType.optional(),
      }),
    )
    .output(z.array(subscription)),
  unsubscribe: procedure
    .route({ method: 'POST', path: '/streams/unsubscribe', tags: ['Streams'] })
    .input(z.strictObject({ symbols: z.array(symbolText).min(1).max(1_000) }))
    .output(z.object({ removed: z.number().int() })),
  /** Sets a source's numbers, such as a replay's speed; it starts anew with them. */
  configure: procedure
    .route({ method: 'POST', path: '/streams/configure', tags: ['Streams'] })
    .input(z.strictObject({ source: z.string(), values: z.record(z.string(), z.number()) }))
    .output(streamSource),
  /** Best levels of the order book of a streamed symbol, whenever they change, at most ten times a second. */
  watchBook: procedure
    .route({ method: 'GET', path: '/streams/book/watch', tags: ['Streams'] })
    .input(z.object({ symbol: symbolText, levels: z.coerce.number().int().min(1).max(100).default(20) }))
    .output(eventIterator(bookLevels)),
};
