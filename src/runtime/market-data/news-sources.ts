import { finnhubNews } from '#adapters/providers/finnhub/finnhub-news';
import { newsapi } from '#adapters/providers/newsapi/newsapi';
import { reddit } from '#adapters/providers/reddit/reddit';
import { rss } from '#adapters/providers/rss/rss';
import { webPages } from '#adapters/providers/web-page/web-page';
import { x } from '#adapters/providers/x/x';
import type { NewsProviderDefinition } from '#engine/ports/news-provider';

/** Every source of headlines, in the order they are asked. */
export const NEWS_SOURCES: readonly NewsProviderDefinition[] = [
  rss,
  finnhubNews,
  newsapi,
  reddit,
  x,
  webPages,
];
