import type {
  NewsAnswer,
  NewsProviderDefinition,
  NewsProviderPorts,
  NewsRow,
} from '#engine/ports/news-provider';
import { ProviderError } from '#engine/ports/provider-error';

const NAME = 'RSS feeds';
const FEED_BYTES_MAX = 8 * 1024 * 1024;
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1';

/** The feeds a person has listed in the settings. Words and symbols do not narrow what a feed gives. */
export const rss: NewsProviderDefinition = {
  id: 'rss',
  name: NAME,
  // Each feed has an address of its own.
  baseUrl: 'https://localhost',
  keyUrl: '',
  capabilities: {
    bySymbol: false,
    byWords: false,
    daysBack: null,
    access: 'free',
    budget: [{ requests: 300, perMs: 3_600_000 }],
    note: 'Gives what the feeds of the settings (newsFeeds) hold at the moment, mostly some days. The budget is our own restraint.',
  },
  isEnabled: ({ newsFeeds }) => newsFeeds.length > 0,
  create: (ports) => ({
    id: rss.id,
    name: NAME,
    capabilities: rss.capabilities,
    headlines: ({ signal }) => readAll(ports, signal),
    async check(signal) {
      await readAll(ports, signal);
    },
  }),
};

/** One feed that fails does not keep the others from being read, unless none could be. */
async function readAll(ports: NewsProviderPorts, signal: AbortSignal | undefined): Promise<NewsAnswer> {
  const { newsFeeds } = ports.settings();
  if (newsFeeds.length === 0)
    throw new ProviderError('unsupported', NAME, 'no feed is listed; add one to the setting newsFeeds');
  const outcomes = await Promise.allSettled(newsFeeds.map((feed) => readOne(ports, feed, signal)));
  signal?.throwIfAborted();
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  const [first] = failures;
  if (first && failures.length === outcomes.length) throw first.reason;
  return {
    rows: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : [])),
    problems: outcomes.flatMap((outcome, i) =>
      outcome.status === 'rejected' ? [`${newsFeeds[i]}: ${messageOf(outcome.reason)}`] : [],
    ),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readOne(
  { connect }: NewsProviderPorts,
  feed: string,
  signal: AbortSignal | undefined,
): Promise<NewsRow[]> {
  const { origin, pathname, search } = new URL(feed);
  const { status, text } = await connect(origin).getText({
    path: `${pathname}${search}`,
    accept: ACCEPT,
    bytesMax: FEED_BYTES_MAX,
    ...(signal ? { signal } : {}),
  });
  if (status !== 200)
    throw new ProviderError('not-found', NAME, `there is no feed at ${feed} (${status}); check the address`);
  // The reader of feeds is large, and many never read one.
  const { readFeed } = await import('./read-feed.ts');
  return readFeed(NAME, feed, text);
}
