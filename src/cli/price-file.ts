import { OctopusError } from '#contract/errors';
import type { Timeframe } from '#domain/market/timeframe';
import { type BarFileOnDisk, readBarsFromDisk } from '#runtime/lab/bar-files';
import type { Terminal } from './terminal.ts';

/**
 * Bars of a price file, with a note about rows that are none. With `isCompleted`, opens and volumes that a file lacks are
 * made up and told. Throws an OctopusError FILE_UNREADABLE when it cannot be
 * read or holds no bar.
 */
export async function readPriceFile(
  terminal: Terminal,
  path: string,
  timeframe: Timeframe | undefined,
  isCompleted = false,
): Promise<BarFileOnDisk> {
  const file = await readBarsFromDisk(path, { timeframe, now: Date.now(), isCompleted });
  const [first] = file.quarantined;
  const left = `${file.quarantined.length} of ${file.rowsRead} rows`;
  const why = first ? `${path} line ${first.line}: ${first.reason}` : '';
  if (file.bars.length === 0) {
    throw new OctopusError(
      'FILE_UNREADABLE',
      first ? `${path} holds no bar; ${why}` : `${path} has a header but no rows below it`,
    );
  }
  if (first) terminal.note(`${left} were left out; the first is ${why}`);
  for (const note of file.notes) terminal.note(`${path}: ${note}`);
  return file;
}
