import { z } from 'zod';
import { backtestOptions, backtestResult, backtestStatistics, backtestTrade } from './backtests.ts';
import { epochMs, procedure, symbolText, timeframe, trialTally } from './shared.ts';
import { tearSheet } from './tear-sheet.ts';

/** A run by its id, by four or more of the first digits of it, by its name, or `latest`. */
const reference = z.string().min(1).max(120);

export const runSummary = z.object({
  id: z.string(),
  /** Wall time. */
  savedTime: epochMs,
  /** Given by a person; null for a run that was kept by itself. */
  name: z.string().max(80).nullable(),
  tags: z.array(z.string().min(1).max(40)).max(20),
  notes: z.string().max(10_000),
  symbol: symbolText,
  timeframe,
  strategy: z.string(),
  options: backtestOptions,
  /** The moment whose knowledge of the bars it used; null for that of the day it ran. */
  asOf: epochMs.nullable(),
  /** SHA-256 over the bars; null when they were not hashed. */
  contentHash: z.string().nullable(),
  /** What its bars are known by where trials are counted; null for a run kept before that was noted. */
  dataSet: z.string().nullable(),
  /** What was tried on its bars by now; null where nobody counted. Belongs beside every Sharpe ratio. */
  trialCount: trialTally.nullable(),
  engineVersion: z.string(),
  statistics: backtestStatistics,
  /** Bytes it takes in the library. */
  bytes: z.number().int(),
});
export type RunSummary = z.infer<typeof runSummary>;

/** How two runs differ in what they traded. */
export const tradeDifference = z.object({
  id: z.string(),
  /** Trades from the first on that both have. */
  equalTrades: z.number().int(),
  /** The first that differ; null on a side that has no more, and null altogether when all are equal. */
  first: z
    .object({ base: backtestTrade.nullable(), other: backtestTrade.nullable(), reason: z.string() })
    .nullable(),
});

export const runComparison = z.object({
  /** The first is what the others are compared with. */
  runs: z.array(runSummary),
  /** Options and parameters in which any differ, a value for each run. */
  differences: z.array(
    z.object({ name: z.string(), values: z.array(z.union([z.string(), z.number(), z.null()])) }),
  ),
  /** Account of each, 100 at the start, thinned to at most 1,200 points. */
  curves: z.array(z.object({ id: z.string(), time: z.array(epochMs), growth: z.array(z.number()) })),
  /** One for each run but the first. */
  trades: z.array(tradeDifference),
});
export type RunComparison = z.infer<typeof runComparison>;

/** What a run can be written as. */
export const RUN_FILE_KINDS = [
  'tear-sheet.pdf',
  'trades.csv',
  'equity.csv',
  'trades.parquet',
  'equity.parquet',
  'json',
] as const;
export type RunFileKind = (typeof RUN_FILE_KINDS)[number];

export const runsService = {
  /** Saved runs, newest first; `text` is looked for in name, tags, notes, symbol and strategy. */
  list: procedure
    .route({ method: 'GET', path: '/runs', tags: ['Runs'] })
    .input(
      z.object({
        text: z.string().optional(),
        limit: z.coerce.number().int().positive().max(2_000).default(200),
      }),
    )
    .output(z.array(runSummary)),
  /** A run with its whole result. */
  get: procedure
    .route({ method: 'GET', path: '/runs/{run}', tags: ['Runs'] })
    .input(z.object({ run: reference }))
    .output(
      z.object({
        summary: runSummary,
        result: backtestResult,
        /** Text of the strategy file as it ran; null where the strategy is built in. */
        source: z.string().nullable(),
      }),
    ),
  compare: procedure
    .route({ method: 'POST', path: '/runs/compare', tags: ['Runs'] })
    .input(z.object({ runs: z.array(reference).min(2).max(12) }))
    .output(runComparison),
  /** Names, tags or notes a run, as far as given; a run that has any of them is kept until it is removed. */
  rename: procedure
    .route({ method: 'PATCH', path: '/runs/{run}', tags: ['Runs'] })
    .input(
      z.object({
        run: reference,
        name: runSummary.shape.name.optional(),
        tags: runSummary.shape.tags.optional(),
        notes: runSummary.shape.notes.optional(),
      }),
    )
    .output(runSummary),
  remove: procedure
    .route({ method: 'DELETE', path: '/runs/{run}', tags: ['Runs'] })
    .input(z.object({ run: reference }))
    .output(z.object({ removed: z.string() })),
  tearSheet: procedure
    .route({ method: 'GET', path: '/runs/{run}/tear-sheet', tags: ['Runs'] })
    .input(z.object({ run: reference }))
    .output(tearSheet),
  /** The tear sheet as one HTML file that needs nothing else. */
  tearSheetHtml: procedure
    .route({ method: 'GET', path: '/runs/{run}/tear-sheet-html', tags: ['Runs'] })
    .input(z.object({ run: reference }))
    .output(z.object({ fileName: z.string(), html: z.string() })),
  /** The run as a file; a PDF is printed by a Chromium, Chrome or Edge of the engine's machine. */
  file: procedure
    .route({ method: 'GET', path: '/runs/{run}/file', tags: ['Runs'] })
    .input(z.object({ run: reference, kind: z.enum(RUN_FILE_KINDS) }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), base64: z.string() })),
};
