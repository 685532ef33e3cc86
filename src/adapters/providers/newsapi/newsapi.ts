import { listOf, objectOf, textOf } from '#domain/values/json-value';
import { publishedTime } from '#domain/values/published-time';
import type { HttpClient } from '#engine/ports/http-client';
import type { NewsProviderDefinition, NewsRequest, NewsRow } from '#engine/ports/news-provider';
import { malformedAnswer, ProviderError } from '#engine/ports/provider-error';

const NAME = 'NewsAPI';
const PAGE_ROWS = 100;
const DAY_MS = 86_400_000;
/** What stands where an article was taken back. */
const REMOVED = '[Removed]';

/** Articles of many publishers, found by words. */
export const newsapi: NewsProviderDefinition = {
  id: 'newsapi',
  name: NAME,
  baseUrl: 'https://newsapi.org',
  keyUrl: 'https://newsapi.org/register',
  capabilities: {
    bySymbol: false,
    byWords: true,
    daysBack: 30,
    access: 'keyed',
    budget: [{ requests: 100, perMs: DAY_MS }],
    note: 'The free plan is for development, a day late and a month deep. A symbol is looked for as a word; name the company for better finds.',
  },
  create: ({ http, key }) => ({
    id: newsapi.id,
    name: NAME,
    capabilities: newsapi.capabilities,
    headlines: async (request) => ({ rows: await headlines(http, key, request), problems: [] }),
    async check(signal) {
      const query = { q: 'market', pageSize: 1 };
      if (!listOf(await ask(http, key, query, signal))) throw malformedAnswer(NAME, 'has no articles');
    },
  }),
};

async function headlines(
  http: HttpClient,
  key: string,
  { symbol, words, from, to, limit, signal }: NewsRequest,
): Promise<NewsRow[]> {
  const wanted = words ?? (symbol === undefined ? undefined : `"${symbol}"`);
  if (wanted === undefined)
    throw new ProviderError('unsupported', NAME, 'it gives no news of everything; give words or a symbol');
  const query = {
    q: wanted,
    from: new Date(from).toISOString().slice(0, 19),
    to: new Date(to - 1).toISOString().slice(0, 19),
    sortBy: 'publishedAt',
    // The free plan gives no second page.
    pageSize: Math.min(PAGE_ROWS, limit),
  };
  return (await ask(http, key, query, signal)).flatMap(rowOf);
}

async function ask(
  http: HttpClient,
  key: string,
  query: Record<string, string | number>,
  signal: AbortSignal | undefined,
): Promise<readonly unknown[]> {
  const { status, body } = await http.getJson({
    path: '/v2/everything',
    query,
    secretHeaders: { 'x-api-key': key },
    ...(signal ? { signal } : {}),
  });
  const answer = objectOf(body);
  const code = textOf(answer?.['code']) ?? '';
  const message = textOf(answer?.['message']) ?? `status ${status}`;
  if (/^apiKey/.test(code))
    throw new ProviderError('unauthorised', NAME, `it does not accept the key (${message}); check it`);
  if (status !== 200)
    throw new ProviderError('unsupported', NAME, `it refuses the request (${message}); ask for newer ones`);
  const articles = listOf(answer?.['articles']);
  if (!articles) throw malformedAnswer(NAME, 'has no articles');
  return articles;
}

function rowOf(entry: unknown): NewsRow[] {
  const article = objectOf(entry);
  if (article?.['title'] === REMOVED) return [];
  const timeText = textOf(article?.['publishedAt']) ?? '';
  return [
    {
      id: article?.['url'],
      time: publishedTime(timeText),
      timeText,
      title: article?.['title'],
      url: article?.['url'],
      summary: article?.['description'],
      source: textOf(objectOf(article?.['source'])?.['name']) ?? NAME,
      symbols: [],
      raw: JSON.stringify(entry),
    },
  ];
}
