import { z } from 'zod';
import { epochMs, symbolText } from './shared.ts';

export const headline = z.object({
  id: z.string(),
  /** When it was public. */
  time: epochMs,
  title: z.string(),
  source: z.string(),
  symbols: z.array(symbolText),
  url: z.string().optional(),
  summary: z.string().optional(),
  /** When this store came to know it; absent when that was not noted. */
  receivedTime: epochMs.optional(),
});

export const headlinesRequest = z.object({
  /** Every one of them must occur; `word*` stands for all that begin so. Without words, the newest. */
  words: z.string().max(200).optional(),
  symbol: symbolText.optional(),
  /** Inclusive. */
  from: epochMs.optional(),
  /** Exclusive. */
  to: epochMs.optional(),
  /** Leaves out what the store came to know later. */
  asOf: epochMs.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});

/** What a person wrote about a symbol. */
export const note = z.object({ id: z.string(), symbol: symbolText, time: epochMs, text: z.string() });

export const notesRequest = z.object({
  /** As those of {@link headlinesRequest}; without words, the newest. */
  words: z.string().max(200).optional(),
  symbol: symbolText.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});

export const newsRequest = z.strictObject({
  symbol: symbolText.optional(),
  words: z.string().min(1).max(200).optional(),
  /** Inclusive; a week back unless told. Feeds give what they hold, and all of it is kept unless this is told. */
  from: epochMs.optional(),
  /** Exclusive; now unless told. */
  to: epochMs.optional(),
  /** At most so many of each source, the newest. */
  limit: z.number().int().min(1).max(1_000).default(200),
  /** Ids; all that are ready and suit unless told. */
  providers: z.array(z.string()).min(1).max(10).optional(),
});
export type NewsRequest = z.infer<typeof newsRequest>;

/** `rowsRead` is the sum of the others. */
const newsCounts = z.object({
  rowsRead: z.number().int(),
  rowsStored: z.number().int(),
  /** Known by address, id or title. */
  rowsDuplicate: z.number().int(),
  rowsQuarantined: z.number().int(),
  /** Older or newer than asked for, or more than asked for. */
  rowsOutside: z.number().int(),
});

export const newsReport = newsCounts.extend({
  /** Symbols that any of the headlines speaks of. */
  symbols: z.array(z.string()),
  providers: z.array(
    newsCounts.extend({
      provider: z.string(),
      /** Why it gave nothing; null when it answered. */
      error: z.string().nullable(),
      /** What of its several places could not be read. */
      problems: z.array(z.string()),
    }),
  ),
});
export type NewsReport = z.infer<typeof newsReport>;

export const fundamental = z.object({
  symbol: symbolText,
  metric: z.string(),
  /** Midnight UTC of the last day of the period. */
  periodEnd: epochMs,
  value: z.number(),
  unit: z.string(),
  /** When it was published; when it came, where the source does not say. */
  knownTime: epochMs,
  source: z.string(),
});

export const fundamentalsRequest = z.object({
  symbol: symbolText,
  /** Figures as they were known then; now unless told. */
  asOf: epochMs.optional(),
});

export const fundamentalsDownload = z.strictObject({
  symbol: symbolText,
  /** Ids, asked in this order until one answers. */
  providers: z.array(z.string()).min(1).max(10).optional(),
});
export type FundamentalsDownload = z.infer<typeof fundamentalsDownload>;

export const fundamentalsReport = z.object({
  symbol: symbolText,
  /** Id of the provider the figures came from. */
  provider: z.string(),
  fallbacksTried: z.array(z.object({ provider: z.string(), error: z.string() })),
  rowsRead: z.number().int(),
  rowsStored: z.number().int(),
  rowsDuplicate: z.number().int(),
  rowsQuarantined: z.number().int(),
});
export type FundamentalsReport = z.infer<typeof fundamentalsReport>;
