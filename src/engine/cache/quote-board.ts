import type { Bar } from '#domain/market/bar';
import type { TickBatch } from '#domain/market/tick-batch';

/**
 * Newest quote of every symbol as columns, one slot a symbol. Writers overwrite; each reader knows which slots
 * changed since it last looked, so memory is bounded by symbols × readers whatever the rate.
 *
 * The columns may be longer than `symbols` and are replaced when the board grows: read them anew each time.
 * NaN stands for what is not known yet, as before the first tick of a day.
 */
export interface QuoteBoard {
  readonly symbols: readonly string[];
  /** Slot of a symbol, adding one when it is new. */
  slot(symbol: string): number;
  /** Slot of a symbol that has one; never adds. */
  find(symbol: string): number | undefined;
  readonly eventTime: Float64Array;
  readonly last: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  /** Volume of the current session day so far. */
  readonly volume: Float64Array;
  readonly previousClose: Float64Array;
  readonly dayOpen: Float64Array;
  readonly dayHigh: Float64Array;
  readonly dayLow: Float64Array;
  /** Updates ever published, for rates. */
  readonly updates: number;
  /** Records one tick. Allocates nothing. */
  publish(slot: number, eventTime: number, last: number, bid: number, ask: number, size: number): void;
  /**
   * Records a batch of judged ticks: a trade changes the last price and the day's figures, a quote bid and ask. Of a
   * slot priced by quotes the middle is the last price. Allocates nothing.
   */
  publishTicks(batch: TickBatch): void;
  /** The slot has quotes alone: their middle becomes its last price. Or no longer. */
  priceByQuotes(slot: number, isByQuotes: boolean): void;
  /** Opens a trading day in a slot: an empty one, or with what is known of it so far. */
  openDay(slot: number, previousClose: number, soFar?: Pick<Bar, 'open' | 'high' | 'low' | 'volume'>): void;
  /** A reader of all slots, or of `slots` alone. It finds every slot that has something in it changed. */
  reader(slots?: readonly number[]): QuoteReader;
}

/** One reader's view of what changed. */
export interface QuoteReader {
  /**
   * Fills `slots` with changed slots (all of them, or those in the reader's filter) and forgets them; answers how
   * many. What does not fit stays changed.
   */
  drain(slots: Uint32Array): number;
  /** Updates folded into newer ones in what the last drain gave. */
  readonly conflated: number;
  /** Adds a slot to the reader's filter; nothing changes for a reader of all slots. */
  watch(slot: number): void;
  close(): void;
}
