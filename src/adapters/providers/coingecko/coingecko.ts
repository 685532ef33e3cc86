import { timeframeMs } from '#domain/market/timeframe';
import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BarRequest,
  DataProvider,
  DataProviderDefinition,
  ProviderRow,
  SymbolMatch,
} from '#engine/ports/data-provider';
import type { HttpAnswer, HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError, symbolNotFound } from '#engine/ports/provider-error';
import { barsFromCandles } from './bars-from-candles.ts';
import { barsFromPrices } from './bars-from-prices.ts';

const NAME = 'CoinGecko';
const DAY_MS = 86_400_000;
/** Up to 90 days at once come as hourly prices. */
const DAYS_A_REQUEST = 89;

/** Coins across exchanges, by the vendor's coin id or a pair such as BTC-USD. */
export const coingecko: DataProviderDefinition = {
  id: 'coingecko',
  name: NAME,
  baseUrl: 'https://api.coingecko.com',
  keyUrl: 'https://www.coingecko.com/en/developers/dashboard',
  capabilities: {
    assetClasses: ['crypto'],
    timeframes: ['1h', '1d'],
    historyDepth: { '1h': 1, '1d': 364 },
    isStreaming: false,
    access: 'keyed',
    budget: [
      { requests: 30, perMs: 60_000 },
      { requests: 10_000, perMs: 30 * DAY_MS },
    ],
    note: 'Demo keys: one year back. Days are made of hourly prices (high and low are theirs, volume is of 24 hours); hours of 30-minute candles, without volume.',
  },
  create: ({ http, key }): DataProvider => {
    const ids = new Map<string, string>();
    const get = (path: string, query: Record<string, string | number>, asked: string, signal?: AbortSignal) =>
      ask(http, { path, query, key, asked, signal });
    return {
      id: coingecko.id,
      name: NAME,
      capabilities: coingecko.capabilities,
      async bars(request) {
        const { coin, currency } = splitSymbol(request.symbol);
        const id = ids.get(coin) ?? (await findCoin(get, coin, request));
        ids.set(coin, id);
        const path = `/api/v3/coins/${encodeURIComponent(id)}`;
        const facts = { adjustment: 'none', assetClass: 'crypto', timeZone: 'UTC', venue: NAME } as const;
        const rows =
          request.timeframe === '1d'
            ? await days(get, path, currency, request)
            : await hours(get, path, currency, request);
        return { rows, facts: { ...facts, currency: currency.toUpperCase() } };
      },
      search: (text, signal) => search(get, text, signal),
      async check(signal) {
        const body = objectOf((await get('/api/v3/ping', {}, 'ping', signal)).body);
        if (textOf(body?.['gecko_says']) === undefined) throw malformedAnswer(NAME, 'has no gecko_says');
      },
    };
  },
};

type Get = (
  path: string,
  query: Record<string, string | number>,
  asked: string,
  signal?: AbortSignal,
) => Promise<HttpAnswer>;

async function days(
  get: Get,
  path: string,
  currency: string,
  request: BarRequest,
): Promise<readonly ProviderRow[]> {
  const pages: { prices: readonly unknown[]; volumes: readonly unknown[] }[] = [];
  // Whole days only: half a day of prices would pass for its bar.
  const first = Math.ceil(request.from / DAY_MS) * DAY_MS;
  for (let from = first; from < request.to; from += DAYS_A_REQUEST * DAY_MS) {
    const to = Math.min(from + DAYS_A_REQUEST * DAY_MS, Math.ceil(request.to / DAY_MS) * DAY_MS);
    const query = {
      vs_currency: currency,
      from: from / 1_000,
      to: to / 1_000 - 1,
    };
    const { body } = await get(`${path}/market_chart/range`, query, request.symbol, request.signal);
    const prices = listOf(objectOf(body)?.['prices']);
    const volumes = listOf(objectOf(body)?.['total_volumes']);
    if (!prices || !volumes) throw malformedAnswer(NAME, 'has no prices and total_volumes');
    pages.push({ prices, volumes });
    request.onProgress?.((to - request.from) / Math.max(1, request.to - request.from));
  }
  return barsFromPrices(
    pages.flatMap(({ prices }) => prices),
    pages.flatMap(({ volumes }) => volumes),
  );
}

