import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type {
  BarRequest,
  DataProviderDefinition,
  ProviderBars,
  ProviderRow,
} from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError, symbolNotFound } from '#engine/ports/provider-error';

const NAME = 'World Bank';
const ROWS_A_PAGE = 1_000;

/** Indicators of a country by year, quarter or month: `US:NY.GDP.MKTP.CD`. */
export const worldBank: DataProviderDefinition = {
  id: 'world-bank',
  name: NAME,
  baseUrl: 'https://api.worldbank.org',
  keyUrl: '',
  capabilities: {
    assetClasses: ['economic'],
    timeframes: ['1d'],
    historyDepth: {},
    isStreaming: false,
    access: 'free',
    budget: [{ requests: 60, perMs: 60_000 }],
    note: 'Symbols are country:indicator, as US:NY.GDP.MKTP.CD. A value bears the first day of its year and was published months after its end; values at or below zero go to quarantine.',
  },
  create: ({ http }) => ({
    id: worldBank.id,
    name: NAME,
    capabilities: worldBank.capabilities,
    bars: (request) => bars(http, request),
    async check(signal) {
      await ask(http, 'US', 'SP.POP.TOTL', { date: '2020:2020' }, 'US:SP.POP.TOTL', signal);
    },
  }),
};

async function bars(http: HttpClient, request: BarRequest): Promise<ProviderBars> {
  const { symbol, timeframe, from, to, signal, onProgress } = request;
  if (timeframe !== '1d')
    throw new ProviderError('unsupported', NAME, `it has no ${timeframe} bars; ask for 1d`);
  const [country, indicator] = symbol.split(':');
  if (!country || !indicator)
    throw symbolNotFound(NAME, symbol, 'symbols are country:indicator, as US:NY.GDP.MKTP.CD');
  const date = `${new Date(from).getUTCFullYear()}:${new Date(to - 1).getUTCFullYear()}`;
  const entries: unknown[] = [];
  for (let page = 1; ; page++) {
    const answer = await ask(http, country, indicator, { date, page }, symbol, signal);
    entries.push(...answer.entries);
    onProgress?.(Math.min(1, page / Math.max(1, answer.pages)));
    if (page >= answer.pages) break;
  }
  const title = textOf(objectOf(objectOf(entries[0])?.['indicator'])?.['value']);
  const place = textOf(objectOf(objectOf(entries[0])?.['country'])?.['value']);
  return {
    rows: entries.flatMap(rowOf),
    facts: {
      adjustment: 'none',
      assetClass: 'index',
      isTradable: false,
      venue: NAME,
      timeZone: 'UTC',
      ...(title === undefined ? {} : { name: place === undefined ? title : `${title}, ${place}` }),
    },
  };
}

async function ask(
  http: HttpClient,
  country: string,
  indicator: string,
  query: Record<string, string | number>,
  symbol: string,
  signal: AbortSignal | undefined,
): Promise<{ entries: readonly unknown[]; pages: number }> {
  const { body } = await http.getJson({
    path: `/v2/country/${encodeURIComponent(country)}/indicator/${encodeURIComponent(indicator)}`,
    query: { ...query, format: 'json', per_page: ROWS_A_PAGE },
    ...(signal ? { signal } : {}),
  });
  const [head, entries] = listOf(body) ?? [];
  const message = objectOf(listOf(objectOf(head)?.['message'])?.[0]);
  if (message) {
    const said = textOf(message['value']) ?? textOf(message['key']) ?? '';
    if (/invalid value|not found|not valid/i.test(`${textOf(message['key'])} ${said}`))
      throw symbolNotFound(NAME, symbol, 'find countries and indicators at data.worldbank.org');
    throw new ProviderError('unsupported', NAME, `it refuses the request (${said}); ask for other years`);
  }
  const pages = numberOf(objectOf(head)?.['pages']);
  if (Number.isNaN(pages)) throw malformedAnswer(NAME, 'has no count of pages');
  // Where there is nothing, the second part is null.
  const found = entries === null ? [] : listOf(entries);
  if (!found) throw malformedAnswer(NAME, 'has no list of values');
  return { entries: found, pages };
}

/** Nothing for a period without a value: that is no row to set aside but a gap the vendor declares. */
function rowOf(entry: unknown): ProviderRow[] {
  const value = objectOf(entry)?.['value'];
  if (value === null) return [];
  const time = firstDay(textOf(objectOf(entry)?.['date']) ?? '');
  return [
    { time, open: value, high: value, low: value, close: value, volume: 0, raw: JSON.stringify(entry) },
  ];
}

/** Midnight UTC of the first day of `2023`, `2023Q2` or `2023M07`. */
function firstDay(period: string): number {
  const [, year, kind, part] = /^(\d{4})(?:([MQ])(\d{1,2}))?$/.exec(period) ?? [];
  if (year === undefined) return Number.NaN;
  const months = kind === 'Q' ? (Number(part) - 1) * 3 : kind === 'M' ? Number(part) - 1 : 0;
  return Date.UTC(Number(year), months, 1);
}
