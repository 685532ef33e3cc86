import { z } from 'zod';
import { epochMs } from './shared.ts';

/** A job of the scheduler. */
export const job = z.object({
  name: z.string(),
  /** In words: `every 5 minutes in session: New York Stock Exchange`. */
  schedule: z.string(),
  isRunning: z.boolean(),
  lastRunTime: epochMs.nullable(),
  lastDurationMs: z.number().nullable(),
  outcome: z.enum(['done', 'failed']).nullable(),
  /** What it did, or why it failed. */
  text: z.string(),
  /** Due instants that the last run made up for: the machine slept, or Octopus was closed. */
  missed: z.number().int(),
  /** Null when nothing is in sight: no exchange is followed. */
  nextTime: epochMs.nullable(),
});
export type JobView = z.infer<typeof job>;
