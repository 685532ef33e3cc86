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
 */
export type FeedRequest =
  | { readonly op: 'quotes'; readonly subscription: number; readonly symbols: readonly string[] }
  | { readonly op: 'bars'; readonly subscription: number; readonly symbol: string; readonly timeframe: string; readonly limit: number }
  | { readonly op: 'off'; readonly subscription: number }
  | { readonly op: 'credit'; readonly frames: number };

export const FRAME_QUOTES = 1;
export const FRAME_BARS_REPLACED = 2;
export const FRAME_BARS_UPDATED = 3;
export const FRAME_HEADER_BYTES = 16;
export const QUOTE_COLUMNS = ['symbolIndex', 'eventTime', 'last', 'bid', 'ask', 'volume', 'previousClose', 'dayOpen', 'dayHigh', 'dayLow'] as const;
