import { listOf, objectOf, textOf } from '#domain/values/json-value';
import { publishedTime } from '#domain/values/published-time';
import type { HttpClient } from '#engine/ports/http-client';
import type { NewsProviderDefinition, NewsRequest, NewsRow } from '#engine/ports/news-provider';
import { malformedAnswer, ProviderError } from '#engine/ports/provider-error';

const NAME = 'X';
const PAGE_ROWS_MAX = 100;
const PAGE_ROWS_MIN = 10;
const MINUTE_MS = 60_000;
/** The vendor takes no end nearer to now than this. */
const END_MARGIN_MS = 15_000;

/** Posts of the last seven days, found by cashtag or words. */
export const x: NewsProviderDefinition = {
  id: 'x',
  name: NAME,
  baseUrl: 'https://api.x.com',
  keyUrl: 'https://developer.x.com/en/portal/dashboard',
  keyForm: 'a bearer token',
  capabilities: {
    bySymbol: true,
    byWords: true,
    daysBack: 7,
    access: 'keyed',
    budget: [{ requests: 60, perMs: 15 * MINUTE_MS }],
    note: 'Search needs a paid plan. What anyone posts is no news until somebody has checked it.',
  },
  create: ({ http, key, now }) => ({
    id: x.id,
    name: NAME,
    capabilities: x.capabilities,
    headlines: async (request) => ({ rows: await headlines(http, key, now(), request), problems: [] }),
    async check(signal) {
      await ask(http, key, { query: 'market', max_results: PAGE_ROWS_MIN }, signal);
    },
  }),
};

async function headlines(
  http: HttpClient,
  key: string,
  now: number,
  { symbol, words, from, to, limit, signal }: NewsRequest,
): Promise<NewsRow[]> {
  const wanted = [symbol === undefined ? '' : `$${symbol.toUpperCase()}`, words ?? ''].join(' ').trim();
  if (wanted === '')
    throw new ProviderError('unsupported', NAME, 'it gives no posts of everything; give words or a symbol');
  const rows: NewsRow[] = [];
  let next: string | undefined;
  do {
    const query = {
      query: `${wanted} -is:retweet`,
      max_results: Math.min(PAGE_ROWS_MAX, Math.max(PAGE_ROWS_MIN, limit - rows.length)),
      'tweet.fields': 'created_at,author_id',
      start_time: new Date(from).toISOString(),
      end_time: new Date(Math.min(to, now - END_MARGIN_MS)).toISOString(),
      ...(next === undefined ? {} : { next_token: next }),
    };
    const answer = await ask(http, key, query, signal);
    rows.push(...answer.posts.map(rowOf));
    next = answer.next;
  } while (next !== undefined && rows.length < limit);
  return rows;
}

async function ask(
  http: HttpClient,
  key: string,
  query: Record<string, string | number>,
  signal: AbortSignal | undefined,
): Promise<{ posts: readonly unknown[]; next: string | undefined }> {
  const { status, body } = await http.getJson({
    path: '/2/tweets/search/recent',
    query,
    secretHeaders: { authorization: `Bearer ${key}` },
    ...(signal ? { signal } : {}),
  });
  const answer = objectOf(body);
  if (status !== 200) {
    const said = textOf(answer?.['detail']) ?? textOf(answer?.['title']) ?? `status ${status}`;
    throw new ProviderError('unsupported', NAME, `it refuses the request (${said}); ask for other words`);
  }
  const meta = objectOf(answer?.['meta']);
  // Without a find there is no data at all, but always a count.
  const posts = listOf(answer?.['data']) ?? (meta?.['result_count'] === 0 ? [] : undefined);
  if (!meta || !posts) throw malformedAnswer(NAME, 'has neither posts nor a count of them');
  return { posts, next: textOf(meta['next_token']) };
}

function rowOf(entry: unknown): NewsRow {
  const post = objectOf(entry);
  const id = textOf(post?.['id']);
  const timeText = textOf(post?.['created_at']) ?? '';
  return {
    id,
    time: publishedTime(timeText),
    timeText,
    title: post?.['text'],
    url: id === undefined ? undefined : `https://x.com/i/web/status/${id}`,
    summary: undefined,
    source: NAME,
    symbols: [],
    raw: JSON.stringify(entry),
  };
}
