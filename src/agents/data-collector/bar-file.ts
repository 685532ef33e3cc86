import { OctopusError } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';
import type { CorporateAction } from '#domain/market/corporate-action';
import { findPriceConvention, type PriceConvention } from '#domain/market/price-convention';
import type { Timeframe } from '#domain/market/timeframe';
import { detectFormat } from './import/detect-format.ts';
import type { FileFormat, FileMapping } from './import/file-format.ts';
import { type RejectedRow, RowReader } from './import/row-reader.ts';
import { settleBars } from './import/settle-bars.ts';

/** A row that is not a bar, kept as it stood. */
export type QuarantinedBarRow = Omit<RejectedRow, 'series'>;

/** What a price file holds. `rowsRead` is `bars.length + rowsDuplicate + rowsBlank + quarantined.length`. */
export interface BarFile {
  readonly bars: BarColumns;
  readonly quarantined: readonly QuarantinedBarRow[];
  readonly rowsRead: number;
  /** Rows that repeat an earlier one with equal values. */
  readonly rowsDuplicate: number;
  /** Rows without a value, in a series of closes alone. */
  readonly rowsBlank: number;
  /** False when rows were out of order and had to be sorted. */
  readonly wasAscending: boolean;
  /** Splits and dividends of the rows, oldest first; undefined when the file has no column for them. */
  readonly actions?: readonly CorporateAction[];
  /** How prices stand to the splits: as told, or as found. Undefined together with `actions`. */
  readonly prices?: PriceConvention;
  readonly format: FileFormat;
}

export interface BarFileOptions {
  readonly fileName: string;
  readonly text: string;
  readonly timeframe: Timeframe;
  /** Milliseconds; bars beyond it are quarantined. */
  readonly now: number;
  /** How prices stand to the splits the file tells; found from the file unless given. */
  readonly prices?: PriceConvention | undefined;
  readonly mapping?: FileMapping | undefined;
}

/** Characters that a format is told from. */
const HEAD = 65_536;
const UTF8 = new TextEncoder();

/**
 * Reads the bars of one series from CSV text (a header in any order, then rows parted by comma, semicolon, tab or bar)
 * or JSON lines (an object a line, with the keys of the first), all at once. Nothing is lost: each row becomes a bar,
 * counts as duplicate or blank, or is quarantined with its reason. Of two different rows for one time the earlier
 * stays. Throws an OctopusError FILE_UNREADABLE when the text is empty, binary, has no header or no bars.
 */
export function readBarFile({ fileName, text, timeframe, now, ...told }: BarFileOptions): BarFile {
  const { format } = detectFormat(fileName, text.slice(0, HEAD), told.mapping);
  if (format.content === 'quotes' || format.content === 'trades')
    throw new OctopusError(
      'FILE_UNREADABLE',
      `${fileName} holds ${format.content}, not bars; import it into the store`,
      { file: fileName },
    );
  const reader = new RowReader(format, { timeframe, now });
  const [batch, ...others] = reader.batches;
  if (others.length > 0)
    throw new OctopusError(
      'FILE_UNREADABLE',
      `${fileName} holds ${reader.batches.length} series; import it into the store, where each is stored by itself`,
      { file: fileName },
    );
  reader.read(UTF8.encode(text));
  const { places } = reader;
  const settled = settleBars(batch!, { places, series: 0, isDaily: timeframe === '1d' });
  const { bars } = settled;
  const quarantined = [...reader.rejected, ...settled.rejected]
    .map(({ series: _, ...row }) => row)
    .sort((a, b) => a.line - b.line);
  const file = {
    bars,
    quarantined,
    rowsRead: reader.rowsRead,
    rowsDuplicate: settled.duplicate,
    rowsBlank: reader.blanks[0]!,
    wasAscending: batch!.isAscending,
    format,
  };
  if (!tellsActions(format)) return file;
  const prices = told.prices ?? findPriceConvention(bars, reader.actions);
  return { ...file, actions: markActions(reader.actions, prices), prices };
}

/** Whether a file has columns for splits or dividends. */
export function tellsActions({ columns }: FileFormat): boolean {
  return columns.some(({ role }) => role === 'split' || role === 'dividend');
}

/** Actions oldest first, splits marked where prices hold them already. */
export function markActions(actions: readonly CorporateAction[], prices: PriceConvention): CorporateAction[] {
  return actions
    .map((action) => ({ ...action, isInPrices: action.kind === 'split' && prices === 'adjusted' }))
    .sort((a, b) => a.time - b.time);
}
