import { parseFeed } from 'feedsmith';
import { listOf, objectOf, textOf } from '#domain/values/json-value';
import { publishedTime } from '#domain/values/published-time';
import type { NewsRow } from '#engine/ports/news-provider';
import { malformedAnswer } from '#engine/ports/provider-error';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The rows of a feed: RSS, RDF, Atom or JSON Feed. Throws a ProviderError `malformed` for any other text, one that ends
 * early, and one that declares entities of its own, as they can grow without end.
 */
export function readFeed(provider: string, address: string, text: string): NewsRow[] {
  const isJson = /^[\s\uFEFF]*\{/.test(text);
  if (!isJson) refuseUnsafe(provider, address, text);
  const { format, feed } = parsed(provider, address, text);
  const title = plainOf(feed['title']) ?? new URL(address).hostname;
  const entries = listOf(format === 'atom' ? feed['entries'] : feed['items']) ?? [];
  return entries.map((entry) => rowOf(objectOf(entry) ?? {}, title));
}

function parsed(provider: string, address: string, text: string): { format: string; feed: Fields } {
  let found: unknown;
  try {
    found = parseFeed(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw malformedAnswer(provider, `from ${address} is no feed (${reason})`);
  }
  const feed = objectOf(objectOf(found)?.['feed']);
  const format = textOf(objectOf(found)?.['format']);
  if (!feed || format === undefined) throw malformedAnswer(provider, `from ${address} is no feed`);
  return { format, feed };
}

/** The reader mends what is broken; half a feed must not pass for a whole one. */
function refuseUnsafe(provider: string, address: string, text: string): void {
  const start = text.search(/<[A-Za-z_]/);
  if (start < 0) throw malformedAnswer(provider, `from ${address} is no feed`);
  if (/<!ENTITY|<!DOCTYPE[^>]*\[/i.test(text.slice(0, start)))
    throw malformedAnswer(provider, `from ${address} declares entities, which are not read`);
  const root = /^<([\w.:-]+)/.exec(text.slice(start, start + 100))?.[1] ?? '';
  if (!text.includes(`</${root}>`)) throw malformedAnswer(provider, `from ${address} ends early`);
}

function rowOf(entry: Fields, feedTitle: string): NewsRow {
  const timeText = dateOf(entry);
  const url = addressOf(entry);
  return {
    id: idOf(entry) ?? url,
    time: publishedTime(timeText),
    timeText,
    title: plainOf(entry['title']),
    url,
    summary:
      plainOf(entry['summary']) ??
      plainOf(entry['description']) ??
      plainOf(entry['content_text']) ??
      plainOf(entry['content_html']),
    source: feedTitle,
    symbols: [],
    raw: JSON.stringify(entry),
  };
}

/** Text, or what an Atom text construct holds. */
function plainOf(value: unknown): string | undefined {
  return textOf(value) ?? textOf(objectOf(value)?.['value']);
}

/** When it was published; when it was last changed, where nothing else is told. */
function dateOf(entry: Fields): string {
  const dublinCore = objectOf(entry['dc']);
  const candidates = [
    entry['published'],
    entry['pubDate'],
    entry['date_published'],
    listOf(dublinCore?.['dates'])?.[0],
    dublinCore?.['date'],
    entry['updated'],
    entry['date_modified'],
  ];
  return candidates.map(textOf).find((text) => text !== undefined) ?? '';
}

function idOf(entry: Fields): string | undefined {
  return (
    textOf(entry['id']) ??
    textOf(objectOf(entry['guid'])?.['value']) ??
    textOf(objectOf(entry['rdf'])?.['about'])
  );
}

function addressOf(entry: Fields): string | undefined {
  const links = listOf(entry['links'])?.map(objectOf) ?? [];
  const main = links.find((link) => link?.['rel'] === undefined || link['rel'] === 'alternate');
  const guid = objectOf(entry['guid']);
  return (
    textOf(entry['link']) ??
    textOf(entry['url']) ??
    textOf(main?.['href']) ??
    (guid?.['isPermaLink'] === false ? undefined : textOf(guid?.['value']))
  );
}
