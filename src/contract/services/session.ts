import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { epochMs, procedure, symbolText } from './shared.ts';

/** How far a strategy may go on its own: nothing, say, ask for each order, or act within limits. */
export const autonomy = z.enum(['off', 'suggest', 'confirm', 'auto']);
export type Autonomy = z.infer<typeof autonomy>;

export const sessionState = z.object({
  id: z.string(),
  mode: z.enum(['replay']),
  /** The path within each day is simulated from its open, high, low and close; shown wherever its prices are. */
  isSimulatedIntraday: z.boolean(),
  seed: z.number().int(),
  state: z.enum(['idle', 'running', 'paused', 'finished']),
  /** Trading days replayed per second of wall time; 0 means as fast as the machine can. */
  daysPerSecond: z.number(),
  symbols: z.array(symbolText),
  startDate: epochMs,
  endDate: epochMs,
  /** Market time of the newest event. */
  eventTime: epochMs,
  eventIndex: z.number().int(),
  eventCount: z.number().int(),
  dayIndex: z.number().int(),
  dayCount: z.number().int(),
  tradingState: z.enum(['active', 'reducing', 'halted']),
  autonomy,
  /** Hash over every decision so far; equal hashes mean equal decisions. */
  decisionHash: z.string(),
  decisionCount: z.number().int(),
  orderListHash: z.string(),
});
export type SessionState = z.infer<typeof sessionState>;

export const sessionService = {
  get: procedure.route({ method: 'GET', path: '/session', tags: ['Session'] }).output(sessionState),
  watch: procedure
    .route({ method: 'GET', path: '/session/watch', tags: ['Session'] })
    .output(eventIterator(sessionState)),
  /** Starts a fresh replay with a fresh paper account; the journal keeps the old one. */
  start: procedure
    .route({ method: 'POST', path: '/session/start', tags: ['Session'] })
    .input(
      z.object({
        symbols: z.array(symbolText).min(1).max(50).optional(),
        startDate: epochMs.optional(),
        endDate: epochMs.optional(),
        seed: z.number().int().min(0).max(2_147_483_647).optional(),
        daysPerSecond: z.number().min(0).max(1_000).optional(),
        cash: z.string().optional(),
      }),
    )
    .output(sessionState),
  pause: procedure.route({ method: 'POST', path: '/session/pause', tags: ['Session'] }).output(sessionState),
  resume: procedure
    .route({ method: 'POST', path: '/session/resume', tags: ['Session'] })
    .output(sessionState),
  /** Goes on by whole trading days while paused. */
  step: procedure
    .route({ method: 'POST', path: '/session/step', tags: ['Session'] })
    .input(z.object({ days: z.number().int().min(1).max(250) }))
    .output(sessionState),
  setSpeed: procedure
    .route({ method: 'POST', path: '/session/speed', tags: ['Session'] })
    .input(z.object({ daysPerSecond: z.number().min(0).max(1_000) }))
    .output(sessionState),
  setAutonomy: procedure
    .route({ method: 'POST', path: '/session/autonomy', tags: ['Session'] })
    .input(z.object({ autonomy }))
    .output(sessionState),
};
