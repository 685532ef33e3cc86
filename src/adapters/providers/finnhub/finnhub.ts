import type { Instrument } from '#domain/instruments/instrument';
import type { Timeframe } from '#domain/market/timeframe';
import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BarRequest,
  DataProvider,
  DataProviderDefinition,
  ProviderBars,
  ProviderRow,
} from '#engine/ports/data-provider';
import type { HttpAnswer, HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError } from '#engine/ports/provider-error';
import { askFinnhub } from './ask-finnhub.ts';
import { finnhubFundamentals } from './finnhub-fundamentals.ts';

const NAME = 'Finnhub';
const DAY_MS = 86_400_000;
const RESOLUTIONS: Partial<Record<Timeframe, string>> = { '1m': '1', '5m': '5', '1h': '60', '1d': 'D' };
/** Candles shorter than a day are given for a month at a time. */
const INTRADAY_DAYS_A_REQUEST = 30;
/** Brokers whose symbols are currency pairs; other prefixes name crypto exchanges. */
const FOREX_PREFIXES = ['OANDA', 'FXCM', 'FOREX.COM', 'IC MARKETS', 'PEPPERSTONE', 'FX-PRO'];

/** Candles of shares, currency pairs (`OANDA:EUR_USD`) and coins (`BINANCE:BTCUSDT`). */
export const finnhub: DataProviderDefinition = {
  id: 'finnhub',
  name: NAME,
  baseUrl: 'https://finnhub.io',
  keyUrl: 'https://finnhub.io/register',
  capabilities: {
    assetClasses: ['equity', 'forex', 'crypto'],
    timeframes: ['1m', '5m', '1h', '1d'],
    historyDepth: { '1m': 365, '5m': 365, '1h': 365 },
    isStreaming: true,
    hasFundamentals: true,
    access: 'keyed',
    budget: [
      { requests: 60, perMs: 60_000 },
      { requests: 30, perMs: 1_000 },
    ],
    note: 'Candles of shares need a paid plan. Daily prices come adjusted for splits. An unknown symbol and an empty range are answered alike.',
  },
  create: ({ http, key }): DataProvider => ({
    id: finnhub.id,
    name: NAME,
    capabilities: finnhub.capabilities,
    bars: (request) => bars(http, key, request),
    fundamentals: (request) => finnhubFundamentals(http, key, request),
    async check(signal) {
      const { body } = await askFinnhub(http, key, '/api/v1/quote', { symbol: 'AAPL' }, signal);
      if (Number.isNaN(numberOf(objectOf(body)?.['c']))) throw malformedAnswer(NAME, 'has no price of AAPL');
    },
  }),
};

async function bars(http: HttpClient, key: string, request: BarRequest): Promise<ProviderBars> {
  const { symbol, timeframe, signal } = request;
  const resolution = RESOLUTIONS[timeframe];
  if (resolution === undefined)
    throw new ProviderError('unsupported', NAME, `it has no ${timeframe} bars; ask for 1m or longer`);
  const kind = kindOf(symbol);
  const stepMs = (timeframe === '1d' ? 36_500 : INTRADAY_DAYS_A_REQUEST) * DAY_MS;
  const rows: ProviderRow[] = [];
  for (let from = request.from; from < request.to; from += stepMs) {
    const to = Math.min(from + stepMs, request.to);
    const query = {
      symbol: symbol.toUpperCase(),
      resolution,
      from: Math.floor(from / 1_000),
      // Their end is included.
      to: Math.floor((to - 1) / 1_000),
    };
    const answer = await askFinnhub(http, key, `/api/v1/${kind.path}/candle`, query, signal);
    rows.push(...readCandles(answer, timeframe === '1d'));
    request.onProgress?.((to - request.from) / (request.to - request.from));
  }
  return { rows, facts: { adjustment: kind.adjustment, assetClass: kind.assetClass } };
}

function readCandles({ body }: HttpAnswer, isDaily: boolean): ProviderRow[] {
  const answer = objectOf(body);
  const state = textOf(answer?.['s']);
  if (state === 'no_data') return [];
  const [time, open, high, low, close, volume] = ['t', 'o', 'h', 'l', 'c', 'v'].map((name) =>
    listOf(answer?.[name]),
  );
  if (state !== 'ok' || !time || !open || !high || !low || !close || !volume)
    throw malformedAnswer(NAME, 'has no columns t, o, h, l, c and v');
  return time.map((seconds, i): ProviderRow => {
    const instant = numberOf(seconds) * 1_000;
    return {
      // Days are labelled by midnight UTC of their date already; anything within the day is the same day.
      time: isDaily ? Math.floor(instant / DAY_MS) * DAY_MS : instant,
      open: open[i],
      high: high[i],
      low: low[i],
      close: close[i],
      volume: volume[i],
      raw: JSON.stringify([seconds, open[i], high[i], low[i], close[i], volume[i]]),
    };
  });
}

function kindOf(symbol: string): {
  path: string;
  assetClass: Instrument['assetClass'];
  adjustment: 'none' | 'splits';
} {
  const at = symbol.indexOf(':');
  if (at < 0) return { path: 'stock', assetClass: 'equity', adjustment: 'splits' };
  const isForex = FOREX_PREFIXES.includes(symbol.slice(0, at).toUpperCase());
  return isForex
    ? { path: 'forex', assetClass: 'forex', adjustment: 'none' }
    : { path: 'crypto', assetClass: 'crypto', adjustment: 'none' };
}
