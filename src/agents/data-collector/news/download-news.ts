import { createHash } from 'node:crypto';
import { OctopusError } from '#contract/errors';
import type { NewsReport, NewsRequest } from '#contract/services/news';
import type { Headline, MarketStore, QuarantineEntry } from '#engine/ports/market-store';
import type { NewsAnswer, NewsDirectory, NewsProvider, NewsRow } from '#engine/ports/news-provider';
import { ProviderError } from '#engine/ports/provider-error';
import { readNewsRow } from './read-news-row.ts';
import { titleKey } from './same-headline.ts';
import { createSymbolTagger } from './symbol-tagger.ts';

const DAY_MS = 86_400_000;
/** Asked so far back unless told. */
const DAYS_BACK = 7;
/** The same title within so long is the same news, wherever it stands. */
const SAME_TITLE_MS = 2 * DAY_MS;
const RAW_LENGTH_MAX = 2_000;
/** Words of a title that are looked for among what is stored. */
const TITLE_WORDS_MAX = 16;

export interface NewsPorts {
  readonly market: MarketStore;
  readonly news: NewsDirectory;
  /** Milliseconds. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
  /** 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

type Outcome = NewsReport['providers'][number];

/**
 * Asks every source that suits, and stores what is new with the symbols it speaks of. Sources differ, so none takes
 * another's place; one that fails is told of and does not keep the others from being read. Throws when all failed.
 */
export async function downloadNews(request: NewsRequest, ports: NewsPorts): Promise<NewsReport> {
  const { market, news, signal } = ports;
  const ids = request.providers ?? news.readyNewsIds().filter((id) => suits(news.openNews(id), request));
  const unknown = ids.find((id) => !news.newsIds().includes(id));
  // Asked for by name, a source that does not exist is a mistake to tell at once.
  if (unknown !== undefined) news.openNews(unknown);
  if (ids.length === 0)
    throw new OctopusError(
      'BAD_REQUEST',
      'no source of news is ready for this; list feeds in the setting newsFeeds, or set the key of another',
    );
  const tag = createSymbolTagger(await market.instruments());
  const providers: Outcome[] = [];
  const stored = new Set<string>();
  const errors: ProviderError[] = [];
  for (const [index, id] of ids.entries()) {
    signal?.throwIfAborted();
    try {
      const answer = await ask(news.openNews(id), request, ports);
      signal?.throwIfAborted();
      const { outcome, symbols } = await store(id, answer, request, tag, ports);
      providers.push(outcome);
      for (const symbol of symbols) stored.add(symbol);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      errors.push(error);
      providers.push({ ...NOTHING, provider: id, error: error.message });
    }
    if (index + 1 < ids.length) ports.onProgress?.((index + 1) / ids.length);
  }
  const [first] = errors;
  if (first && errors.length === ids.length) {
    if (errors.length === 1) throw first;
    throw new OctopusError(
      'PROVIDER_FAILED',
      `no source gave news: ${errors.map(({ message }) => message).join('; ')}`,
    );
  }
  const sum = (of: (outcome: Outcome) => number): number =>
    providers.reduce((total, one) => total + of(one), 0);
  return {
    rowsRead: sum((one) => one.rowsRead),
    rowsStored: sum((one) => one.rowsStored),
    rowsDuplicate: sum((one) => one.rowsDuplicate),
    rowsQuarantined: sum((one) => one.rowsQuarantined),
    rowsOutside: sum((one) => one.rowsOutside),
    symbols: [...stored].sort(),
    providers,
  };
}

const NOTHING: Omit<Outcome, 'provider'> = {
  rowsRead: 0,
  rowsStored: 0,
  rowsDuplicate: 0,
  rowsQuarantined: 0,
  rowsOutside: 0,
  error: null,
  problems: [],
};

/** Whether a source can answer what is asked; one that gives the same whatever is asked always can. */
function suits({ capabilities }: NewsProvider, { symbol, words }: NewsRequest): boolean {
  const { bySymbol, byWords } = capabilities;
  if (symbol !== undefined) return true;
  return words === undefined ? !byWords : byWords || !bySymbol;
}

function ask(provider: NewsProvider, request: NewsRequest, { now, signal }: NewsPorts): Promise<NewsAnswer> {
  const { symbol, words, from, to = now, limit } = request;
  const { daysBack } = provider.capabilities;
  const oldest = daysBack === null ? 0 : now - daysBack * DAY_MS;
  const range = { from: Math.max(from ?? now - DAYS_BACK * DAY_MS, oldest), to: Math.min(to, now) };
  if (range.from >= range.to)
    throw new ProviderError(
      'unsupported',
      provider.name,
      daysBack === null
        ? 'the range is empty; give a --from before --to and before now'
        : `its news reach back ${daysBack} days; ask for newer ones`,
    );
  return provider.headlines({ symbol, words, ...range, limit, signal });
}

async function store(
  id: string,
  { rows, problems }: NewsAnswer,
  { symbol, from, to, limit }: NewsRequest,
  tag: (text: string) => string[],
  { market, news, now }: NewsPorts,
): Promise<{ outcome: Outcome; symbols: string[] }> {
  const { name, capabilities } = news.openNews(id);
  const quarantined: QuarantineEntry[] = [];
  const fresh: Headline[] = [];
  const again: Headline[] = [];
  const seen = new Map<string, Headline[]>();
  let outside = 0;
  for (const [index, row] of rows.entries()) {
    const read = readNewsRow(row, { provider: id, now, symbolsOf: tag });
    if ('reason' in read) {
      quarantined.push(quarantineEntry(row, index + 1, read.reason, symbol ?? 'NEWS', name, now));
      continue;
    }
    const headline =
      capabilities.bySymbol && symbol !== undefined && !read.headline.symbols.includes(symbol)
        ? { ...read.headline, symbols: [symbol, ...read.headline.symbols] }
        : read.headline;
    if ((from !== undefined && headline.time < from) || (to !== undefined && headline.time >= to)) outside++;
    else {
      const key = titleKey(headline.title, headline.source);
      const twin = key === null ? undefined : await findTwin(market, headline, key, seen);
      if (twin) again.push({ ...twin, symbols: headline.symbols });
      else fresh.push(headline);
      if (key !== null && !twin) seen.set(key, [...(seen.get(key) ?? []), headline]);
    }
  }
  const newest = fresh.sort((a, b) => b.time - a.time).slice(0, limit);
  outside += fresh.length - newest.length;
  const dropped = new Set(fresh.slice(limit).map(({ id: one }) => one));
  const added = await market.putHeadlines(newest);
  // What is known stays; it gains the symbols it was found by this time.
  await market.putHeadlines(again.filter((one) => !dropped.has(one.id)));
  await market.putQuarantine(quarantined);
  return {
    outcome: {
      provider: id,
      rowsRead: rows.length,
      rowsStored: added,
      rowsDuplicate: newest.length - added + again.length,
      rowsQuarantined: quarantined.length,
      rowsOutside: outside,
      error: null,
      problems: [...problems],
    },
    symbols: [...newest, ...again].flatMap(({ symbols }) => symbols),
  };
}

/** Another headline of the same words at nearly the same time, of this answer or stored before. */
async function findTwin(
  market: MarketStore,
  { id, time }: Headline,
  key: string,
  seen: ReadonlyMap<string, readonly Headline[]>,
): Promise<Headline | undefined> {
  const isNear = (other: Headline): boolean =>
    other.id !== id && Math.abs(other.time - time) <= SAME_TITLE_MS;
  const here = seen.get(key)?.find(isNear);
  if (here) return here;
  const words = key.split(' ').slice(0, TITLE_WORDS_MAX).join(' ');
  const range = { from: time - SAME_TITLE_MS, to: time + SAME_TITLE_MS + 1, limit: 50 };
  const found = await market.searchHeadlines(words, range);
  return found.find((other) => isNear(other) && titleKey(other.title, other.source) === key);
}

function quarantineEntry(
  row: NewsRow,
  line: number,
  reason: string,
  symbol: string,
  source: string,
  now: number,
): QuarantineEntry {
  const raw = row.raw.slice(0, RAW_LENGTH_MAX);
  const id = createHash('sha256').update(`news\n${source}\n${raw}`).digest('hex').slice(0, 24);
  return { id, symbol, source, line, reason: `row ${line}: ${reason}`, raw, receivedTime: now };
}
