/**
 * Newest quote of every symbol as columns, one slot a symbol. Writers overwrite; each reader keeps its own set of
 * slots that changed since it last looked, so memory is bounded by symbols × readers whatever the rate.
 */
export interface QuoteBoard {
  readonly symbols: readonly string[];
  /** Slot of a symbol, adding one when it is new. */
  slot(symbol: string): number;
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
  /** Opens a new trading day in a slot. */
  openDay(slot: number, previousClose: number): void;
  reader(): QuoteReader;
}

/** One reader's view of what changed. */
export interface QuoteReader {
  /** Fills `slots` with changed slots (all of them, or those in the reader's filter) and forgets them; answers how many. */
  drain(slots: Uint32Array): number;
  /** Updates folded into newer ones since the last drain. */
  readonly conflated: number;
  close(): void;
}
