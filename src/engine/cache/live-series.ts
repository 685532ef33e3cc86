import type { BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';

/**
 * A series that may still grow: closed bars plus the one being formed. Bars before `length - 1` never change while
 * `epoch` stays the same; a new epoch means everything was replaced (another session, an import).
 */
export interface LiveSeries {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly epoch: number;
  /** Counts changes of any kind. */
  readonly version: number;
  /** Every bar so far, the last one possibly still forming. The view is valid until the next change. */
  bars(): BarColumns;
}

/** Where the feed finds series: live ones of the session, or stored ones as they are. */
export interface SeriesSource {
  /** Throws an OctopusError UNKNOWN_SYMBOL when nothing is known of the symbol. */
  open(symbol: string, timeframe: Timeframe): Promise<LiveSeries>;
}
