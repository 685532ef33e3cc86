import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type { HttpClient } from '#engine/ports/http-client';
import type { NewsProviderDefinition, NewsRequest, NewsRow } from '#engine/ports/news-provider';
import { malformedAnswer } from '#engine/ports/provider-error';
import { askFinnhub } from './ask-finnhub.ts';
import { finnhub } from './finnhub.ts';

const NAME = finnhub.name;

/** News of a company, or of the market as a whole; on the key and the budget of the prices. */
export const finnhubNews: NewsProviderDefinition = {
  id: finnhub.id,
  name: NAME,
  baseUrl: finnhub.baseUrl,
  keyUrl: finnhub.keyUrl,
  capabilities: {
    bySymbol: true,
    byWords: false,
    daysBack: 365,
    access: 'keyed',
    budget: finnhub.capabilities.budget,
    note: 'News of North American companies, a year back on the free plan; of the whole market without a symbol.',
  },
  create: ({ http, key }) => ({
    id: finnhub.id,
    name: NAME,
    capabilities: finnhubNews.capabilities,
    headlines: async (request) => ({ rows: await headlines(http, key, request), problems: [] }),
    async check(signal) {
      const { body } = await askFinnhub(http, key, '/api/v1/news', { category: 'general' }, signal);
      if (!listOf(body)) throw malformedAnswer(NAME, 'is no list of news');
    },
  }),
};

async function headlines(
  http: HttpClient,
  key: string,
  { symbol, from, to, signal }: NewsRequest,
): Promise<NewsRow[]> {
  const { body } =
    symbol === undefined
      ? await askFinnhub(http, key, '/api/v1/news', { category: 'general' }, signal)
      : await askFinnhub(
          http,
          key,
          '/api/v1/company-news',
          { symbol: symbol.toUpperCase(), from: dateText(from), to: dateText(to - 1) },
          signal,
        );
  const items = listOf(body);
  if (!items) throw malformedAnswer(NAME, 'is no list of news');
  return items.map(rowOf);
}

function rowOf(entry: unknown): NewsRow {
  const item = objectOf(entry);
  const seconds = item?.['datetime'];
  const related = textOf(item?.['related'])?.split(',') ?? [];
  return {
    id: typeof item?.['id'] === 'number' ? `finnhub:${item['id']}` : undefined,
    time: numberOf(seconds) * 1_000,
    timeText: String(seconds ?? ''),
    title: item?.['headline'],
    url: item?.['url'],
    summary: item?.['summary'],
    source: textOf(item?.['source']) ?? NAME,
    symbols: related.map((symbol) => symbol.trim()).filter(Boolean),
    raw: JSON.stringify(entry),
  };
}

function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
