import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { collectionEvent, decimalText, epochMs, procedure, symbolText } from './shared.ts';

/** One voice in a decision: who, what it said, how much it weighs, what it adds to the fused score, and why. */
export const contribution = z.object({
  source: z.string(),
  label: z.string(),
  kind: z.enum(['strategy', 'model', 'sentiment']),
  /** −1 (short) to 1 (long). */
  score: z.number(),
  weight: z.number(),
  share: z.number(),
  reason: z.string(),
});

export const stage = z.object({
  name: z.enum(['data', 'analysis', 'strategy', 'risk', 'execution']),
  agents: z.array(
    z.object({
      agent: z.string(),
      startedMs: z.number(),
      durationMs: z.number(),
      outcome: z.enum(['done', 'degraded', 'skipped']),
      summary: z.string(),
    }),
  ),
});

export const decision = z.object({
  id: z.string(),
  number: z.number().int(),
  sessionId: z.string(),
  symbol: symbolText,
  eventTime: epochMs,
  /** `hold` decisions are kept too: not trading is a decision. */
  action: z.enum(['buy', 'sell', 'hold']),
  fusedScore: z.number(),
  contributions: z.array(contribution),
  regime: z.object({ name: z.string(), volatilityPct: z.number(), multiplier: z.number() }),
  forecast: z
    .object({
      model: z.string(),
      version: z.string(),
      horizonBars: z.number().int(),
      expected: z.number(),
      lower: z.number(),
      upper: z.number(),
      naive: z.number(),
      meanAbsoluteScaledError: z.number().nullable(),
    })
    .nullable(),
  sizing: z
    .object({
      method: z.string(),
      targetQuantity: decimalText,
      currentQuantity: decimalText,
      stopPrice: z.number().nullable(),
      reason: z.string(),
    })
    .nullable(),
  compliance: z
    .object({ verdict: z.enum(['approved', 'refused']), id: z.string(), reasons: z.array(z.string()) })
    .nullable(),
  risk: z
    .object({
      verdict: z.enum(['approved', 'refused']),
      id: z.string(),
      reasons: z.array(z.string()),
      limitsChecked: z.number().int(),
    })
    .nullable(),
  clientOrderId: z.string().nullable(),
  /** The rows it saw: series, first and last time, how many, and the hash of their content. */
  saw: z.array(
    z.object({
      series: z.string(),
      firstTime: epochMs,
      lastTime: epochMs,
      rows: z.number().int(),
      contentHash: z.string(),
    }),
  ),
  summary: z.string(),
});
export type DecisionView = z.infer<typeof decision>;

/** From a fill back to the data: the chain of journal records that led to one order. */
export const trail = z.object({
  decision: decision.nullable(),
  records: z.array(
    z.object({
      sequence: z.number().int(),
      kind: z.string(),
      eventTime: epochMs,
      summary: z.string(),
      hash: z.string(),
    }),
  ),
});
export type Trail = z.infer<typeof trail>;

export const decisionsService = {
  list: procedure
    .route({ method: 'GET', path: '/decisions', tags: ['Decisions'] })
    .input(
      z.object({
        symbol: symbolText.optional(),
        limit: z.coerce.number().int().min(1).max(2_000).default(200),
      }),
    )
    .output(z.array(decision)),
  get: procedure
    .route({ method: 'GET', path: '/decisions/{id}', tags: ['Decisions'] })
    .input(z.object({ id: z.string() }))
    .output(decision),
  watch: procedure
    .route({ method: 'GET', path: '/decisions/watch', tags: ['Decisions'] })
    .output(eventIterator(collectionEvent(decision))),
  /** Why an order exists and what became of it. */
  trail: procedure
    .route({ method: 'GET', path: '/trading/orders/{clientOrderId}/trail', tags: ['Decisions'] })
    .input(z.object({ clientOrderId: z.string() }))
    .output(trail),
};
