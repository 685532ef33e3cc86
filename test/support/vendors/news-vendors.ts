import { finnhubNews } from '#adapters/providers/finnhub/finnhub-news';
import { newsapi } from '#adapters/providers/newsapi/newsapi';
import { reddit } from '#adapters/providers/reddit/reddit';
import { rss } from '#adapters/providers/rss/rss';
import { webPages } from '#adapters/providers/web-page/web-page';
import { x } from '#adapters/providers/x/x';
import type { WebPage } from '#contract/services/settings';
import type { NewsProviderDefinition, NewsSettings } from '#engine/ports/news-provider';
import type { VendorAnswer } from '#test/support/vendor-server';

/** A piece of news as a test tells it. */
export interface Story {
  readonly id: number;
  readonly time: string;
  readonly title: string;
  readonly url: string;
}

/** How one source of news speaks on the wire, written from its documentation. */
export interface NewsVendor {
  /** Told apart in the tests' names. */
  readonly form: string;
  readonly definition: NewsProviderDefinition;
  readonly settings: NewsSettings;
  /** A key in the form it takes; empty when it needs none. */
  readonly key: string;
  /** Answers before the stories are asked for: a token, a robots.txt. */
  before?(url: URL): VendorAnswer | undefined;
  stories(stories: readonly Story[]): VendorAnswer;
  /** What its answer for nothing at all may be; a page without one row has changed. */
  readonly canBeEmpty: boolean;
  /** Whether what it says is XML or a page, not JSON. */
  readonly isMarkup: boolean;
}

const FEED = 'https://feeds.example/news.xml?edition=1';
const ONE_FEED: NewsSettings = { newsFeeds: [FEED], webPages: [] };
const NOTHING: NewsSettings = { newsFeeds: [], webPages: [] };

const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const feed = (form: string, stories: NewsVendor['stories'], isMarkup = true): NewsVendor => ({
  form: `RSS feeds, ${form}`,
  definition: rss,
  settings: ONE_FEED,
  key: '',
  stories,
  canBeEmpty: true,
  isMarkup,
});

const rssTwo = feed('RSS 2.0', (stories) => ({
  type: 'application/rss+xml',
  text: `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Wire</title><link>https://feeds.example</link>
<description>d</description>${stories
    .map(
      ({ id, time, title, url }) =>
        `<item><title>${text(title)}</title><link>${text(url)}</link><guid isPermaLink="false">g${id}</guid><pubDate>${new Date(time).toUTCString()}</pubDate><description><![CDATA[<p>All about it</p>]]></description></item>`,
    )
    .join('')}</channel></rss>`,
}));
const atom = feed('Atom', (stories) => ({
  type: 'application/atom+xml',
  text: `<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><id>urn:f</id><updated>2024-01-10T00:00:00Z</updated>${stories
    .map(
      ({ id, time, title, url }) =>
        `<entry><id>urn:${id}</id><title type="html">${text(text(title))}</title><link rel="alternate" href="${text(url)}"/><published>${time}</published><updated>2024-01-10T00:00:00Z</updated><summary>All about it</summary></entry>`,
    )
    .join('')}</feed>`,
}));
const rdf = feed('RDF', (stories) => ({
  type: 'text/xml',
  text: `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://feeds.example"><title>Wire</title><link>https://feeds.example</link><description>d</description></channel>${stories
    .map(
      ({ time, title, url }) =>
        `<item rdf:about="${text(url)}"><title>${text(title)}</title><link>${text(url)}</link><dc:date>${time}</dc:date><description>All about it</description></item>`,
    )
    .join('')}</rdf:RDF>`,
}));
const jsonFeed = feed(
  'JSON Feed',
  (stories) => ({
    type: 'application/feed+json',
    body: {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Wire',
      items: stories.map(({ id, time, title, url }) => ({
        id: String(id),
        url,
        title,
        content_text: 'All about it',
        date_published: time,
      })),
    },
  }),
  false,
);

