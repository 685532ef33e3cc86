import { createHash } from 'node:crypto';
import type { Timeframe } from '#domain/market/timeframe';
import type { QuarantineEntry } from '#engine/ports/market-store';
import type { FileFormat } from './file-format.ts';
import type { RejectedRow } from './row-reader.ts';

/** How rows of a source are read, kept with those set aside so that each can be judged again. */
export interface QuarantineContext {
  readonly format: FileFormat;
  /** Null for ticks. */
  readonly timeframe: Timeframe | null;
  /** Of the series of the file, in their order. */
  readonly symbols: readonly string[];
}

/** Stands for all series of a table, where a whole row is wrong. */
export const ALL_SYMBOLS = '*';

/** A value of a million digits is quoted in its reason, and shown in lists. */
const REASON_LENGTH_MAX = 200;

/** Rejected rows as the store keeps them; the same row of the same source has the same id, however often it comes. */
export function quarantineEntries(
  rejected: readonly Omit<RejectedRow, 'series'>[] | readonly RejectedRow[],
  {
    symbols,
    source,
    now,
    context,
  }: { symbols: readonly string[]; source: string; now: number; context: QuarantineContext },
): QuarantineEntry[] {
  const contextText = JSON.stringify(context);
  return rejected.map((row) => {
    const { line, reason, raw, isReleasable } = row;
    const series = 'series' in row ? row.series : 0;
    const symbol = symbols.length === 1 ? symbols[0]! : (symbols[series] ?? ALL_SYMBOLS);
    return {
      id: createHash('sha256')
        .update(`${symbol}\n${context.timeframe ?? 'tick'}\n${source}\n${line}\n${raw}`)
        .digest('hex')
        .slice(0, 24),
      symbol,
      source,
      line,
      reason: reason.length > REASON_LENGTH_MAX ? `${reason.slice(0, REASON_LENGTH_MAX)}…` : reason,
      raw,
      receivedTime: now,
      context: contextText,
      ...(isReleasable ? { isReleasable } : {}),
    };
  });
}
