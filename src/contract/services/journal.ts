import { z } from 'zod';
import { epochMs, procedure } from './shared.ts';

export const journalRecord = z.object({
  sequence: z.number().int(),
  eventTime: epochMs,
  receivedTime: epochMs,
  kind: z.string(),
  source: z.string(),
  causationId: z.string().nullable(),
  correlationId: z.string().nullable(),
  payload: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
});
export type JournalRecordView = z.infer<typeof journalRecord>;

export const journalVerification = z.object({
  isValid: z.boolean(),
  records: z.number().int(),
  lastHash: z.string(),
  /** First record that does not verify, and why. */
  firstBadSequence: z.number().int().nullable(),
  problem: z.string().nullable(),
  /** True when orders, positions and cash rebuilt from the journal equal the stored ones, and every record is found. */
  isLedgerEqual: z.boolean(),
  elapsedMs: z.number(),
});
export type JournalVerification = z.infer<typeof journalVerification>;

export const journalService = {
  records: procedure
    .route({ method: 'GET', path: '/journal', tags: ['Journal'] })
    .input(
      z.object({
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
        kind: z.string().optional(),
      }),
    )
    .output(z.array(journalRecord)),
  verify: procedure
    .route({ method: 'POST', path: '/journal/verify', tags: ['Journal'] })
    .output(journalVerification),
};