const newsApi: NewsVendor = {
  form: 'NewsAPI',
  definition: newsapi,
  settings: NOTHING,
  key: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  canBeEmpty: true,
  isMarkup: false,
  stories: (stories) => ({
    body: {
      status: 'ok',
      totalResults: stories.length,
      articles: stories.map(({ time, title, url }) => ({
        source: { id: null, name: 'Wire' },
        author: null,
        title,
        description: 'All about it',
        url,
        urlToImage: null,
        publishedAt: time,
        content: 'All about it… [+100 chars]',
      })),
    },
  }),
};
const finnhub: NewsVendor = {
  form: 'Finnhub',
  definition: finnhubNews,
  settings: NOTHING,
  key: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  canBeEmpty: true,
  isMarkup: false,
  stories: (stories) => ({
    body: stories.map(({ id, time, title, url }) => ({
      category: 'company',
      datetime: Date.parse(time) / 1_000,
      headline: title,
      id,
      image: '',
      related: 'AAPL',
      source: 'Wire',
      summary: 'All about it',
      url,
    })),
  }),
};
const redditPosts: NewsVendor = {
  form: 'Reddit',
  definition: reddit,
  settings: NOTHING,
  key: 'client-id-1234:secret-5678901234',
  canBeEmpty: true,
  isMarkup: false,
  before: (url) =>
    url.pathname === '/api/v1/access_token'
      ? { body: { access_token: 'token-of-a-day', token_type: 'bearer', expires_in: 86_400, scope: '*' } }
      : undefined,
  stories: (stories) => ({
    body: {
      kind: 'Listing',
      data: {
        after: null,
        dist: stories.length,
        children: stories.map(({ id, time, title, url }) => ({
          kind: 't3',
          data: {
            name: `t3_${id}`,
            title,
            created_utc: Date.parse(time) / 1_000,
            permalink: new URL(url).pathname,
            subreddit: 'stocks',
            selftext: 'All about it',
            url,
          },
        })),
      },
    },
  }),
};
const posts: NewsVendor = {
  form: 'X',
  definition: x,
  settings: NOTHING,
  key: 'AAAAAAAAAAAAAAAAAAAAAbearer',
  canBeEmpty: true,
  isMarkup: false,
  stories: (stories) => ({
    body:
      stories.length === 0
        ? { meta: { result_count: 0 } }
        : {
            data: stories.map(({ id, time, title }) => ({
              id: String(id),
              text: title,
              created_at: time,
              author_id: '1',
              edit_history_tweet_ids: [String(id)],
            })),
            meta: { newest_id: '1', oldest_id: '2', result_count: stories.length },
          },
  }),
};

/** A described page, switched on, its terms accepted. */
export const PAGE: WebPage = {
  id: 'wire',
  name: 'Wire',
  url: 'https://wire.example/latest',
  row: 'ul.news > li',
  title: 'h3',
  link: 'h3 a',
  time: 'time',
  summary: 'p',
  termsAccepted: true,
  isEnabled: true,
};
const page: NewsVendor = {
  form: 'Web pages',
  definition: webPages,
  settings: { newsFeeds: [], webPages: [PAGE] },
  key: '',
  canBeEmpty: false,
  isMarkup: true,
  before: (url) =>
    url.pathname === '/robots.txt'
      ? { text: 'User-agent: *\nDisallow: /private\n', type: 'text/plain' }
      : undefined,
  stories: (stories) => ({
    type: 'text/html; charset=utf-8',
    text: `<!DOCTYPE html><html><body><ul class="news">${stories
      .map(
        ({ time, title, url }) =>
          `<li><h3><a href="${text(url)}">${text(title)}</a></h3><time datetime="${time}">some time ago</time><p>All about it</p></li>`,
      )
      .join('')}</ul></body></html>`,
  }),
};

export const NEWS_VENDORS: readonly NewsVendor[] = [
  rssTwo,
  atom,
  rdf,
  jsonFeed,
  newsApi,
  finnhub,
  redditPosts,
  posts,
  page,
];
