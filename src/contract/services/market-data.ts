import { z } from 'zod';
import { ADJUSTMENTS } from '#domain/market/corporate-action';
import { DATA_TYPES } from '#domain/market/data-type';
import { task } from './agents.ts';
import { cacheOrigin } from './caches.ts';
import { gapsRequest, seriesGaps } from './gaps.ts';
import {
  importFileRequest,
  importPreview,
  importReport,
  importTextRequest,
  previewImportRequest,
  quarantinedRow,
  quarantineOutcome,
} from './import.ts';
import {
  fundamental,
  fundamentalsDownload,
  fundamentalsRequest,
  headline,
  headlinesRequest,
  newsRequest,
  note,
  notesRequest,
} from './news.ts';
import { cleanUpReport } from './retention.ts';
import { epochMs, procedure, symbolText, timeframe } from './shared.ts';
import {
  exportedPart,
  exportSeriesRequest,
  removedSeries,
  removeSeriesRequest,
  storedSize,
} from './stored-series.ts';
import { tickColumns, tickSeries, ticksRequest } from './ticks.ts';
import { barTrust, seriesTrust, trustRequest, validateSourcesRequest } from './trust.ts';

export const instrument = z.object({
  symbol: symbolText,
  name: z.string(),
  assetClass: z.enum(['equity', 'index', 'forex', 'crypto', 'future', 'option']),
  currency: z.string(),
  pricePrecision: z.number().int(),
  venue: z.string(),
  timeZone: z.string(),
  source: z.string(),
  isTradable: z.boolean(),
  /** Branch of business; absent where it is not known. */
  sector: z.string().exactOptional(),
});

/** Bars as plain columns: for scripts and small ranges. Screens take the binary feed instead. */
export const barColumns = z.object({
  symbol: symbolText,
  timeframe,
  time: z.array(z.number()),
  open: z.array(z.number()),
  high: z.array(z.number()),
  low: z.array(z.number()),
  close: z.array(z.number()),
  volume: z.array(z.number()),
  /** Length of the stored bars that some of these, or all, were made of; absent when all are stored as they are. */
  madeOf: timeframe.optional(),
  /** Where it was read from; absent for what no cache keeps: large ranges, values as of a past moment. */
  cache: cacheOrigin.optional(),
});

export type BarsAnswer = z.output<typeof barColumns>;

/** The newest price known of a symbol, under the key `market_data:{symbol}:latest`. */
export const latestQuote = z.object({
  symbol: symbolText,
  price: z.number(),
  bid: z.number().nullable(),
  ask: z.number().nullable(),
  eventTime: epochMs,
  level: cacheOrigin.shape.level,
  /** By the clock the symbol lives by: wall time, or that of the replay it is in. */
  ageMs: z.number(),
  /** Older than five minutes: not to be shown as live. */
  isStale: z.boolean(),
  /** A tick on the quote board, or the close of the newest stored bar. */
  source: z.enum(['board', 'bar']),
});

export const barsRequest = z.object({
  symbol: symbolText,
  timeframe: timeframe.default('1d'),
  from: epochMs.optional(),
  to: epochMs.optional(),
  limit: z.coerce.number().int().min(1).max(50_000).default(1_000),
  asOf: epochMs.optional(),
  /** Restates prices for the splits (and dividends) that followed; what is stored stays as it is. */
  adjust: z.enum(ADJUSTMENTS).default('none'),
});
export type BarsRequest = z.output<typeof barsRequest>;

export const series = z.object({
  symbol: symbolText,
  timeframe,
  bars: z.number().int(),
  firstTime: epochMs,
  lastTime: epochMs,
  /** Bars that others have taken the place of so far. */
  revisions: z.number().int(),
});

export const corporateAction = z.object({
  kind: z.enum(['split', 'dividend']),
  /** Midnight UTC of the ex-date. */
  time: epochMs,
  /** New shares for one old, or cash a share. */
  value: z.number(),
  /** The stored prices before it are restated for it already. */
  isInPrices: z.boolean(),
});

export type { ImportReport, QuarantinedRow } from './import.ts';

export const dataType = z.enum(DATA_TYPES);

