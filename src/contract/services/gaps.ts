import { z } from 'zod';
import { CALENDAR_IDS } from '#domain/instruments/calendar/exchange-calendar';
import { cacheOrigin } from './caches.ts';
import { epochMs, symbolText, timeframe } from './shared.ts';

export const gapsRequest = z.strictObject({
  symbol: symbolText,
  timeframe: timeframe.default('1d'),
  /** Inclusive; the first stored bar unless told. */
  from: epochMs.optional(),
  /** Exclusive; just after the last stored bar unless told. */
  to: epochMs.optional(),
  /** Judge by this calendar; by that of the instrument's venue unless told. */
  calendar: z.enum(CALENDAR_IDS).optional(),
  /** Gaps listed at most, oldest first; all are counted. */
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});
export type GapsRequest = z.infer<typeof gapsRequest>;

/** What the calendar of a series leads to expect, and what of it the store does not hold. */
export const seriesGaps = z.object({
  symbol: symbolText,
  timeframe,
  calendar: z.enum(CALENDAR_IDS),
  /** Looked at from here (inclusive) to there (exclusive); null when there was nothing to look at. */
  range: z.object({ from: epochMs, to: epochMs }).nullable(),
  expectedBars: z.number().int(),
  missingBars: z.number().int(),
  /** Bars outside every session: a sign of another calendar, or of trading before the open. */
  unexpectedBars: z.number().int(),
  /** First and last missing bar of each stretch, both inclusive. */
  gaps: z.array(z.object({ from: epochMs, to: epochMs, bars: z.number().int() })),
  gapsTotal: z.number().int(),
  /** Each month, by midnight UTC of its first day, with the bars it should hold and those it lacks. */
  months: z.array(z.object({ month: epochMs, expected: z.number().int(), missing: z.number().int() })),
  cache: cacheOrigin.optional(),
});
export type SeriesGaps = z.infer<typeof seriesGaps>;
