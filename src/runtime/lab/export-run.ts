import { writeFileWhole } from '#adapters/files/disk/write-file';
import type { TableColumn } from '#adapters/files/parquet/write-parquet-table';
import { OctopusError } from '#contract/errors';
import type { RunSummary } from '#contract/services/runs';
import type { RunRecord } from '#engine/ports/run-store';

/** What of a run is written as a table. */
export const RUN_TABLES = ['trades', 'equity'] as const;
export type RunTable = (typeof RUN_TABLES)[number];

const FORMATS = ['csv', 'csv.gz', 'json', 'json.gz', 'parquet'] as const;
const LINES_A_PART = 20_000;

/**
 * Writes a run to a file and answers its bytes: CSV and Parquet hold one table, JSON the summary, the whole result and
 * every column. Throws an OctopusError BAD_REQUEST for another ending, or when the file cannot be written.
 */
export async function exportRun(
  path: string,
  run: { readonly summary: RunSummary; readonly record: RunRecord },
  table: RunTable,
): Promise<number> {
  const format = FORMATS.find((ending) => path.toLowerCase().endsWith(`.${ending}`));
  if (!format) {
    const endings = FORMATS.map((ending) => `.${ending}`).join(', ');
    throw new OctopusError(
      'BAD_REQUEST',
      `${path} does not end in a format known here; end it in ${endings}`,
    );
  }
  const [name, packing] = format.split('.') as [RunFormat, 'gz'?];
  return writeFileWhole(path, await runFileParts(name, run, table), packing === 'gz');
}

/** How a run is written. */
export type RunFormat = 'csv' | 'json' | 'parquet';

/** The parts of a file of a run, one after another; the table counts for CSV and Parquet. */
export async function runFileParts(
  format: RunFormat,
  run: { readonly summary: RunSummary; readonly record: RunRecord },
  table: RunTable,
): Promise<Iterable<string | Uint8Array>> {
  if (format === 'json') return [wholeRun(run)];
  const columns = table === 'trades' ? tradeColumns(run.record) : equityColumns(run.record);
  if (format === 'csv') return csvParts(columns);
  const { writeParquetTable } = await import('#adapters/files/parquet/write-parquet-table');
  return [writeParquetTable(columns)];
}

function wholeRun({ summary, record }: { readonly summary: RunSummary; readonly record: RunRecord }): string {
  const columns = Object.fromEntries(
    Object.entries(record.input.columns).map(([name, column]) => [name, Array.from(column as Float64Array)]),
  );
  return `${JSON.stringify({ summary, result: record.result, trades: record.input.trades, columns })}\n`;
}

function equityColumns({ input: { columns } }: RunRecord): TableColumn[] {
  const { time, ...rest } = columns;
  return [
    { name: 'time', kind: 'time', values: time },
    ...Object.entries(rest).map(([name, values]) => ({ name, kind: 'number' as const, values })),
  ];
}

function tradeColumns({ input: { trades } }: RunRecord): TableColumn[] {
  const column = (name: keyof (typeof trades)[number], kind: TableColumn['kind']): TableColumn => ({
    name,
    kind,
    values: trades.map((trade) => trade[name] ?? null),
  });
  return [
    column('symbol', 'text'),
    column('strategy', 'text'),
    column('side', 'text'),
    column('quantity', 'number'),
    column('entryTime', 'time'),
    column('entryPrice', 'number'),
    column('exitTime', 'time'),
    column('exitPrice', 'number'),
    column('pnl', 'number'),
    column('returnPct', 'number'),
    column('fees', 'number'),
    column('bars', 'number'),
    column('maePct', 'number'),
    column('mfePct', 'number'),
  ];
}

function* csvParts(columns: readonly TableColumn[]): Generator<string> {
  yield `${columns.map(({ name }) => name).join(',')}\n`;
  const length = columns[0]?.values.length ?? 0;
  for (let start = 0; start < length; start += LINES_A_PART) {
    let part = '';
    for (let i = start; i < Math.min(length, start + LINES_A_PART); i++)
      part += `${columns.map(({ kind, values }) => csvText(values[i] ?? null, kind)).join(',')}\n`;
    yield part;
  }
}

function csvText(value: number | string | null, kind: TableColumn['kind']): string {
  if (value === null) return '';
  const text = kind === 'time' ? new Date(value).toISOString() : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
