import type { DataType } from '#domain/market/data-type';

/** Streams by type of data, tried in this order until one serves. Made-up prices never stand in for real ones. */
const STREAM_CHAINS: Readonly<Record<DataType, readonly string[]>> = {
  equity: ['finnhub'],
  index: ['finnhub'],
  forex: ['finnhub'],
  crypto: ['binance', 'finnhub'],
  economic: [],
};

/** Symbols that begin so come from one stream alone, and are never mistaken for the real instrument. */
const OWN_SYMBOLS: Readonly<Record<string, string>> = { 'SIM:': 'simulated', 'REPLAY:': 'replay' };

/** Sources to try for a symbol, best first. */
export function streamChain(symbol: string, dataType: DataType): readonly string[] {
  const prefix = Object.keys(OWN_SYMBOLS).find((start) => symbol.startsWith(start));
  return prefix === undefined ? STREAM_CHAINS[dataType] : [OWN_SYMBOLS[prefix]!];
}