export const providerInfo = z.object({
  id: z.string(),
  name: z.string(),
  gives: z.array(z.enum(['bars', 'headlines', 'fundamentals', 'stream', 'options'])),
  /** False for what a person has to switch on in the settings first; nothing is sent to it. */
  isEnabled: z.boolean(),
  access: z.enum(['free', 'keyed', 'unofficial']),
  /** Environment variable its key comes from; null when it needs none. The key itself never crosses the line. */
  keyVariable: z.string().nullable(),
  hasKey: z.boolean(),
  assetClasses: z.array(dataType),
  timeframes: z.array(timeframe),
  /** Days back by timeframe; what has no entry goes back as far as the vendor has it. */
  historyDepthDays: z.record(z.string(), z.number()),
  isStreaming: z.boolean(),
  note: z.string(),
  budget: z.array(
    z.object({
      requests: z.number().int(),
      perMs: z.number(),
      left: z.number().int(),
      /** When the next request becomes possible; null while some are left. */
      nextTime: epochMs.nullable(),
    }),
  ),
  /** By its last request; `unknown` before the first. */
  health: z.enum(['unknown', 'ok', 'failing']),
  lastSuccessTime: epochMs.nullable(),
  lastError: z.object({ time: epochMs, kind: z.string(), message: z.string() }).nullable(),
});
export type ProviderInfo = z.infer<typeof providerInfo>;

export const downloadRequest = z.strictObject({
  /** As the provider knows it: AAPL, ^GSPC, BTCUSDT, DGS10. */
  symbol: symbolText,
  timeframe: timeframe.default('1d'),
  /** Inclusive; without it a stretch that suits the timeframe, all there is for days. */
  from: epochMs.optional(),
  /** Exclusive; now unless told. Bars that have not ended are left out in any case. */
  to: epochMs.optional(),
  /** Ids, asked in this order until one answers; the chain of the data type unless told. */
  providers: z.array(z.string()).min(1).max(10).optional(),
  dataType: dataType.optional(),
  /** Symbol the bars are stored under; the same unless told. */
  storeAs: symbolText.optional(),
  /** Values as known on that date, of a provider that keeps vintages; `storeAs` must differ then. */
  asOf: epochMs.optional(),
});
export type DownloadRequest = z.infer<typeof downloadRequest>;

export const downloadReport = importReport.extend({
  timeframe,
  /** Id of the provider the rows came from. */
  provider: z.string(),
  /** Those asked before it, and why they did not serve. */
  fallbacksTried: z.array(z.object({ provider: z.string(), error: z.string() })),
  /** Bars left out because they had not ended yet. */
  rowsUnfinished: z.number().int(),
  /** How the vendor changed past prices before giving them. */
  adjustment: z.enum(['none', 'splits', 'unknown']),
  /** As the vendor tells them: kept beside the bars, which stay as they came. */
  splits: z.array(z.object({ time: epochMs, numerator: z.number(), denominator: z.number() })),
  dividends: z.array(z.object({ time: epochMs, amount: z.number() })),
});
export type DownloadReport = z.infer<typeof downloadReport>;

