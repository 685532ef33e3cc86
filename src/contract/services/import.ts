import { z } from 'zod';
import { COLUMN_ROLES, DATE_ORDERS, FILE_CONTENTS, QUOTE_SIDES } from '#domain/market/column-role';
import { PRICE_CONVENTIONS } from '#domain/market/price-convention';
import { epochMs, symbolText, timeframe } from './shared.ts';

/** What a column is: by its name, or by its number from 1 where the file names none. */
const columnMapping = z.strictObject({
  column: z.string().min(1),
  role: z.enum(COLUMN_ROLES),
  /** Symbol a column of role `value` is stored under; its name unless given. */
  symbol: symbolText.optional(),
});

/** What a person says of a file; all the rest is found. */
export const importMapping = z.strictObject({
  columns: z.array(columnMapping).max(1_000).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  /** Order of dates that do not begin with the year. */
  dateOrder: z.enum(DATE_ORDERS).optional(),
  /** IANA name of the zone of times without an offset; UTC unless given. */
  zone: z.string().max(64).optional(),
  hasHeader: z.boolean().optional(),
  /** Which of bid and ask makes a bar; the middle of both unless given. */
  side: z.enum(QUOTE_SIDES).optional(),
  /** `values` may be zero or below and are not traded: yields, returns. */
  as: z.enum(['prices', 'values']).optional(),
});
export type ImportMapping = z.infer<typeof importMapping>;

/** What may be said of any import. */
const importOptions = {
  /** Needed unless the file is a table, whose columns name their symbols; then it goes before each: `UST.10year`. */
  symbol: symbolText.optional(),
  /** Found from the times of the rows unless given. */
  timeframe: timeframe.optional(),
  /** Whether prices are restated for the splits the file tells; found from the file unless given. */
  prices: z.enum(PRICE_CONVENTIONS).optional(),
  mapping: importMapping.optional(),
};

export const importTextRequest = z.strictObject({
  fileName: z.string().min(1),
  text: z.string(),
  ...importOptions,
});
export type ImportTextRequest = z.infer<typeof importTextRequest>;

export const importFileRequest = z.strictObject({
  /** On the machine of the engine. */
  path: z.string().min(1),
  ...importOptions,
});
export type ImportFileRequest = z.infer<typeof importFileRequest>;

const importCounts = {
  symbol: symbolText,
  /** Rows of the file; each is stored, a repeat, in quarantine or blank. */
  rowsRead: z.number().int(),
  rowsStored: z.number().int(),
  rowsDuplicate: z.number().int(),
  rowsQuarantined: z.number().int(),
  /** Rows without a value, in series of one value a row; absent where there were none. */
  rowsBlank: z.number().int().optional(),
};

/**
 * What became of each row: `rowsRead` is the sum of those stored, repeated, quarantined and blank. Of a table the rows
 * are counted once for each series, and `series` has the sum of each.
 */
export const importReport = z.object({
  ...importCounts,
  /** `tick` for trades and quotes. */
  timeframe: z.union([timeframe, z.literal('tick')]),
  source: z.string(),
  /** Splits and dividends the file told, where it has columns for them, and how its prices stand to its splits. */
  corporateActions: z.number().int().optional(),
  prices: z.enum(PRICE_CONVENTIONS).optional(),
  content: z.enum(FILE_CONTENTS).optional(),
  series: z.array(z.object(importCounts)).optional(),
  /** Sentences about what was guessed and might be wrong; absent when there is nothing to say. */
  warnings: z.array(z.string()).optional(),
});
export type ImportReport = z.infer<typeof importReport>;

/** The beginning of a file, in one of three forms: some 64 kB of it are enough. */
export const previewImportRequest = z.strictObject({
  fileName: z.string().min(1).optional(),
  text: z.string().max(4_000_000).optional(),
  /** Bytes of the file, packed by gzip or not; of Parquet the whole file. */
  base64: z.string().max(16_000_000).optional(),
  /** On the machine of the engine. */
  path: z.string().min(1).optional(),
  timeframe: timeframe.optional(),
  mapping: importMapping.optional(),
});
export type PreviewImportRequest = z.infer<typeof previewImportRequest>;

export const importPreview = z.object({
  fileName: z.string(),
  /** Undefined when the file is of no use as it is; `error` says why, and columns can still be mapped. */
  content: z.enum(FILE_CONTENTS).nullable(),
  error: z.string().nullable(),
  delimiter: z.string(),
  decimal: z.enum(['.', ',']),
  hasHeader: z.boolean(),
  dateOrder: z.enum(DATE_ORDERS),
  zone: z.string(),
  side: z.enum(QUOTE_SIDES),
  as: z.enum(['prices', 'values']),
  columns: z.array(z.object({ name: z.string(), role: z.enum(COLUMN_ROLES), symbol: symbolText.nullable() })),
  /** From the name of the file; null when it tells none. */
  symbol: symbolText.nullable(),
  /** Null for ticks. */
  timeframe: timeframe.nullable(),
  rows: z.array(
    z.object({
      line: z.number().int(),
      cells: z.array(z.string()),
      /** Instant read; null when it cannot be. */
      time: epochMs.nullable(),
      /** What is wrong with the row; null when it is good. */
      problem: z.string().nullable(),
    }),
  ),
  /** Of the rows looked at, those that are wrong. */
  rowsChecked: z.number().int(),
  rowsWrong: z.number().int(),
  warnings: z.array(z.string()),
});
export type ImportPreview = z.infer<typeof importPreview>;

export const quarantinedRow = z.object({
  id: z.string(),
  /** `*` for a whole row of a table. */
  symbol: symbolText,
  source: z.string(),
  line: z.number().int(),
  reason: z.string(),
  raw: z.string(),
  receivedTime: epochMs,
  /** Only a rule of thumb is broken: `releaseQuarantined` takes it as it is. */
  isReleasable: z.boolean().optional(),
});
export type QuarantinedRow = z.infer<typeof quarantinedRow>;

/** What became of rows a person decided on. */
export const quarantineOutcome = z.object({
  id: z.string(),
  isDone: z.boolean(),
  /** Why the row stays in quarantine; null when it does not. */
  reason: z.string().nullable(),
});
export type QuarantineOutcome = z.infer<typeof quarantineOutcome>;
