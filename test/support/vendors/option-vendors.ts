import { alpacaOptions } from '#adapters/providers/alpaca-options/alpaca-options';
import { schwabOptions } from '#adapters/providers/schwab-options/schwab-options';
import type { OptionQuote } from '#domain/options/option-chain';
import type { OptionChainProviderDefinition } from '#engine/ports/option-chains';
import type { VendorAnswer } from '../vendor-server.ts';

/** What a chain has, as a test tells it; adjusted contracts by their symbol alone. */
export interface ToldChain {
  readonly underlying: string;
  readonly spot: number;
  readonly spotTime: number;
  readonly quotes: readonly OptionQuote[];
  readonly adjusted: readonly string[];
}

/** How one source of option chains speaks on the wire, written from its documentation. */
export interface OptionVendor {
  readonly definition: OptionChainProviderDefinition;
  readonly key: string;
  /** What of the key may appear nowhere. */
  readonly secrets: readonly string[];
  /** Answers anything but what is asked of a chain: a token. */
  before?(url: URL): VendorAnswer | undefined;
  expirations(dates: readonly string[]): VendorAnswer;
  /** The answer to one of the requests that a chain takes. */
  chain(told: ToldChain, url: URL): VendorAnswer;
  readonly unknownSymbol: VendorAnswer;
}

const iso = (time: number | null): string | undefined =>
  time === null ? undefined : new Date(time).toISOString().replace('Z', '123456Z');

const ALPACA_KEY = 'PKA1B2C3D4E5F6G7H8I9:s3cr3tOfAlpaca0123456789abcdef';

const alpaca: OptionVendor = {
  definition: alpacaOptions,
  key: ALPACA_KEY,
  secrets: [ALPACA_KEY, 's3cr3tOfAlpaca0123456789abcdef'],
  expirations: (dates) => ({
    body: {
      option_contracts: dates.flatMap((date) => [
        { symbol: 'x', expiration_date: date, type: 'call' },
        { symbol: 'y', expiration_date: date, type: 'put' },
      ]),
      next_page_token: null,
    },
  }),
  chain(told, url) {
    if (url.pathname.startsWith('/v1beta1/options/snapshots/')) return alpacaSnapshots(told, url);
    if (url.pathname === '/v2/options/contracts')
      return {
        body: {
          option_contracts: told.quotes.map(({ symbol, openInterest }) => ({
            symbol,
            open_interest: openInterest === null ? null : String(openInterest),
          })),
          next_page_token: null,
        },
      };
    return {
      body: { symbol: told.underlying, trade: { t: iso(told.spotTime), p: told.spot, s: 100, x: 'V' } },
    };
  },
  unknownSymbol: { body: { option_contracts: [], next_page_token: null, snapshots: {} } },
};

/** Two pages: calls, then puts. */
function alpacaSnapshots(told: ToldChain, url: URL): VendorAnswer {
  const isSecond = url.searchParams.get('page_token') === 'second';
  const letter = isSecond ? 'P' : 'C';
  const shown = told.quotes.filter(({ symbol }) => symbol.at(-9) === letter);
  const entries = shown.map((quote) => [
    quote.symbol,
    {
      ...(quote.quoteTime === null
        ? {}
        : {
            latestQuote: {
              t: iso(quote.quoteTime),
              ax: 'A',
              ap: quote.ask ?? 0,
              as: quote.askSize ?? 0,
              bx: 'B',
              bp: quote.bid ?? 0,
              bs: quote.bidSize ?? 0,
              c: ' ',
            },
          }),
      ...(quote.last === null
        ? {}
        : { latestTrade: { t: iso(quote.quoteTime), x: 'C', p: quote.last, s: 1, c: 'g' } }),
      ...(quote.volume === null
        ? {}
        : { dailyBar: { o: 1, h: 1, l: 1, c: 1, v: quote.volume, n: 1, vw: 1 } }),
      ...(quote.impliedVolatility === null ? {} : { impliedVolatility: quote.impliedVolatility }),
    },
  ]);
  const adjusted = isSecond ? told.adjusted.map((symbol) => [symbol, {}]) : [];
  return {
    body: {
      snapshots: Object.fromEntries([...entries, ...adjusted]),
      next_page_token: isSecond ? null : 'second',
    },
  };
}

const SCHWAB_KEY = 'appKey123:appSecret456:refresh.token-789@';

const schwab: OptionVendor = {
  definition: schwabOptions,
  key: SCHWAB_KEY,
  secrets: [SCHWAB_KEY, 'appSecret456', 'refresh.token-789@', 'access-of-half-an-hour'],
  before: (url) =>
    url.pathname === '/v1/oauth/token'
      ? { body: { token_type: 'Bearer', expires_in: 1800, access_token: 'access-of-half-an-hour' } }
      : undefined,
  expirations: (dates) => ({
    body: {
      expirationList: dates.map((date) => ({
        expirationDate: date,
        daysToExpiration: 2,
        expirationType: 'W',
        standard: true,
      })),
    },
  }),
  chain: (told) => ({
    body: {
      symbol: told.underlying,
      status: 'SUCCESS',
      underlying: { symbol: told.underlying, mark: told.spot, last: 1, quoteTime: told.spotTime },
      strategy: 'SINGLE',
      interval: 0,
      isDelayed: false,
      callExpDateMap: schwabMap(told, 'C'),
      putExpDateMap: schwabMap(told, 'P'),
    },
  }),
  unknownSymbol: { status: 400, body: { errors: [{ status: '400', title: 'Bad Request' }] } },
};

function schwabMap(told: ToldChain, letter: 'C' | 'P'): Record<string, Record<string, unknown[]>> {
  const map: Record<string, unknown[]> = {};
  const padded = (symbol: string): string => `${symbol.slice(0, -15).padEnd(6)}${symbol.slice(-15)}`;
  for (const quote of told.quotes.filter(({ symbol }) => symbol.at(-9) === letter)) {
    const strike = String(Number(quote.symbol.slice(-8)) / 1_000);
    map[strike] = [
      {
        putCall: letter === 'C' ? 'CALL' : 'PUT',
        symbol: padded(quote.symbol),
        bid: quote.bid ?? 0,
        ask: quote.ask ?? 0,
        last: quote.last ?? 0,
        bidSize: quote.bidSize,
        askSize: quote.askSize,
        totalVolume: quote.volume,
        openInterest: quote.openInterest,
        quoteTimeInLong: quote.quoteTime ?? 0,
        volatility: quote.impliedVolatility === null ? -999 : quote.impliedVolatility * 100,
        delta: quote.impliedVolatility === null ? 'NaN' : 0.5,
        nonStandard: false,
      },
    ];
  }
  if (letter === 'P')
    for (const symbol of told.adjusted) map[symbol] = [{ symbol: padded(symbol), nonStandard: true }];
  return { [`20${told.quotes[0]!.symbol.slice(-15, -13)}-01-01:27`]: map };
}

export const OPTION_VENDORS: readonly OptionVendor[] = [alpaca, schwab];
