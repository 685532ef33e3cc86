import { writeFileWhole } from '#adapters/files/disk/write-file';
import { OctopusError } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';

const DAY_MS = 86_400_000;
const LINES_A_PART = 20_000;
const FORMATS = ['csv', 'csv.gz', 'jsonl', 'jsonl.gz', 'parquet'] as const;
type ExportFormat = (typeof FORMATS)[number];

/** The format that a path's ending asks for. Throws an OctopusError BAD_REQUEST that names those there are. */
export function exportFormat(path: string): ExportFormat {
  const format = FORMATS.find((ending) => path.toLowerCase().endsWith(`.${ending}`));
  if (format) return format;
  const endings = FORMATS.map((ending) => `.${ending}`).join(', ');
  throw new OctopusError('BAD_REQUEST', `${path} does not end in a format known here; end it in ${endings}`);
}

/**
 * Writes bars to a file in the format its ending asks for, and answers its bytes. Numbers have all the digits they
 * need to be read back bit for bit; times are dates where all are midnights UTC, else instants with their offset.
 */
export async function exportBars(path: string, bars: BarColumns): Promise<number> {
  const format = exportFormat(path);
  if (format === 'parquet') {
    const { writeParquet } = await import('#adapters/files/parquet/write-parquet');
    return writeFileWhole(path, [writeParquet(bars)], false);
  }
  const parts = format.startsWith('csv') ? csvParts(bars) : jsonParts(bars);
  return writeFileWhole(path, parts, format.endsWith('.gz'));
}

export const CSV_HEADER = 'date,open,high,low,close,volume\n';

function* csvParts(bars: BarColumns): Generator<string> {
  yield CSV_HEADER;
  yield* csvOfBars(bars, areDates(bars));
}

/** Lines of bars without the header, many a part; with `isDaily` times are written as dates. */
export function* csvOfBars(bars: BarColumns, isDaily: boolean): Generator<string> {
  const { open, high, low, close, volume } = bars;
  const dateAt = dateWriter(bars, isDaily);
  yield* inParts(
    bars.length,
    (i) => `${dateAt(i)},${open[i]},${high[i]},${low[i]},${close[i]},${volume[i]}\n`,
  );
}

function* jsonParts(bars: BarColumns): Generator<string> {
  const { open, high, low, close, volume } = bars;
  const dateAt = dateWriter(bars, areDates(bars));
  yield* inParts(
    bars.length,
    (i) =>
      `{"date":"${dateAt(i)}","open":${open[i]},"high":${high[i]},"low":${low[i]},"close":${close[i]},"volume":${volume[i]}}\n`,
  );
}

function* inParts(length: number, line: (i: number) => string): Generator<string> {
  for (let start = 0; start < length; start += LINES_A_PART) {
    let part = '';
    for (let i = start; i < Math.min(length, start + LINES_A_PART); i++) part += line(i);
    yield part;
  }
}

function areDates({ time }: BarColumns): boolean {
  return time.every((value) => value % DAY_MS === 0);
}

function dateWriter({ time }: BarColumns, isDaily: boolean): (i: number) => string {
  const end = isDaily ? 10 : undefined;
  return (i) => new Date(time[i]!).toISOString().slice(0, end);
}
