import { listOf, numberOf, objectOf, textOf } from '#domain/values/json-value';
import type { HttpClient } from '#engine/ports/http-client';
import type { NewsProviderDefinition, NewsRequest, NewsRow } from '#engine/ports/news-provider';
import { malformedAnswer, ProviderError } from '#engine/ports/provider-error';

const NAME = 'Reddit';
const TOKEN_URL = 'https://www.reddit.com';
const PAGE_ROWS = 100;
const DAY_MS = 86_400_000;
/** A token is asked for anew this long before it ends. */
const TOKEN_MARGIN_MS = 60_000;

/** Posts found by words, newest first, as an application that stands for no person. */
export const reddit: NewsProviderDefinition = {
  id: 'reddit',
  name: NAME,
  baseUrl: 'https://oauth.reddit.com',
  keyUrl: 'https://www.reddit.com/prefs/apps',
  keyForm: 'client id and secret joined by a colon',
  capabilities: {
    bySymbol: true,
    byWords: true,
    daysBack: null,
    access: 'keyed',
    budget: [{ requests: 60, perMs: 60_000 }],
    note: 'Free for use that earns nothing. At most some hundred newest finds. What anyone posts is no news until somebody has checked it.',
  },
  create({ http, connect, key, now }) {
    const token = tokenSource(connect(TOKEN_URL), key, now);
    const ask = async (path: string, query: Record<string, string | number>, signal?: AbortSignal) => {
      const secretHeaders = { authorization: `bearer ${await token(signal)}` };
      const secrets = secretsOf(key);
      return readListing(
        await http.getJson({ path, query, secretHeaders, secrets, ...(signal ? { signal } : {}) }),
      );
    };
    return {
      id: reddit.id,
      name: NAME,
      capabilities: reddit.capabilities,
      headlines: async (request) => ({ rows: await headlines(ask, request, now()), problems: [] }),
      async check(signal) {
        await ask('/search', { q: 'market', limit: 1, raw_json: 1 }, signal);
      },
    };
  },
};

type Ask = (
  path: string,
  query: Record<string, string | number>,
  signal?: AbortSignal,
) => Promise<{ posts: readonly unknown[]; after: string | undefined }>;

async function headlines(
  ask: Ask,
  { symbol, words, from, limit, signal }: NewsRequest,
  now: number,
): Promise<NewsRow[]> {
  const named = symbol === undefined ? '' : `"${symbol}"`;
  const wanted = [named, words ?? ''].join(' ').trim();
  if (wanted === '')
    throw new ProviderError('unsupported', NAME, 'it gives no posts of everything; give words or a symbol');
  const rows: NewsRow[] = [];
  let after: string | undefined;
  do {
    const answer = await ask(
      '/search',
      {
        q: wanted,
        sort: 'new',
        type: 'link',
        t: periodOf(now - from),
        limit: Math.min(PAGE_ROWS, limit),
        // Without this, texts come with `&amp;` and the like.
        raw_json: 1,
        ...(after === undefined ? {} : { after }),
      },
      signal,
    );
    rows.push(...answer.posts.map(rowOf));
    after = answer.after;
  } while (after !== undefined && rows.length < limit && !(rows.at(-1)!.time < from));
  return rows;
}

/** Gives a token that still holds, asking for one when there is none. */
function tokenSource(
  http: HttpClient,
  key: string,
  now: () => number,
): (signal?: AbortSignal) => Promise<string> {
  let held = { token: '', endTime: 0 };
  return async (signal) => {
    if (held.endTime > now()) return held.token;
    if (!/^[^:\s]+:[^:\s]+$/.test(key))
      throw new ProviderError(
        'unauthorised',
        NAME,
        'its key must be client id and secret joined by a colon; copy both from the page of your application',
      );
    const { body } = await http.getJson({
      path: '/api/v1/access_token',
      secretForm: { grant_type: 'client_credentials' },
      secretHeaders: { authorization: `Basic ${btoa(key)}` },
      secrets: secretsOf(key),
      ...(signal ? { signal } : {}),
    });
    const answer = objectOf(body);
    const token = textOf(answer?.['access_token']);
    if (token === undefined) {
      const said = textOf(answer?.['error']);
      if (said !== undefined)
        throw new ProviderError('unauthorised', NAME, `it does not accept the key (${said}); check it`);
      throw malformedAnswer(NAME, 'has no access token');
    }
    const seconds = numberOf(answer?.['expires_in']);
    held = { token, endTime: now() + (seconds > 0 ? seconds * 1_000 : DAY_MS) - TOKEN_MARGIN_MS };
    return token;
  };
}

/** Sent in another form than a person knows them in. */
function secretsOf(key: string): string[] {
  return [key, key.slice(key.indexOf(':') + 1)];
}

function readListing({ status, body }: { status: number; body: unknown }) {
  const data = objectOf(objectOf(body)?.['data']);
  const posts = listOf(data?.['children']);
  if (status !== 200)
    throw new ProviderError('unsupported', NAME, `it refuses the request (${status}); ask for other words`);
  if (!data || !posts) throw malformedAnswer(NAME, 'has no listing of posts');
  return { posts, after: textOf(data['after']) };
}

function rowOf(entry: unknown): NewsRow {
  const post = objectOf(objectOf(entry)?.['data']);
  const place = textOf(post?.['permalink']);
  const forum = textOf(post?.['subreddit']);
  const seconds = post?.['created_utc'];
  return {
    id: post?.['name'],
    time: numberOf(seconds) * 1_000,
    timeText: String(seconds ?? ''),
    title: post?.['title'],
    url: place === undefined ? post?.['url'] : `https://www.reddit.com${place}`,
    summary: post?.['selftext'],
    source: forum === undefined ? NAME : `r/${forum}`,
    symbols: [],
    raw: JSON.stringify(entry),
  };
}

/** The shortest of the vendor's periods that holds so long a time. */
function periodOf(ageMs: number): string {
  const days = ageMs / DAY_MS;
  if (days <= 1) return 'day';
  if (days <= 7) return 'week';
  if (days <= 30) return 'month';
  return days <= 365 ? 'year' : 'all';
}
