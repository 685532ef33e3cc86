import type { Timeframe } from '#domain/market/timeframe';
import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type { BarRequest, DataProviderDefinition, ProviderBars } from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError, symbolNotFound } from '#engine/ports/provider-error';

const NAME = 'Kraken';
const MINUTES: Partial<Record<Timeframe, number>> = { '1m': 1, '5m': 5, '1h': 60, '1d': 1_440 };
const MINUTE_MS = 60_000;

/** Candles of pairs such as XBTUSD; the newest 720 of each length. */
export const kraken: DataProviderDefinition = {
  id: 'kraken',
  name: NAME,
  baseUrl: 'https://api.kraken.com',
  keyUrl: '',
  capabilities: {
    assetClasses: ['crypto'],
    timeframes: ['1m', '5m', '1h', '1d'],
    historyDepth: { '1m': 0.5, '5m': 2.5, '1h': 30, '1d': 720 },
    isStreaming: false,
    access: 'free',
    budget: [{ requests: 1, perMs: 1_000 }],
    note: 'The newest 720 bars of each length and no older ones. Bitcoin is XBT: XBTUSD.',
  },
  create: ({ http }) => ({
    id: kraken.id,
    name: NAME,
    capabilities: kraken.capabilities,
    bars: (request) => bars(http, request),
    async check(signal) {
      const result = await ask(http, '/0/public/Time', {}, '', signal);
      if (Number.isNaN(numberOf(result['unixtime']))) throw malformedAnswer(NAME, 'has no time');
    },
  }),
};

async function bars(http: HttpClient, request: BarRequest): Promise<ProviderBars> {
  const { symbol, timeframe, from, signal, onProgress } = request;
  const interval = MINUTES[timeframe];
  if (interval === undefined)
    throw new ProviderError('unsupported', NAME, `it has no ${timeframe} bars; ask for 1m or longer`);
  // `since` itself is not given.
  const since = Math.max(0, Math.floor((from - interval * MINUTE_MS) / 1_000));
  const pair = symbol.toUpperCase().replace(/[-/]/, '');
  const result = await ask(http, '/0/public/OHLC', { pair, interval, since }, symbol, signal);
  onProgress?.(1);
  // The pair comes under the vendor's own name (XXBTZUSD), beside the time of the last closed bar.
  const candles = Object.entries(result).find(([name]) => name !== 'last')?.[1];
  const entries = listOf(candles);
  if (!entries) throw malformedAnswer(NAME, 'has no candles');
  return {
    rows: entries.map((entry) => {
      const [time, open, high, low, close, , volume] = listOf(entry) ?? [];
      return {
        time: numberOf(time) * 1_000,
        open,
        high,
        low,
        close,
        volume,
        raw: JSON.stringify(entry),
      };
    }),
    facts: { adjustment: 'none', assetClass: 'crypto', venue: NAME, timeZone: 'UTC' },
  };
}

async function ask(
  http: HttpClient,
  path: string,
  query: Record<string, string | number>,
  symbol: string,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await http.getJson({ path, query, ...(signal ? { signal } : {}) });
  const answer = objectOf(body);
  const errors = listOf(answer?.['error']);
  if (!answer || !errors) throw malformedAnswer(NAME, 'has no list of errors');
  const error = textOf(errors[0]);
  if (error !== undefined) throw refusalOf(error, symbol);
  const result = objectOf(answer['result']);
  if (!result) throw malformedAnswer(NAME, 'has no result');
  return result;
}

/** What a successful status hides: refusals come as `EQuery:Unknown asset pair`. */
function refusalOf(error: string, symbol: string): ProviderError {
  if (/unknown asset pair/i.test(error))
    return symbolNotFound(NAME, symbol, 'pairs are written like XBTUSD or ETHEUR');
  if (/rate limit|too many requests/i.test(error))
    return new ProviderError(
      'rate-limited',
      NAME,
      'it takes no more requests for now; retry in a minute',
      MINUTE_MS,
    );
  if (/^EService/.test(error))
    return new ProviderError('unavailable', NAME, `it is in trouble (${error}); retry later`);
  return new ProviderError('unsupported', NAME, `it refuses the request (${error}); ask for something else`);
}
