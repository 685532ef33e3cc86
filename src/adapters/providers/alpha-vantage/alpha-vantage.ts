import type { Timeframe } from '#domain/market/timeframe';
import { zonedInstant } from '#domain/market/zoned-date';
import { listOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BarRequest,
  DataProvider,
  DataProviderDefinition,
  ProviderBars,
  ProviderRow,
  SymbolMatch,
} from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError } from '#engine/ports/provider-error';
import { readFundamentals } from './read-fundamentals.ts';
import { refusalOf } from './refusal.ts';

const NAME = 'Alpha Vantage';
const DAY_MS = 86_400_000;
const INTERVALS: Partial<Record<Timeframe, string>> = { '1m': '1min', '5m': '5min', '1h': '60min' };
/** The compact answer holds the newest 100 days of trading: 140 calendar days less a few holidays. */
const COMPACT_DAYS = 135;
const INTRADAY_MONTHS_FIRST = Date.UTC(2000, 0, 1);

/** Daily and intraday series as traded; one address for all functions. */
export const alphaVantage: DataProviderDefinition = {
  id: 'alpha-vantage',
  name: NAME,
  baseUrl: 'https://www.alphavantage.co',
  keyUrl: 'https://www.alphavantage.co/support/#api-key',
  capabilities: {
    assetClasses: ['equity'],
    timeframes: ['1m', '5m', '1h', '1d'],
    historyDepth: {},
    isStreaming: false,
    hasFundamentals: true,
    access: 'keyed',
    budget: [
      { requests: 25, perMs: DAY_MS },
      { requests: 5, perMs: 60_000 },
    ],
    note: 'Free keys: 25 requests a day, the newest 100 days; longer and intraday series need a paid plan. Prices as traded.',
  },
  create: ({ http, key, now }): DataProvider => ({
    id: alphaVantage.id,
    name: NAME,
    capabilities: alphaVantage.capabilities,
    bars: (request) =>
      request.timeframe === '1d' ? daily(http, key, request, now()) : intraday(http, key, request),
    search: (text, signal) => search(http, key, text, signal),
    fundamentals: ({ symbol, signal }) =>
      readFundamentals((name) =>
        ask(http, key, { function: name, symbol: symbol.toUpperCase() }, symbol, signal),
      ),
    async check(signal) {
      const body = await ask(http, key, { function: 'GLOBAL_QUOTE', symbol: 'IBM' }, 'IBM', signal);
      if (!objectOf(body['Global Quote'])) throw malformedAnswer(NAME, 'has no "Global Quote"');
    },
  }),
};

async function daily(http: HttpClient, key: string, request: BarRequest, now: number): Promise<ProviderBars> {
  const outputsize = request.from >= now - COMPACT_DAYS * DAY_MS ? 'compact' : 'full';
  const query = { function: 'TIME_SERIES_DAILY', symbol: request.symbol.toUpperCase(), outputsize };
  const body = await ask(http, key, query, request.symbol, request.signal);
  request.onProgress?.(1);
  return readSeries(body, (text) => Date.parse(`${text}T00:00:00Z`));
}

/** A month of the exchange's calendar at a time. */
async function intraday(http: HttpClient, key: string, request: BarRequest): Promise<ProviderBars> {
  const interval = INTERVALS[request.timeframe];
  if (interval === undefined)
    throw new ProviderError('unsupported', NAME, `it has no ${request.timeframe} bars; ask for 1m or longer`);
  const rows: ProviderRow[] = [];
  let facts: ProviderBars['facts'] = { adjustment: 'none' };
  const months = monthsBetween(Math.max(request.from, INTRADAY_MONTHS_FIRST), request.to);
  for (const [index, month] of months.entries()) {
    const query = {
      function: 'TIME_SERIES_INTRADAY',
      symbol: request.symbol.toUpperCase(),
      interval,
      month,
      outputsize: 'full',
      adjusted: 'false',
      extended_hours: 'false',
    };
    const body = await ask(http, key, query, request.symbol, request.signal);
    const page = readSeries(body, (text, timeZone) =>
      zonedInstant(Date.parse(`${text.replace(' ', 'T')}Z`), timeZone),
    );
    rows.push(...page.rows);
    facts = page.facts;
    request.onProgress?.((index + 1) / months.length);
  }
  return { rows, facts };
}

async function search(
  http: HttpClient,
  key: string,
  text: string,
  signal: AbortSignal | undefined,
): Promise<SymbolMatch[]> {
  const body = await ask(http, key, { function: 'SYMBOL_SEARCH', keywords: text }, text, signal);
  const matches = listOf(body['bestMatches']);
  if (!matches) throw malformedAnswer(NAME, 'has no "bestMatches"');
  return matches.flatMap((entry) => {
    const match = objectOf(entry);
    const symbol = textOf(match?.['1. symbol']);
    return symbol === undefined
      ? []
      : [{ symbol, name: textOf(match?.['2. name']) ?? symbol, dataType: 'equity' as const }];
  });
}

async function ask(
  http: HttpClient,
  key: string,
  query: Record<string, string>,
  symbol: string,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await http.getJson({
    path: '/query',
    query,
    secretQuery: { apikey: key },
    ...(signal ? { signal } : {}),
  });
  const body = objectOf(answer.body);
  if (!body || answer.status !== 200)
    throw malformedAnswer(NAME, `has status ${answer.status} or is no object`);
  const refusal = refusalOf(NAME, body, symbol);
  if (refusal) throw refusal;
  return body;
}

function readSeries(
  body: Readonly<Record<string, unknown>>,
  timeOf: (text: string, timeZone: string) => number,
): ProviderBars {
  const facts = { adjustment: 'none', assetClass: 'equity' } as const;
  // They answer with {} where a month holds nothing.
  if (Object.keys(body).length === 0) return { rows: [], facts };
  const meta = Object.entries(objectOf(body['Meta Data']) ?? {});
  const zone = textOf(meta.find(([name]) => name.endsWith('Time Zone'))?.[1]) ?? 'US/Eastern';
  const timeZone = zone === 'US/Eastern' ? 'America/New_York' : zone;
  const series = objectOf(Object.entries(body).find(([name]) => name.startsWith('Time Series'))?.[1]);
  if (!series) throw malformedAnswer(NAME, 'has no "Time Series"');
  const rows = Object.entries(series).map(([text, entry]): ProviderRow => {
    const values = objectOf(entry);
    return {
      time: timeOf(text, timeZone),
      open: values?.['1. open'],
      high: values?.['2. high'],
      low: values?.['3. low'],
      close: values?.['4. close'],
      volume: values?.['5. volume'],
      raw: `${JSON.stringify(text)}:${JSON.stringify(entry)}`,
    };
  });
  return { rows, facts: { ...facts, timeZone } };
}

/** `2024-01` and on, every month that holds a part of the range. */
function monthsBetween(from: number, to: number): string[] {
  const first = new Date(from);
  const months: string[] = [];
  for (let month = 0; ; month++) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1);
    if (start >= to) return months;
    months.push(new Date(start).toISOString().slice(0, 7));
  }
}
