/** Binance's form of a pair: BTC-USDT, BTC/USDT and btcusdt are BTCUSDT. */
export function binanceSymbol(symbol: string): string {
  return symbol.toUpperCase().replaceAll(/[-/_ ]/g, '');
}
