import { z } from 'zod';
import { epochMs } from './shared.ts';

/** Days that each kind of data is kept; null keeps it for ever. */
export const retention = z.strictObject({
  ticksDays: z.number().int().min(1).max(36_500).nullable().default(90),
  secondBarsDays: z.number().int().min(1).max(36_500).nullable().default(null),
  /** Bars of one and of five minutes. */
  minuteBarsDays: z.number().int().min(1).max(36_500).nullable().default(null),
  quarantineDays: z.number().int().min(1).max(36_500).nullable().default(365),
  /** Tasks that were given up, with their input. */
  tasksDays: z.number().int().min(1).max(36_500).nullable().default(90),
});

export const retainedKind = z.enum(['ticks', 'second-bars', 'minute-bars', 'quarantine', 'tasks']);
export type RetainedKind = z.infer<typeof retainedKind>;

/** What a clean-up removed, or would remove. */
export const cleanUpReport = z.object({
  isPreview: z.boolean(),
  time: epochMs,
  items: z.array(
    z.object({
      kind: retainedKind,
      /** Series, or what it is in words. */
      name: z.string(),
      rows: z.number().int(),
      /** Estimated from the share of rows. */
      bytes: z.number(),
      /** What is older than this. */
      before: epochMs,
    }),
  ),
  rows: z.number().int(),
  bytes: z.number(),
});
export type CleanUpReport = z.infer<typeof cleanUpReport>;
