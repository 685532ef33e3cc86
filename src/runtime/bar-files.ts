import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readTextFile } from '#adapters/providers/file/read-text-file';
import { type BarFile, readBarFile } from '#agents/data-collector/bar-file';
import type { BarColumns } from '#domain/market/bar';
import { TIMEFRAMES, type Timeframe, timeframeMs } from '#domain/market/timeframe';

/** The bars of a file on disk, and the timeframe they were given or found to be. */
export interface BarFileOnDisk extends BarFile {
  readonly fileName: string;
  readonly timeframe: Timeframe;
}

const DAY_MS = 86_400_000;
/** Characters enough to tell a timeframe from. */
const BEGINNING = 200_000;

const PARQUET_MAGIC = 'PAR1';

/**
 * Text and name of a CSV or JSON lines file, packed by gzip or not; of a Parquet file, its rows as JSON lines. What a
 * file is, its first bytes tell. Throws an OctopusError FILE_UNREADABLE.
 */
export async function readNamedFile(path: string): Promise<{ fileName: string; text: string }> {
  const fileName = basename(path);
  if (!(await isParquet(path))) return { fileName, text: await readTextFile(path) };
  const { readParquetLines } = await import('#adapters/files/parquet/read-parquet-lines');
  return { fileName, text: await readParquetLines(fileName, await readFile(path)) };
}

/** False as well when the file cannot be opened: reading it as text then says why. */
async function isParquet(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PARQUET_MAGIC.length));
    return buffer.toString('latin1', 0, bytesRead) === PARQUET_MAGIC;
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/**
 * Bars of a price file. Without a timeframe, the one whose bars stand apart as most of the file's do is
 * taken. `now` (milliseconds) bounds their times. Throws an OctopusError FILE_UNREADABLE.
 */
export async function readBarsFromDisk(
  path: string,
  { timeframe, now }: { timeframe?: Timeframe | undefined; now: number },
): Promise<BarFileOnDisk> {
  const { fileName, text } = await readNamedFile(path);
  if (timeframe) return { ...readBarFile({ fileName, text, timeframe, now }), fileName, timeframe };
  const found = findTimeframe({ fileName, text, now });
  return { ...readBarFile({ fileName, text, timeframe: found, now }), fileName, timeframe: found };
}

/** The timeframe whose bars stand apart as most rows at a file's beginning do. Throws as {@link readBarsFromDisk}. */
export function findTimeframe({
  fileName,
  text,
  now,
}: {
  fileName: string;
  text: string;
  now: number;
}): Timeframe {
  const end = text.length <= BEGINNING ? -1 : text.lastIndexOf('\n', BEGINNING);
  // To the second: daily rows then stand whole days apart, whatever time of day they bear.
  return usualTimeframe(
    readBarFile({ fileName, text: end < 0 ? text : text.slice(0, end), timeframe: '1s', now: now + DAY_MS })
      .bars,
  );
}

/** The longest timeframe no longer than the median distance of neighbouring bars; a day when there is but one bar. */
function usualTimeframe({ time, length }: BarColumns): Timeframe {
  const distances = time.slice(1, length).map((value, i) => value - time[i]!);
  if (distances.length === 0) return '1d';
  const median = distances.sort()[distances.length >> 1]!;
  return [...TIMEFRAMES].reverse().find((timeframe) => timeframeMs(timeframe) <= median) ?? '1s';
}
