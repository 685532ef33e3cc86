import { timeframeMs } from '#domain/market/timeframe';
import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BarRequest,
  DataProvider,
  DataProviderDefinition,
  ProviderBars,
  ProviderRow,
} from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError, symbolNotFound } from '#engine/ports/provider-error';
import { binanceSymbol } from './binance-symbol.ts';

const NAME = 'Binance';
const ROWS_A_REQUEST = 1_000;
const INVALID_SYMBOL = -1121;
const ILLEGAL_CHARACTERS = -1100;
/** What coins are commonly quoted in, longest first where one ends in another. */
const QUOTE_CURRENCIES = ['FDUSD', 'USDT', 'USDC', 'TUSD', 'EUR', 'TRY', 'BRL', 'JPY', 'BTC', 'ETH', 'BNB'];

/** Spot candles of Binance from its address for market data, which takes no key. */
export const binance: DataProviderDefinition = {
  id: 'binance',
  name: NAME,
  baseUrl: 'https://data-api.binance.vision',
  keyUrl: '',
  capabilities: {
    assetClasses: ['crypto'],
    timeframes: ['1s', '1m', '5m', '1h', '1d'],
    historyDepth: {},
    isStreaming: true,
    access: 'free',
    // The vendor counts 6,000 a minute and 2 for each of these requests; half is left for the stream's order books.
    budget: [{ requests: 1_500, perMs: 60_000 }],
    note: 'Spot pairs such as BTCUSDT; days end at midnight UTC. Not served everywhere.',
  },
  create: ({ http }): DataProvider => ({
    id: binance.id,
    name: NAME,
    capabilities: binance.capabilities,
    bars: (request) => bars(http, request),
    async check(signal) {
      const { status, body } = await http.getJson({
        path: '/api/v3/time',
        ...(signal ? { signal } : {}),
      });
      if (status !== 200 || Number.isNaN(numberOf(objectOf(body)?.['serverTime'])))
        throw malformedAnswer(NAME, 'has no serverTime');
    },
  }),
};

async function bars(http: HttpClient, request: BarRequest): Promise<ProviderBars> {
  const symbol = binanceSymbol(request.symbol);
  const { timeframe, signal, onProgress } = request;
  const rows: ProviderRow[] = [];
  for (let from = request.from; from < request.to; ) {
    const page = await klines(http, {
      asked: request.symbol,
      query: {
        symbol,
        interval: timeframe,
        startTime: from,
        endTime: request.to - 1,
        limit: ROWS_A_REQUEST,
      },
      ...(signal ? { signal } : {}),
    });
    rows.push(...page);
    const newest = page.reduce((time, row) => (row.time > time ? row.time : time), Number.NEGATIVE_INFINITY);
    // A page that does not move on would be asked for without end.
    if (page.length < ROWS_A_REQUEST || newest < from) break;
    from = newest + timeframeMs(timeframe);
    onProgress?.(Math.min(1, (from - request.from) / (request.to - request.from)));
  }
  const currency = QUOTE_CURRENCIES.find((quote) => symbol.endsWith(quote) && symbol !== quote);
  return {
    rows,
    facts: {
      adjustment: 'none',
      assetClass: 'crypto',
      timeZone: 'UTC',
      venue: NAME,
      ...(currency === undefined ? {} : { currency }),
    },
  };
}

async function klines(
  http: HttpClient,
  { asked, query, signal }: { asked: string; query: Record<string, string | number>; signal?: AbortSignal },
): Promise<ProviderRow[]> {
  const { status, body } = await http.getJson({
    path: '/api/v3/klines',
    query,
    ...(signal ? { signal } : {}),
  });
  if (status !== 200) {
    const code = numberOf(objectOf(body)?.['code']);
    if (code === INVALID_SYMBOL || code === ILLEGAL_CHARACTERS)
      throw symbolNotFound(NAME, asked, 'pairs are written together, such as BTCUSDT');
    const message = textOf(objectOf(body)?.['msg']) ?? `status ${status}`;
    throw new ProviderError('unsupported', NAME, `it refuses the request (${message}); ask for other dates`);
  }
  const list = listOf(body);
  if (!list) throw malformedAnswer(NAME, 'is no list of candles');
  return list.map((entry): ProviderRow => {
    const [time, open, high, low, close, volume] = listOf(entry) ?? [];
    return { time: numberOf(time), open, high, low, close, volume, raw: JSON.stringify(entry) };
  });
}
