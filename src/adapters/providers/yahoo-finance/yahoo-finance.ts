import type { DataType } from '#domain/market/data-type';
import type { Timeframe } from '#domain/market/timeframe';
import { listOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BarRequest,
  DataProvider,
  DataProviderDefinition,
  ProviderRow,
  SymbolMatch,
} from '#engine/ports/data-provider';
import type { HttpAnswer, HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError, symbolNotFound } from '#engine/ports/provider-error';
import { readChart } from './read-chart.ts';
import { readFundamentals } from './read-fundamentals.ts';

const NAME = 'Yahoo Finance';
const DAY_MS = 86_400_000;
const INTERVALS: Partial<Record<Timeframe, string>> = { '1m': '1m', '5m': '5m', '1h': '60m', '1d': '1d' };
/** Minutes are given for a week at a time. */
const DAYS_A_REQUEST: Partial<Record<Timeframe, number>> = { '1m': 7 };
const QUOTE_TYPES: Record<string, DataType> = {
  EQUITY: 'equity',
  ETF: 'equity',
  MUTUALFUND: 'equity',
  INDEX: 'index',
  CURRENCY: 'forex',
  CRYPTOCURRENCY: 'crypto',
};

/** The chart interface behind Yahoo's own pages, as its community describes it. Nobody promises that it stays. */
export const yahooFinance: DataProviderDefinition = {
  id: 'yahoo-finance',
  name: NAME,
  baseUrl: 'https://query2.finance.yahoo.com',
  keyUrl: '',
  capabilities: {
    assetClasses: ['equity', 'index', 'forex', 'crypto'],
    timeframes: ['1m', '5m', '1h', '1d'],
    historyDepth: { '1m': 29, '5m': 59, '1h': 729 },
    isStreaming: false,
    hasFundamentals: true,
    access: 'unofficial',
    budget: [
      { requests: 60, perMs: 60_000 },
      { requests: 1_000, perMs: 3_600_000 },
    ],
    note: 'Unofficial, may break any day; for personal use. Prices come adjusted for splits. The budget is our own restraint.',
  },
  create: ({ http, now }): DataProvider => ({
    id: yahooFinance.id,
    name: NAME,
    capabilities: yahooFinance.capabilities,
    bars: (request) => bars(http, request),
    search: (text, signal) => search(http, text, signal),
    fundamentals: ({ symbol, signal }) => readFundamentals(http, yahooSymbol(symbol), now(), signal),
    async check(signal) {
      const answer = await chart(http, 'SPY', { interval: '1d', range: '5d' }, signal);
      if (readChart(NAME, answer.body).rows.length === 0) throw malformedAnswer(NAME, 'has no bars of SPY');
    },
  }),
};

async function bars(http: HttpClient, request: BarRequest): ReturnType<DataProvider['bars']> {
  const interval = INTERVALS[request.timeframe];
  if (interval === undefined)
    throw new ProviderError('unsupported', NAME, `it has no ${request.timeframe} bars; ask for 1m or longer`);
  const stepMs = (DAYS_A_REQUEST[request.timeframe] ?? 36_500) * DAY_MS;
  const rows: ProviderRow[] = [];
  let facts: Awaited<ReturnType<DataProvider['bars']>>['facts'] = { adjustment: 'splits' };
  for (let from = request.from; from < request.to; from += stepMs) {
    const to = Math.min(from + stepMs, request.to);
    const period =
      request.timeframe === '1d'
        ? // A session opens up to half a day before or after midnight UTC of its date.
          { period1: seconds(from - DAY_MS), period2: seconds(to + DAY_MS) }
        : { period1: seconds(from), period2: seconds(to) };
    const answer = await chart(
      http,
      request.symbol,
      { interval, ...period, events: 'div,splits', includePrePost: 'false' },
      request.signal,
    );
    const page = readChart(NAME, answer.body, request.timeframe === '1d');
    rows.push(...page.rows);
    facts = {
      ...page.facts,
      splits: [...(facts.splits ?? []), ...(page.facts.splits ?? [])],
      dividends: [...(facts.dividends ?? []), ...(page.facts.dividends ?? [])],
    };
    request.onProgress?.((to - request.from) / (request.to - request.from));
  }
  return { rows, facts };
}

async function chart(
  http: HttpClient,
  symbol: string,
  query: Record<string, string | number>,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const answer = await http.getJson({
    path: `/v8/finance/chart/${encodeURIComponent(yahooSymbol(symbol))}`,
    query,
    ...(signal ? { signal } : {}),
  });
  const error = objectOf(objectOf(objectOf(answer.body)?.['chart'])?.['error']);
  const description = textOf(error?.['description']) ?? '';
  if (answer.status === 404 || error?.['code'] === 'Not Found')
    throw symbolNotFound(NAME, symbol, 'indices begin with ^, exchanges outside the US follow a dot (VOD.L)');
  if (answer.status !== 200 || error)
    throw new ProviderError(
      'unsupported',
      NAME,
      `it refuses the request (${description || `status ${answer.status}`}); ask for other dates or a longer timeframe`,
    );
  return answer;
}

async function search(
  http: HttpClient,
  text: string,
  signal: AbortSignal | undefined,
): Promise<SymbolMatch[]> {
  const { body } = await http.getJson({
    path: '/v1/finance/search',
    query: { q: text, quotesCount: 10, newsCount: 0 },
    ...(signal ? { signal } : {}),
  });
  const quotes = listOf(objectOf(body)?.['quotes']);
  if (!quotes) throw malformedAnswer(NAME, 'has no list of quotes');
  return quotes.flatMap((entry) => {
    const quote = objectOf(entry);
    const symbol = textOf(quote?.['symbol']);
    const dataType = QUOTE_TYPES[textOf(quote?.['quoteType']) ?? ''];
    const name = textOf(quote?.['longname']) ?? textOf(quote?.['shortname']) ?? symbol;
    return symbol !== undefined && name !== undefined && dataType ? [{ symbol, name, dataType }] : [];
  });
}

/** Share classes are written with a dot elsewhere and a hyphen here: BRK.B is BRK-B. */
function yahooSymbol(symbol: string): string {
  return symbol.toUpperCase().replace(/^([A-Z]{1,5})\.([ABC])$/, '$1-$2');
}

function seconds(time: number): number {
  return Math.floor(time / 1_000);
}
