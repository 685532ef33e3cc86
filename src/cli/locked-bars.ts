import { OctopusError } from '#contract/errors';
import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { HoldOut } from '#engine/simulation/honesty/hold-out-book';
import type { Terminal } from './terminal.ts';

/** Bars that a command is about to look at. */
export interface BarsToLookAt {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: BarColumns;
  /** The range that a person named. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Refuses to go on where nobody can tell whether bars are locked: parameters are tried on them. */
  readonly isTried: boolean;
}

/**
 * The bars without those that are locked in the data folder, and where the lock begins; a note says which were left out.
 * Throws an `OctopusError` BAD_REQUEST when the range named reaches behind the lock.
 */
export async function withoutLocked(
  terminal: Terminal,
  data: string | undefined,
  { symbol, timeframe, bars, from, to, isTried }: BarsToLookAt,
): Promise<{ readonly bars: BarColumns; readonly lockedFrom?: number }> {
  const { findHoldOut } = await import('#runtime/lab/hold-outs');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  let locked: HoldOut | undefined;
  try {
    locked = findHoldOut(dataFolder({ given: data }), symbol, timeframe);
  } catch (error) {
    if (isTried || !(error instanceof OctopusError)) throw error;
    terminal.note(`whether bars of ${symbol} are locked cannot be told: ${error.message}`);
  }
  if (!locked) return { bars };
  const { barsBeforeLock } = await import('#engine/simulation/honesty/hold-out-bars');
  const open = barsBeforeLock(bars, locked, { from, to });
  if (open.length < bars.length) {
    const date = new Date(locked.from).toISOString().slice(0, 10);
    terminal.note(
      `the ${bars.length - open.length} bars of ${symbol} from ${date} on are locked and left out`,
    );
  }
  return { bars: open, lockedFrom: locked.from };
}
