import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type BarFile, readBarFile } from '#agents/data-collector/bar-file';
import { OctopusError } from '#contract/errors';
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

/**
 * Text of a CSV file, unpacked when it is gzip. Throws an OctopusError FILE_UNREADABLE that names the file and what
 * keeps it from being read.
 */
export async function readTextFile(path: string): Promise<{ fileName: string; text: string }> {
  const fileName = basename(path);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw unreadable(path, reasonOf(error));
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = await promisify(gunzip)(bytes);
    } catch {
      throw unreadable(path, 'it begins like a gzip file but cannot be unpacked; fetch it again');
    }
  }
  try {
    return { fileName, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    const isTooLong = error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG';
    throw unreadable(
      path,
      isTooLong ? 'it is too large; split it by year' : 'it is not text; give a CSV file',
    );
  }
}

/**
 * Bars of a CSV or CSV.gz file. Without a timeframe, the one whose bars stand apart as most of the file's do is
 * taken. `now` (milliseconds) bounds their times. Throws an OctopusError FILE_UNREADABLE.
 */
export async function readBarsFromDisk(
  path: string,
  { timeframe, now }: { timeframe?: Timeframe | undefined; now: number },
): Promise<BarFileOnDisk> {
  const { fileName, text } = await readTextFile(path);
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

function unreadable(path: string, reason: string): OctopusError {
  return new OctopusError('FILE_UNREADABLE', `cannot read ${path}: ${reason}`, { file: path });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder; give a file',
    EACCES: 'this user may not read it',
    EPERM: 'this user may not read it',
    ERR_FS_FILE_TOO_LARGE: 'it is too large; split it by year',
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
