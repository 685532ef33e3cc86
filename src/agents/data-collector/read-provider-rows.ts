import type { Timeframe } from '#domain/market/timeframe';
import { timeframeMs } from '#domain/market/timeframe';
import type { ProviderRow } from '#engine/ports/data-provider';
import { type BarFile, readBarFile } from './bar-file.ts';

export interface ProviderRowsOptions {
  /** Named in messages and kept with quarantined rows: `Yahoo Finance AAPL`. */
  readonly source: string;
  readonly timeframe: Timeframe;
  /** Milliseconds; only rows of this range are taken, `to` excluded. A row without a time is always looked at. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

/**
 * Judges the rows of a provider by the rules for files: each becomes a bar, counts as duplicate, or is quarantined with
 * its reason and its raw text; its line is its place among the rows taken, from 1. Bars that have not ended at `now`
 * are left out and counted: the next download brings them whole.
 */
export function readProviderRows(
  rows: readonly ProviderRow[],
  { source, timeframe, from, to, now }: ProviderRowsOptions,
): BarFile & { readonly rowsUnfinished: number } {
  const length = timeframeMs(timeframe);
  const asked = rows.filter(({ time }) => !(time < from || time >= to));
  const taken = asked.filter(({ time }) => !(time + length > now));
  const lines = taken.map((row) =>
    [row.time, row.open, row.high, row.low, row.close, row.volume].map(fieldText).join(','),
  );
  const text = ['timestamp,open,high,low,close,volume', ...lines].join('\n');
  const file = readBarFile({ fileName: source, text, timeframe, now });
  return {
    ...file,
    quarantined: file.quarantined.map(({ line, reason }) => ({
      line: line - 1,
      // Reasons speak of lines of the text above, which begins with a header.
      reason: reason.replace(/^line (\d+) /, (_, other: string) => `row ${Number(other) - 1} `),
      raw: taken[line - 2]?.raw ?? '',
    })),
    rowsUnfinished: asked.length - taken.length,
  };
}

/** A value as a field of CSV text; the first field, the time, is in milliseconds, also before September 2001. */
function fieldText(value: unknown, index: number): string {
  if (index === 0) return Number.isFinite(value) ? new Date(Number(value)).toISOString() : '';
  if (typeof value === 'number') return String(value);
  if (value === null || value === undefined) return '';
  return `"${String(value)
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll('"', '""')}"`;
}
