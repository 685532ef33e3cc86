import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BarRequest,
  DataProvider,
  DataProviderDefinition,
  ProviderBars,
  ProviderRow,
  SymbolMatch,
} from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError, symbolNotFound } from '#engine/ports/provider-error';

const NAME = 'FRED';
const DAY_MS = 86_400_000;
const ROWS_A_REQUEST = 100_000;
/** Where the vendor has not published a value. */
const MISSING = '.';

/** Published series of the Federal Reserve Bank of St. Louis, in the vintage of any date. */
export const fred: DataProviderDefinition = {
  id: 'fred',
  name: NAME,
  baseUrl: 'https://api.stlouisfed.org',
  keyUrl: 'https://fredaccount.stlouisfed.org/apikeys',
  capabilities: {
    assetClasses: ['economic'],
    timeframes: ['1d'],
    historyDepth: {},
    isStreaming: false,
    keepsVintages: true,
    access: 'keyed',
    budget: [{ requests: 120, perMs: 60_000 }],
    note: 'One value a date stands for the whole bar; values at or below zero are no prices and go to quarantine. Monthly and quarterly series bear the first day of their period, which is before they were published.',
  },
  create: ({ http, key }): DataProvider => ({
    id: fred.id,
    name: NAME,
    capabilities: fred.capabilities,
    bars: (request) => bars(http, key, request),
    search: (text, signal) => search(http, key, text, signal),
    async check(signal) {
      const body = await ask(http, key, '/fred/series', { series_id: 'GNPCA' }, 'GNPCA', signal);
      if (!listOf(body['seriess'])) throw malformedAnswer(NAME, 'has no seriess');
    },
  }),
};

async function bars(http: HttpClient, key: string, request: BarRequest): Promise<ProviderBars> {
  const { symbol, signal, asOf } = request;
  if (request.timeframe !== '1d')
    throw new ProviderError('unsupported', NAME, `it has no ${request.timeframe} bars; ask for 1d`);
  const id = symbol.toUpperCase();
  const vintage = asOf === undefined ? {} : { realtime_start: dateText(asOf), realtime_end: dateText(asOf) };
  const described = await ask(http, key, '/fred/series', { series_id: id, ...vintage }, symbol, signal);
  const series = objectOf(listOf(described['seriess'])?.[0]);
  const rows: ProviderRow[] = [];
  for (let offset = 0; ; offset += ROWS_A_REQUEST) {
    const query = {
      series_id: id,
      ...vintage,
      observation_start: dateText(request.from),
      observation_end: dateText(request.to - 1),
      limit: ROWS_A_REQUEST,
      offset,
    };
    const body = await ask(http, key, '/fred/series/observations', query, symbol, signal);
    const observations = listOf(body['observations']);
    if (!observations) throw malformedAnswer(NAME, 'has no observations');
    rows.push(...observations.flatMap(rowOf));
    if (observations.length < ROWS_A_REQUEST) break;
    request.onProgress?.(Math.min(1, (offset + ROWS_A_REQUEST) / numberOf(body['count'])));
  }
  request.onProgress?.(1);
  const title = textOf(series?.['title']);
  return {
    rows,
    facts: {
      adjustment: 'none',
      assetClass: 'index',
      isTradable: false,
      venue: NAME,
      timeZone: 'America/Chicago',
      ...(title === undefined ? {} : { name: title }),
    },
  };
}

/** Nothing for a date without a value: that is no row to set aside but a gap the vendor declares. */
function rowOf(entry: unknown): ProviderRow[] {
  const observation = objectOf(entry);
  const value = observation?.['value'];
  if (value === MISSING) return [];
  const time = Date.parse(`${textOf(observation?.['date']) ?? ''}T00:00:00Z`);
  const raw = JSON.stringify(entry);
  return [{ time, open: value, high: value, low: value, close: value, volume: 0, raw }];
}

async function search(
  http: HttpClient,
  key: string,
  text: string,
  signal: AbortSignal | undefined,
): Promise<SymbolMatch[]> {
  const query = { search_text: text, limit: 20 };
  const series = listOf((await ask(http, key, '/fred/series/search', query, text, signal))['seriess']);
  if (!series) throw malformedAnswer(NAME, 'has no seriess');
  return series.flatMap((entry) => {
    const symbol = textOf(objectOf(entry)?.['id']);
    const name = textOf(objectOf(entry)?.['title']);
    return symbol === undefined ? [] : [{ symbol, name: name ?? symbol, dataType: 'economic' as const }];
  });
}

async function ask(
  http: HttpClient,
  key: string,
  path: string,
  query: Record<string, string | number>,
  symbol: string,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, body } = await http.getJson({
    path,
    query: { ...query, file_type: 'json' },
    secretQuery: { api_key: key },
    ...(signal ? { signal } : {}),
  });
  const answer = objectOf(body);
  if (!answer) throw malformedAnswer(NAME, 'is no object');
  if (status === 200) return answer;
  const message = textOf(answer['error_message']) ?? `status ${status}`;
  if (/api_key/i.test(message))
    throw new ProviderError('unauthorised', NAME, 'it does not accept the key; check it');
  if (status === 404 || /series does not exist/i.test(message))
    throw symbolNotFound(NAME, symbol, 'series bear ids such as DGS10 or CPIAUCSL');
  throw new ProviderError('unsupported', NAME, `it refuses the request (${message}); ask for other dates`);
}

function dateText(time: number): string {
  return new Date(Math.floor(time / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
}
