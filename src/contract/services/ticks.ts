import { z } from 'zod';
import { TICK_KINDS } from '#domain/market/tick-columns';
import { epochMs, symbolText, timeframe } from './shared.ts';

const tickKind = z.enum(TICK_KINDS);

export const tickSeries = z.object({
  symbol: symbolText,
  kind: tickKind,
  ticks: z.number().int(),
  firstTime: epochMs,
  lastTime: epochMs,
});

export const ticksRequest = z.object({
  symbol: symbolText,
  kind: tickKind.default('trades'),
  /** Inclusive. */
  from: epochMs.optional(),
  /** Exclusive. */
  to: epochMs.optional(),
  /** The newest so many of the range. */
  limit: z.coerce.number().int().min(1).max(50_000).default(1_000),
});
export type TicksRequest = z.output<typeof ticksRequest>;

const numbers = z.array(z.number());
/** null where the venue does not say. */
const unsure = z.array(z.number().nullable());

/** Ticks as plain columns, oldest first: for scripts and small ranges. */
export const tickColumns = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('trades'),
    symbol: symbolText,
    time: numbers,
    price: numbers,
    size: unsure,
    sequence: unsure,
  }),
  z.object({
    kind: z.literal('quotes'),
    symbol: symbolText,
    time: numbers,
    bid: numbers,
    ask: numbers,
    bidSize: unsure,
    askSize: unsure,
    sequence: unsure,
  }),
]);
export type TickLists = z.infer<typeof tickColumns>;

export const verifyBarsRequest = z.strictObject({
  symbol: symbolText,
  timeframe: timeframe.default('1m'),
  /** What the bars are made of. */
  kind: tickKind.default('trades'),
  from: epochMs.optional(),
  to: epochMs.optional(),
});
export type VerifyBarsRequest = z.infer<typeof verifyBarsRequest>;

/** Ticks handed over by another program at a time. */
const TICKS_MAX = 100_000;

export const processTicksRequest = z.strictObject({
  /** Every symbol with stored ticks unless told. */
  symbol: symbolText.optional(),
  kind: tickKind.default('trades'),
  /** Inclusive. */
  from: epochMs.optional(),
  /** Exclusive. */
  to: epochMs.optional(),
  /** Trades to be stored first, oldest first; needs `symbol`. */
  ticks: z
    .array(
      z.strictObject({ time: epochMs, price: z.number().positive(), size: z.number().min(0).default(0) }),
    )
    .max(TICKS_MAX)
    .optional(),
});
export type ProcessTicksRequest = z.output<typeof processTicksRequest>;

/** What became of ticks that were to be made into bars; bars of every length together. */
export const processedTicks = z.object({
  symbols: z.array(symbolText),
  ticksStored: z.number().int(),
  ticksDuplicate: z.number().int(),
  ticks: z.number().int(),
  barsMade: z.number().int(),
  barsStored: z.number().int(),
  /** There was a bar already; it stays as it is, whatever the ticks make. */
  barsKept: z.number().int(),
});
export type ProcessedTicks = z.infer<typeof processedTicks>;
