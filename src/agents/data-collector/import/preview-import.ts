import { OctopusError } from '#contract/errors';
import type { ImportMapping, ImportPreview } from '#contract/services/import';
import type { ColumnRole } from '#domain/market/column-role';
import type { Timeframe } from '#domain/market/timeframe';
import { parseBarTime } from '../bar-time.ts';
import { ZoneClock } from '../zone-clock.ts';
import { type InspectedFile, inspectFile } from './detect-format.ts';
import type { FileColumn, FileFormat, FileMapping } from './file-format.ts';
import { parseFileNumber } from './file-number.ts';
import { findTimeframe } from './find-timeframe.ts';
import { RowReader } from './row-reader.ts';
import { jsonFields, splitLine } from './split-line.ts';

export interface PreviewRequest {
  readonly fileName: string;
  /** The beginning of the file, whole lines. */
  readonly text: string;
  readonly timeframe?: Timeframe | undefined;
  readonly mapping?: ImportMapping | undefined;
  readonly now: number;
}

const ROWS_SHOWN = 20;
const BY_PLACE: readonly ColumnRole[] = ['time', 'open', 'high', 'low', 'close', 'volume'];
const SYMBOL = /^[\^]?[A-Z][A-Z0-9.=^-]{0,11}(?=[_ ]|$)/;

/**
 * Shows how a file would be read: what was found of it, its first rows as taken apart, and what is wrong with each. A
 * file whose columns are not enough is shown, too, so that a person can say what they are. Throws an OctopusError
 * FILE_UNREADABLE when there is nothing to show.
 */
export function previewImport({
  fileName,
  text,
  timeframe,
  mapping = {},
  now,
}: PreviewRequest): ImportPreview {
  const found = withPlaces(inspectFile(fileName, text, mapping), fileName, text, mapping);
  const { content, problem } = found;
  const format: FileFormat | undefined = content && { ...found.format, content };
  const isTicks = content === 'quotes' || content === 'trades';
  const usual = format && !isTicks ? (timeframe ?? findTimeframe(text, format, now)) : null;
  const reader = format && new RowReader(format, { timeframe: usual ?? undefined, now });
  reader?.read(new TextEncoder().encode(text));
  const problems = new Map(reader?.rejected.map(({ line, reason }) => [line, reason]));
  const { delimiter, decimal, hasHeader, dateOrder, zone, side, as, columns } = found.format;
  return {
    fileName,
    content: content ?? null,
    error: problem?.message ?? null,
    delimiter,
    decimal,
    hasHeader,
    dateOrder,
    zone,
    side,
    as,
    columns: columns.map(({ name, role, symbol }) => ({ name, role, symbol: symbol ?? null })),
    symbol: SYMBOL.exec(fileName.replace(/\.\w+(\.gz)?$/, ''))?.[0] ?? null,
    timeframe: usual,
    rows: rowsShown(found, text, usual).map((row) => ({ ...row, problem: problems.get(row.line) ?? null })),
    rowsChecked: reader?.rowsRead ?? 0,
    rowsWrong: problems.size,
    warnings: [...found.warnings],
  };
}

function rowsShown({ format }: InspectedFile, text: string, timeframe: Timeframe | null) {
  const reading = {
    isDaily: timeframe === '1d',
    order: format.dateOrder,
    clock: format.zone === 'UTC' ? undefined : new ZoneClock(format.zone),
  };
  const timeAt = format.columns.findIndex(({ role }) => role === 'time' || role === 'date');
  const clockAt = format.columns.findIndex(({ role }) => role === 'clock');
  const rows: { line: number; cells: string[]; time: number | null }[] = [];
  let isHeader = format.hasHeader;
  for (const [i, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (raw.trim() === '') continue;
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const names = format.columns.map(({ name }) => name);
    const cells = (format.kind === 'json' ? jsonFields(raw, names) : splitLine(raw, format.delimiter)) ?? [
      raw,
    ];
    const clock = clockAt < 0 ? '' : ` ${cells[clockAt]?.trim() ?? ''}`;
    const time = timeAt < 0 ? Number.NaN : parseBarTime(`${cells[timeAt]?.trim() ?? ''}${clock}`, reading);
    rows.push({ line: i + 1, cells, time: Number.isNaN(time) ? null : time });
    if (rows.length === ROWS_SHOWN) break;
  }
  return rows;
}

/** A file without names whose columns stand as those of bars do is shown as bars, for a person to confirm. */
function withPlaces(
  found: InspectedFile,
  fileName: string,
  text: string,
  mapping: FileMapping,
): InspectedFile {
  const { format, rows } = found;
  if (format.hasHeader || format.kind === 'json' || mapping.columns !== undefined) return found;
  const isBar = (row: readonly string[]): boolean => {
    const [open = 0, high = 0, low = 0, close = 0] = row
      .slice(1, 5)
      .map((cell) => parseFileNumber(cell, format.decimal));
    return high >= Math.max(open, close, low) && low <= Math.min(open, close);
  };
  if (rows.length === 0 || format.columns.length < 5 || !rows.slice(0, ROWS_SHOWN).every(isBar)) return found;
  const columns = format.columns
    .slice(0, BY_PLACE.length)
    .map(({ name }: FileColumn, i) => ({ column: name, role: BY_PLACE[i]! }));
  const guessed = inspectFile(fileName, text, { ...mapping, columns });
  return {
    ...guessed,
    warnings: [
      ...guessed.warnings,
      'the file names no columns: they are taken as date, open, high, low, close, volume; say so to import it',
    ],
  };
}

/** The beginning of a text without a line that is cut. */
export function wholeLinesOf(text: string, isWhole: boolean): string {
  if (isWhole) return text;
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
  return end > 0 ? text.slice(0, end) : text;
}

/** Throws a BAD_REQUEST unless exactly one form of the file is given. */
export function requireOneForm(given: readonly unknown[]): void {
  if (given.filter((form) => form !== undefined).length !== 1)
    throw new OctopusError('BAD_REQUEST', 'give one of text, base64 and path');
}