export const marketDataService = {
  instruments: procedure
    .route({ method: 'GET', path: '/market-data/instruments', tags: ['Market data'] })
    .output(z.array(instrument)),
  series: procedure
    .route({ method: 'GET', path: '/market-data/series', tags: ['Market data'] })
    .output(z.array(series)),
  /** Bars with `from` ≤ time < `to`, newest `limit` of them; with `asOf`, as the store knew them then. */
  bars: procedure
    .route({ method: 'GET', path: '/market-data/bars', tags: ['Market data'] })
    .input(barsRequest)
    .output(barColumns),
  /** Trades or quotes with `from` ≤ time < `to`, the newest `limit` of them, oldest first. */
  ticks: procedure
    .route({ method: 'GET', path: '/market-data/ticks', tags: ['Market data'] })
    .input(ticksRequest)
    .output(tickColumns),
  /** Trades and quotes that are stored, by symbol. */
  tickSeries: procedure
    .route({ method: 'GET', path: '/market-data/tick-series', tags: ['Market data'] })
    .output(z.array(tickSeries)),
  latestQuote: procedure
    .route({ method: 'GET', path: '/market-data/latest-quote', tags: ['Market data'] })
    .input(z.object({ symbol: symbolText }))
    .output(latestQuote),
  /** Splits and dividends of a symbol, oldest first. */
  corporateActions: procedure
    .route({ method: 'GET', path: '/market-data/corporate-actions', tags: ['Market data'] })
    .input(z.object({ symbol: symbolText }))
    .output(z.array(corporateAction)),
  /** Bars that the calendar of the symbol's exchange leads to expect and the store does not hold. */
  gaps: procedure
    .route({ method: 'GET', path: '/market-data/gaps', tags: ['Market data'] })
    .input(gapsRequest)
    .output(seriesGaps),
  /** Whether stored bars can be relied on: their sources, gaps, revisions, and what other sources say. */
  trust: procedure
    .route({ method: 'GET', path: '/market-data/trust', tags: ['Market data'] })
    .input(trustRequest.extend({ from: z.coerce.number().optional(), to: z.coerce.number().optional() }))
    .output(seriesTrust),
  /** Source, arrival, earlier values and dispute of the bar of exactly that time. */
  barTrust: procedure
    .route({ method: 'GET', path: '/market-data/bar-trust', tags: ['Market data'] })
    .input(z.object({ symbol: symbolText, timeframe: timeframe.default('1d'), time: z.coerce.number() }))
    .output(barTrust),
  /**
   * Queues a comparison of stored bars with those of other providers and answers with its task; nothing of theirs is
   * stored. The result is a {@link SourceCheck}.
   */
  validateSources: procedure
    .route({ method: 'POST', path: '/market-data/validate-sources', tags: ['Market data'] })
    .input(validateSourcesRequest)
    .output(task),
  /** Stored headlines: by words the best match first, without words the newest first. */
  searchHeadlines: procedure
    .route({ method: 'GET', path: '/market-data/headlines', tags: ['Market data'] })
    .input(headlinesRequest)
    .output(z.array(headline)),
  /** Queues a look for news and answers with its task; the result is a {@link NewsReport}. */
  downloadNews: procedure
    .route({ method: 'POST', path: '/market-data/news', tags: ['Market data'] })
    .input(newsRequest)
    .output(task),
  /** What a person wrote about symbols: by words the best match first, without words the newest first. */
  notes: procedure
    .route({ method: 'GET', path: '/market-data/notes', tags: ['Market data'] })
    .input(notesRequest)
    .output(z.array(note)),
  addNote: procedure
    .route({ method: 'POST', path: '/market-data/notes', tags: ['Market data'] })
    .input(z.strictObject({ symbol: symbolText, text: z.string().trim().min(1).max(10_000) }))
    .output(note),
  /** Figures of a company's reports, by metric, then period: of each the one known last. */
  fundamentals: procedure
    .route({ method: 'GET', path: '/market-data/fundamentals', tags: ['Market data'] })
    .input(fundamentalsRequest)
    .output(z.array(fundamental)),
  /** Queues a download of figures and answers with its task; the result is a {@link FundamentalsReport}. */
  downloadFundamentals: procedure
    .route({ method: 'POST', path: '/market-data/fundamentals', tags: ['Market data'] })
    .input(fundamentalsDownload)
    .output(task),
  /** Shows how a file would be read, from its beginning: what is found of it, its first rows, what is wrong with each. */
  previewImport: procedure
    .route({ method: 'POST', path: '/market-data/import/preview', tags: ['Market data'] })
    .input(previewImportRequest)
    .output(importPreview),
  /** Imports text as dropped on the window: CSV or JSON lines. Nothing is lost: bad rows go to quarantine. */
  importText: procedure
    .route({ method: 'POST', path: '/market-data/import', tags: ['Market data'] })
    .input(importTextRequest)
    .output(importReport),
  /**
   * Queues the import of a file on the engine's machine, of any length, and answers with its task, which can be
   * cancelled; the result is an {@link ImportReport}.
   */
  importFile: procedure
    .route({ method: 'POST', path: '/market-data/import/file', tags: ['Market data'] })
    .input(importFileRequest)
    .output(task),
  /** Rows set aside, newest first; `reason` is any part of it. */
  quarantine: procedure
    .route({ method: 'GET', path: '/market-data/quarantine', tags: ['Market data'] })
    .input(
      z.object({
        limit: z.coerce.number().int().min(1).max(10_000).default(200),
        offset: z.coerce.number().int().min(0).default(0),
        symbol: symbolText.optional(),
        source: z.string().optional(),
        reason: z.string().optional(),
      }),
    )
    .output(
      z.object({
        /** Of the symbol, source and reason asked for. */
        total: z.number().int(),
        rows: z.array(quarantinedRow),
      }),
    ),
  /** How many rows of which source and symbol are set aside, those that came last first. */
  quarantineGroups: procedure
    .route({ method: 'GET', path: '/market-data/quarantine/groups', tags: ['Market data'] })
    .output(z.array(z.object({ source: z.string(), symbol: symbolText, rows: z.number().int() }))),
  /** Judges a row anew with another text: stored when good, else it stays with that text and the new reason. */
  fixQuarantined: procedure
    .route({ method: 'POST', path: '/market-data/quarantine/fix', tags: ['Market data'] })
    .input(z.strictObject({ id: z.string(), raw: z.string().max(65_536) }))
    .output(quarantineOutcome),
  /** Takes rows as they are, where only a rule of thumb was broken; of the others the outcome says why they stay. */
  releaseQuarantined: procedure
    .route({ method: 'POST', path: '/market-data/quarantine/release', tags: ['Market data'] })
    .input(z.strictObject({ ids: z.array(z.string()).min(1).max(1_000) }))
    .output(z.array(quarantineOutcome)),
  /** Throws rows away; the journal keeps what they were. */
  discardQuarantined: procedure
    .route({ method: 'POST', path: '/market-data/quarantine/discard', tags: ['Market data'] })
    .input(z.strictObject({ ids: z.array(z.string()).min(1).max(1_000) }))
    .output(z.array(quarantineOutcome)),
  /** Queues a clean-up by the settings of retention, or with `isPreview` a count of what would go; the result is a {@link CleanUpReport}. */
  cleanup: procedure
    .route({ method: 'POST', path: '/market-data/cleanup', tags: ['Market data'] })
    .input(z.object({ isPreview: z.boolean().default(false) }))
    .output(task),
  /** Compressed bytes of every stored series, the largest first. */
  storage: procedure
    .route({ method: 'GET', path: '/market-data/storage', tags: ['Market data'] })
    .output(z.array(storedSize)),
  /** Removes a series for ever, journaled; without the number of its rows it only tells what would go. */
  removeSeries: procedure
    .route({ method: 'POST', path: '/market-data/series/remove', tags: ['Market data'] })
    .input(removeSeriesRequest)
    .output(removedSeries),
  /** Bars as CSV, part after part. */
  exportSeries: procedure
    .route({ method: 'GET', path: '/market-data/series/export', tags: ['Market data'] })
    .input(
      exportSeriesRequest.extend({
        from: z.coerce.number().optional(),
        to: z.coerce.number().optional(),
        continueAt: z.coerce.number().optional(),
      }),
    )
    .output(exportedPart),
  /** What a clean-up would remove now. */
  retentionPreview: procedure
    .route({ method: 'GET', path: '/market-data/retention-preview', tags: ['Market data'] })
    .output(cleanUpReport),
  /** Sources of past bars: what each has, what is left of its budget, how its last request went. */
  providers: procedure
    .route({ method: 'GET', path: '/market-data/providers', tags: ['Market data'] })
    .output(z.array(providerInfo)),
  /** Asks a vendor for little; refuses with its sentence unless it answers as it should. The answer is its new state. */
  checkProvider: procedure
    .route({ method: 'POST', path: '/market-data/providers/check', tags: ['Market data'] })
    .input(z.strictObject({ id: z.string() }))
    .output(providerInfo),
  /** Queues a download and answers with its task; the result is a {@link DownloadReport}. */
  download: procedure
    .route({ method: 'POST', path: '/market-data/download', tags: ['Market data'] })
    .input(downloadRequest)
    .output(task),
};
