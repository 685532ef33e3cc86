import { z } from 'zod';
import { ADJUSTMENTS } from '#domain/market/corporate-action';
import { TICK_KINDS } from '#domain/market/tick-columns';
import { TIMEFRAMES } from '#domain/market/timeframe';
import { epochMs, symbolText, timeframe } from './shared.ts';

/** Bars of a length, or the trades or quotes of a symbol. */
const seriesKind = z.enum([...TIMEFRAMES, ...TICK_KINDS]);
export type SeriesKind = z.infer<typeof seriesKind>;

/** What a stored series takes, compressed. */
export const storedSize = z.object({ symbol: symbolText, kind: seriesKind, bytes: z.number().int() });
export type StoredSize = z.infer<typeof storedSize>;

export const removeSeriesRequest = z.strictObject({
  symbol: symbolText,
  kind: seriesKind,
  /** Rows that the asker was shown; nothing is removed unless there are just as many. Without it only counts. */
  rows: z.number().int().min(1).optional(),
});
export type RemoveSeriesRequest = z.infer<typeof removeSeriesRequest>;

/** A series that was removed, or, with `isRemoved` false, one that would be. */
export const removedSeries = z.object({
  symbol: symbolText,
  kind: seriesKind,
  rows: z.number().int(),
  bytes: z.number().int(),
  firstTime: epochMs,
  lastTime: epochMs,
  isRemoved: z.boolean(),
});
export type RemovedSeries = z.infer<typeof removedSeries>;

export const exportSeriesRequest = z.strictObject({
  symbol: symbolText,
  timeframe: timeframe.default('1d'),
  /** Inclusive. */
  from: epochMs.optional(),
  /** Exclusive. */
  to: epochMs.optional(),
  adjust: z.enum(ADJUSTMENTS).default('none'),
  /** Where a part goes on, as the one before it told. */
  continueAt: epochMs.optional(),
});
export type ExportSeriesRequest = z.output<typeof exportSeriesRequest>;

/** A part of a series as CSV, of at most 50,000 bars, perhaps none; the first one begins with the header. */
export const exportedPart = z.object({
  fileName: z.string(),
  text: z.string(),
  bars: z.number().int(),
  /** Where the next part goes on; null behind the last one. */
  continueAt: epochMs.nullable(),
});
export type ExportedPart = z.infer<typeof exportedPart>;
