import { OctopusError } from '#contract/errors';
import { type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import type { HoldOut } from './hold-out-book.ts';

/** History before locked bars, as a multiple of the warm-up: recursive indicators have settled by then. */
const HISTORY_WARM_UPS = 4;

/**
 * The bars before a lock. Throws an `OctopusError` BAD_REQUEST when a range that a person names reaches behind it, and
 * when nothing lies before it.
 */
export function barsBeforeLock(
  bars: BarColumns,
  { symbol, timeframe, from: locked }: Pick<HoldOut, 'symbol' | 'timeframe' | 'from'>,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined } = {},
): BarColumns {
  const date = dateOf(locked);
  const isPeeking = (to !== undefined && to > locked) || (from !== undefined && from >= locked);
  if (isPeeking)
    throw new OctopusError(
      'BAD_REQUEST',
      `${symbol} ${timeframe} is locked from ${date} on: end before it, or look behind it once with octopus hold-out reveal`,
    );
  const end = lowerBound(bars, locked);
  if (end === 0)
    throw new OctopusError(
      'BAD_REQUEST',
      `no bars of ${symbol} ${timeframe} are left: those from ${date} on are locked`,
    );
  return end === bars.length ? bars : sliceBars(bars, 0, end);
}

/**
 * The locked bars, and before them as many as a strategy watches to settle. Throws an `OctopusError` BAD_REQUEST when
 * none came behind the lock yet.
 */
export function barsBehindLock(
  bars: BarColumns,
  { symbol, timeframe, from }: Pick<HoldOut, 'symbol' | 'timeframe' | 'from'>,
  warmUpBars: number,
): { readonly bars: BarColumns; readonly quietBars: number } {
  const first = lowerBound(bars, from);
  if (first === bars.length)
    throw new OctopusError(
      'BAD_REQUEST',
      `${symbol} ${timeframe} has no bars behind its lock yet; import newer ones`,
    );
  const quietBars = Math.min(first, HISTORY_WARM_UPS * warmUpBars);
  return { bars: sliceBars(bars, first - quietBars, bars.length), quietBars };
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
