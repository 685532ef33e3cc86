import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode, errorDetails } from '../errors.ts';

const errors = Object.fromEntries(
  Object.entries(ERROR_CODES).map(([code, { status }]) => [code, { status, data: errorDetails }]),
) as { [Code in ErrorCode]: { status: number; data: typeof errorDetails } };

/** Every procedure starts here, so that each can answer with every typed error. */
export const procedure = oc.errors(errors);

/** Decimal text: exact amounts cross the line as text, never as binary floats. */
export const decimalText = z
  .string()
  .regex(/^-?\d+(\.\d{1,8})?$/, 'must be a decimal number with at most 8 digits after the point');
/** Milliseconds since 1970-01-01T00:00Z. */
export const epochMs = z.number();
export const symbolText = z.string().min(1).max(32);
export const accountId = z.string().min(1).max(64);
/** What was tried on one set of bars: `TrialTally` of the domain. */
export const trialTally = z.object({
  /** Configurations (strategy, parameters, direction, fill), each once however often it ran. */
  trials: z.number().int(),
  /** Runs made, those of a configuration in every window of a walk counted. */
  evaluations: z.number().int(),
  /** Independent trials that as many correlated ones are worth; what a Sharpe ratio is deflated by. */
  independentTrials: z.number(),
});
export const timeframe = z.enum(['1s', '1m', '5m', '1h', '1d']);

/** What a `watch` of a collection yields: first everything, then what changed. */
export function collectionEvent<Item extends z.ZodType>(item: Item) {
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('snapshot'), items: z.array(item) }),
    z.object({ kind: z.literal('changed'), items: z.array(item), removedIds: z.array(z.string()) }),
  ]);
}
