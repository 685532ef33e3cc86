import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { Terminal } from './terminal.ts';

/** Bars that a command is about to try parameters on. */
export interface BarsToTry {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: BarColumns;
  /** The range that a person named. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * The bars without those that are locked in the data folder; a note says which were left out. Throws an `OctopusError`
 * BAD_REQUEST when the range named reaches behind the lock.
 */
export async function withoutLocked(
  terminal: Terminal,
  data: string | undefined,
  { symbol, timeframe, bars, from, to }: BarsToTry,
): Promise<BarColumns> {
  const { findHoldOut } = await import('#runtime/lab/hold-outs');
  const { dataFolder } = await import('#runtime/engine/data-folder');
  const locked = findHoldOut(dataFolder({ given: data }), symbol, timeframe);
  if (!locked) return bars;
  const { barsBeforeLock } = await import('#engine/simulation/honesty/hold-out-bars');
  const open = barsBeforeLock(bars, locked, { from, to });
  if (open.length < bars.length) {
    const date = new Date(locked.from).toISOString().slice(0, 10);
    terminal.note(
      `the ${bars.length - open.length} bars of ${symbol} from ${date} on are locked and left out`,
    );
  }
  return open;
}
