import { OctopusError } from '#contract/errors';
import type { Timeframe } from '#domain/market/timeframe';
import type { BarRange } from '#engine/ports/market-store';
import type { HoldOutBook } from '#engine/simulation/honesty/hold-out-book';

/** The part of a range that no hold-out locks. */
export interface OpenRange {
  readonly range: Pick<BarRange, 'from' | 'to'>;
  /** Milliseconds from which bars are left out because they are locked; null when none of the range is. */
  readonly lockedFrom: number | null;
}

/** Cuts a range at the first lock on any of its series. Throws an `OctopusError` BAD_REQUEST when nothing is left. */
export function openRange(
  holdOuts: Pick<HoldOutBook, 'find'>,
  symbols: readonly string[],
  timeframe: Timeframe,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): OpenRange {
  const locks = symbols.flatMap((symbol) => holdOuts.find(symbol, timeframe)?.from ?? []);
  const first = Math.min(...locks);
  const isLocked = first < (to ?? Number.POSITIVE_INFINITY);
  const end = isLocked ? first : to;
  if (from !== undefined && end !== undefined && end <= from && isLocked)
    throw new OctopusError(
      'BAD_REQUEST',
      `no bars of ${symbols.join(', ')} ${timeframe} are left: those from ${new Date(first).toISOString().slice(0, 10)} on are locked`,
    );
  return {
    range: { ...(from === undefined ? {} : { from }), ...(end === undefined ? {} : { to: end }) },
    lockedFrom: isLocked ? first : null,
  };
}
