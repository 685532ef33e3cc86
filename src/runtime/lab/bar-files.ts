import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readTextFile } from '#adapters/providers/file/read-text-file';
import { type BarFile, readBarFile } from '#agents/data-collector/bar-file';
import { detectFormat } from '#agents/data-collector/import/detect-format';
import type { FileMapping } from '#agents/data-collector/import/file-format';
import { findTimeframe } from '#agents/data-collector/import/find-timeframe';
import { wholeLinesOf } from '#agents/data-collector/import/preview-import';
import type { Timeframe } from '#domain/market/timeframe';
import { isParquet } from '../market-data/import-sources.ts';
import { completeRows } from './complete-rows.ts';

/** The bars of a file on disk, and the timeframe they were given or found to be. */
export interface BarFileOnDisk extends BarFile {
  readonly fileName: string;
  readonly timeframe: Timeframe;
  /** What was made up, in words; empty unless `isCompleted` was asked for. */
  readonly notes: readonly string[];
}

/** Characters enough to tell a timeframe from. */
const BEGINNING = 65_536;

/**
 * Bars of a price file: CSV or JSON lines, packed by gzip or not, or Parquet; what a file is, its first bytes tell.
 * Without a timeframe, the one whose bars stand apart as most of the file's do is taken. `now` (milliseconds) bounds
 * their times. With `isCompleted`, columns that bars need and indicators can do without are made up ({@link completeRows}). Throws an OctopusError FILE_UNREADABLE.
 */
export async function readBarsFromDisk(
  path: string,
  {
    timeframe,
    now,
    isCompleted = false,
  }: { timeframe?: Timeframe | undefined; now: number; isCompleted?: boolean },
): Promise<BarFileOnDisk> {
  const fileName = basename(path);
  const given = await readLines(path, fileName);
  const { text, mapping, notes } = isCompleted
    ? completeRows(fileName, given)
    : { text: given, mapping: {}, notes: [] };
  const found = timeframe ?? timeframeOf(fileName, text, now, mapping);
  const file = readBarFile({ fileName, text, timeframe: found, now, mapping });
  return { ...file, fileName, timeframe: found, notes };
}

async function readLines(path: string, fileName: string): Promise<string> {
  if (!(await isParquet(path))) return readTextFile(path);
  const { readParquetLines } = await import('#adapters/files/parquet/read-parquet-lines');
  return readParquetLines(fileName, await readFile(path));
}

function timeframeOf(fileName: string, text: string, now: number, mapping: FileMapping): Timeframe {
  const head = wholeLinesOf(text.slice(0, BEGINNING), text.length <= BEGINNING);
  const { format } = detectFormat(fileName, head, mapping);
  return findTimeframe(head, format, now);
}
