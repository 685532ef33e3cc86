import { describe, expect, it } from 'vitest';
import { guessAssetClass, partsOfPair } from '#domain/instruments/guess-asset-class';

describe('guessing what a symbol is', () => {
  it.each([
    ['EURUSD', 'forex'],
    ['EUR/USD', 'forex'],
    ['USDJPY', 'forex'],
    ['BTCUSD', 'crypto'],
    ['BTC-USD', 'crypto'],
    ['ETHBTC', 'crypto'],
    ['PEPEUSDT', 'crypto'],
    ['BTCUSDT', 'crypto'],
    ['^GSPC', 'index'],
    ['AAPL', 'equity'],
    ['BTC', 'equity'],
    ['GOOG', 'equity'],
    ['USD', 'equity'],
    ['SIM:ACME', 'equity'],
    ['BRK-B', 'equity'],
    ['ETHUSDX', 'equity'],
  ])('%s is of class %s', (symbol, expected) => {
    expect(guessAssetClass(symbol)).toBe(expected);
  });

  it('tells the two sides of a pair', () => {
    expect(partsOfPair('EUR/USD')).toEqual({ base: 'EUR', quote: 'USD' });
    expect(partsOfPair('DOGEUSDT')).toEqual({ base: 'DOGE', quote: 'USDT' });
    expect(partsOfPair('AAPL')).toBeUndefined();
  });
});
