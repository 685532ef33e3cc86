import type { Instrument } from './instrument.ts';

const CURRENCIES = new Set(
  'USD EUR JPY GBP CHF AUD NZD CAD SEK NOK DKK PLN CZK HUF TRY ZAR MXN BRL CNH CNY HKD SGD INR KRW'.split(
    ' ',
  ),
);
const COINS = new Set(
  'BTC XBT ETH SOL XRP ADA DOGE LTC BCH DOT AVAX LINK TRX XLM ATOM UNI ETC XMR BNB USDT USDC FDUSD DAI'.split(
    ' ',
  ),
);
const PAIR = /^([A-Z]{2,5}?)[/_-]?(USDT|USDC|FDUSD|[A-Z]{3})$/;

/** What a symbol most likely is when nothing else is known: a pair of coins or currencies by its parts, else a share. */
export function guessAssetClass(
  symbol: string,
): Extract<Instrument['assetClass'], 'equity' | 'index' | 'forex' | 'crypto'> {
  if (symbol.startsWith('^')) return 'index';
  const pair = partsOfPair(symbol);
  if (pair === undefined) return 'equity';
  return CURRENCIES.has(pair.base) && CURRENCIES.has(pair.quote) ? 'forex' : 'crypto';
}

/** The two sides of a pair of coins or currencies; undefined for anything else. */
export function partsOfPair(symbol: string): { readonly base: string; readonly quote: string } | undefined {
  for (let length = 2; length <= 5; length++) {
    const base = symbol.slice(0, length);
    const quote = symbol.slice(length).replace(/^[/_-]/, '');
    const isCoin = COINS.has(base) || /^(USDT|USDC|FDUSD)$/.test(quote);
    if (!CURRENCIES.has(base) && !isCoin) continue;
    if ((CURRENCIES.has(quote) || COINS.has(quote)) && PAIR.test(symbol)) return { base, quote };
  }
  return undefined;
}
