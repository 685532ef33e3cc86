import type { BarColumns } from '#domain/market/bar';
import type { ErrorCode } from '../errors.ts';

/**
 * The binary market-data feed: its own channel, apart from RPC.
 *
 * Client → engine: text frames, JSON {@link FeedRequest}. Engine → client: binary frames, little endian:
 *
 * ```
 * u16 kind (1 quotes, 2 bars replaced, 3 bars updated) · u16 subscription · u32 count · u32 sequence · u32 conflated
 * then columns of float64, each `count` long
 *   quotes: symbol index · event time · last · bid · ask · volume (day) · previous close · day open · day high · day low
 *   bars:   index of the first bar (one value, before the columns) · time · open · high · low · close · volume
 * ```
 *
 * Back-pressure is by credit: a client grants frames, the engine spends one a frame and conflates while it has
 * none, so a slow screen costs bounded memory and always gets the newest values. `conflated` counts the updates
 * folded into newer ones since the last frame of that subscription; nothing is dropped unseen.
 *
 * `symbol index` points into the `symbols` of the request. `sequence` counts the frames of the connection and wraps.
 * A quote not known yet is NaN. A request that cannot be served is answered by a text frame, {@link FeedProblem}.
 */
export type FeedRequest =
  | { readonly op: 'quotes'; readonly subscription: number; readonly symbols: readonly string[] }
  | {
      readonly op: 'bars';
      readonly subscription: number;
      readonly symbol: string;
      readonly timeframe: string;
      readonly limit: number;
    }
  | { readonly op: 'off'; readonly subscription: number }
  | { readonly op: 'credit'; readonly frames: number };

export const FRAME_QUOTES = 1;
export const FRAME_BARS_REPLACED = 2;
export const FRAME_BARS_UPDATED = 3;
export const FRAME_HEADER_BYTES = 16;
export const QUOTE_COLUMNS = [
  'symbolIndex',
  'eventTime',
  'last',
  'bid',
  'ask',
  'volume',
  'previousClose',
  'dayOpen',
  'dayHigh',
  'dayLow',
] as const;

/** Engine → client, as JSON text: why a request was not served. `subscription` is null when it could not be read. */
export interface FeedProblem {
  readonly op: 'problem';
  readonly subscription: number | null;
  readonly code: ErrorCode;
  readonly message: string;
}

/** Newest values of the quotes that changed, one row a symbol; the columns share the frame's memory. */
export interface QuoteBatch {
  readonly length: number;
  /** Positions in the requested symbols. */
  readonly symbolIndex: Float64Array;
  readonly eventTime: Float64Array;
  readonly last: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly volume: Float64Array;
  readonly previousClose: Float64Array;
  readonly dayOpen: Float64Array;
  readonly dayHigh: Float64Array;
  readonly dayLow: Float64Array;
}

/**
 * Bars of one subscription. `replaced`: forget what came before. `updated`: write `bars` over the series from
 * `firstIndex` on; the first of them is the last bar of the frame before, in its newest state.
 */
export interface BarBatch {
  readonly kind: 'replaced' | 'updated';
  /** Index of the first bar in the engine's whole series. */
  readonly firstIndex: number;
  readonly bars: BarColumns;
}
