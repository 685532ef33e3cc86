import { z } from 'zod';
import { gapsRequest, seriesGaps } from './gaps.ts';
import { epochMs, procedure, symbolText, timeframe } from './shared.ts';

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
});

export const series = z.object({
  symbol: symbolText,
  timeframe,
  bars: z.number().int(),
  firstTime: epochMs,
  lastTime: epochMs,
  /** Bars that others have taken the place of so far. */
  revisions: z.number().int(),
});

export const importReport = z.object({
  symbol: symbolText,
  timeframe,
  source: z.string(),
  rowsRead: z.number().int(),
  rowsStored: z.number().int(),
  rowsDuplicate: z.number().int(),
  rowsQuarantined: z.number().int(),
});
export type ImportReport = z.infer<typeof importReport>;

export const quarantinedRow = z.object({
  id: z.string(),
  symbol: symbolText,
  source: z.string(),
  line: z.number().int(),
  reason: z.string(),
  raw: z.string(),
  receivedTime: epochMs,
});
export type QuarantinedRow = z.infer<typeof quarantinedRow>;

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
    .input(
      z.object({
        symbol: symbolText,
        timeframe: timeframe.default('1d'),
        from: epochMs.optional(),
        to: epochMs.optional(),
        limit: z.coerce.number().int().min(1).max(50_000).default(1_000),
        asOf: epochMs.optional(),
      }),
    )
    .output(barColumns),
  /** Bars that the calendar of the symbol's exchange leads to expect and the store does not hold. */
  gaps: procedure
    .route({ method: 'GET', path: '/market-data/gaps', tags: ['Market data'] })
    .input(gapsRequest)
    .output(seriesGaps),
  /** Imports CSV text (a header and rows), as dropped on the window. Nothing is lost: bad rows go to quarantine. */
  importText: procedure
    .route({ method: 'POST', path: '/market-data/import', tags: ['Market data'] })
    .input(z.object({ fileName: z.string(), text: z.string(), symbol: symbolText, timeframe }))
    .output(importReport),
  quarantine: procedure
    .route({ method: 'GET', path: '/market-data/quarantine', tags: ['Market data'] })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(10_000).default(200) }))
    .output(z.object({ total: z.number().int(), rows: z.array(quarantinedRow) })),
};