async function hours(
  get: Get,
  path: string,
  currency: string,
  request: BarRequest,
): Promise<readonly ProviderRow[]> {
  if (request.timeframe !== '1h')
    throw new ProviderError('unsupported', NAME, `it has no ${request.timeframe} bars; ask for 1h or 1d`);
  const query = { vs_currency: currency, days: 1 };
  const { body } = await get(`${path}/ohlc`, query, request.symbol, request.signal);
  const candles = listOf(body);
  if (!candles) throw malformedAnswer(NAME, 'is no list of candles');
  return barsFromCandles(candles, timeframeMs('1h'));
}

async function findCoin(get: Get, coin: string, { symbol, signal }: BarRequest): Promise<string> {
  const isTicker = coin === coin.toUpperCase();
  if (!isTicker) return coin;
  const coins = await coinsLike(get, coin, signal);
  const [found] = coins.filter((one) => one.ticker === coin).sort((a, b) => a.rank - b.rank);
  if (!found) throw symbolNotFound(NAME, symbol, 'give a pair such as BTC-USD, or their coin id (bitcoin)');
  return found.id;
}

async function coinsLike(get: Get, text: string, signal: AbortSignal | undefined) {
  const { body } = await get('/api/v3/search', { query: text }, text, signal);
  const coins = listOf(objectOf(body)?.['coins']);
  if (!coins) throw malformedAnswer(NAME, 'has no list of coins');
  return coins.flatMap((entry) => {
    const coin = objectOf(entry);
    const id = textOf(coin?.['id']);
    if (id === undefined) return [];
    const rank = numberOf(coin?.['market_cap_rank']);
    return [
      {
        id,
        name: textOf(coin?.['name']) ?? id,
        ticker: (textOf(coin?.['symbol']) ?? '').toUpperCase(),
        rank: Number.isNaN(rank) ? Number.POSITIVE_INFINITY : rank,
      },
    ];
  });
}

async function search(get: Get, text: string, signal: AbortSignal | undefined): Promise<SymbolMatch[]> {
  const coins = await coinsLike(get, text, signal);
  return coins.map(({ id, name }) => ({ symbol: id, name, dataType: 'crypto' }));
}

async function ask(
  http: HttpClient,
  {
    path,
    query,
    key,
    asked,
    signal,
  }: {
    path: string;
    query: Record<string, string | number>;
    key: string;
    asked: string;
    signal: AbortSignal | undefined;
  },
): Promise<HttpAnswer> {
  const answer = await http.getJson({
    path,
    query,
    secretHeaders: { 'x-cg-demo-api-key': key },
    ...(signal ? { signal } : {}),
  });
  if (answer.status === 200) return answer;
  const error = textOf(objectOf(answer.body)?.['error']) ?? `status ${answer.status}`;
  if (answer.status === 404)
    throw symbolNotFound(NAME, asked, 'give a pair such as BTC-USD, or their coin id (bitcoin)');
  throw new ProviderError('unsupported', NAME, `it refuses the request (${error}); ask for other dates`);
}

/** `BTC-USD` and `BTC` by ticker, `bitcoin` and `bitcoin/eur` by id; US dollars unless told. */
function splitSymbol(symbol: string): { coin: string; currency: string } {
  const match = /^(.+?)[-/]([a-z]{3,4})$/i.exec(symbol);
  // Ids hold hyphens too (avalanche-2, wrapped-bitcoin): only a slash parts an id from its currency.
  if (match && (symbol.includes('/') || symbol === symbol.toUpperCase()))
    return { coin: match[1]!, currency: match[2]!.toLowerCase() };
  return { coin: symbol, currency: 'usd' };
}
