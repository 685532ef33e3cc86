import type { Settings } from '#contract/services/settings';
import type { DataProviderDefinition, ProviderCapabilities } from './data-provider.ts';
import type { HttpClient } from './http-client.ts';

export interface NewsCapabilities extends Pick<ProviderCapabilities, 'access' | 'budget' | 'note'> {
  /** Whether it takes a symbol; without, only words, or nothing at all. */
  readonly bySymbol: boolean;
  readonly byWords: boolean;
  /** Days its headlines reach back; null when it gives what it has, old or new. */
  readonly daysBack: number | null;
}

/** A headline as it was given. Nothing is judged here: null, text or nonsense goes on to the collector. */
export interface NewsRow {
  /** What the source calls it, the same at each asking; it need not be unique among sources. */
  readonly id: unknown;
  /** When it was published, in milliseconds; NaN when none is told or it cannot be read. */
  readonly time: number;
  /** The time's text, for a message about it. */
  readonly timeText: string;
  /** May hold markup. */
  readonly title: unknown;
  readonly url: unknown;
  readonly summary: unknown;
  /** Who published it. */
  readonly source: string;
  /** Symbols the source says it speaks of. */
  readonly symbols: readonly string[];
  /** As it stood in the answer, for quarantine. */
  readonly raw: string;
}

export interface NewsAnswer {
  /** In any order, perhaps repeated, perhaps more than was asked for. */
  readonly rows: readonly NewsRow[];
  /** What of several places could not be read, a sentence each; empty when all went well. */
  readonly problems: readonly string[];
}

export interface NewsRequest {
  readonly symbol?: string | undefined;
  /** What the headlines should speak of; how it is matched is the provider's affair. */
  readonly words?: string | undefined;
  /** Milliseconds, inclusive. */
  readonly from: number;
  /** Milliseconds, exclusive. */
  readonly to: number;
  /** At most so many are wanted, the newest. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A source of headlines. Every adapter passes `test/contract/news-provider.ts`. All methods throw a ProviderError, or
 * the reason of the signal when aborted.
 */
export interface NewsProvider {
  readonly id: string;
  readonly name: string;
  readonly capabilities: NewsCapabilities;
  headlines(request: NewsRequest): Promise<NewsAnswer>;
  /** Asks for little, and throws unless the answer is as it should be. */
  check(signal?: AbortSignal): Promise<void>;
}

/** What a person has set that sources of news look at. */
export type NewsSettings = Pick<Settings, 'newsFeeds' | 'webPages'>;

export interface NewsProviderPorts {
  readonly http: HttpClient;
  /** A client for another address, within the same budget. */
  connect(baseUrl: string): HttpClient;
  readonly key: string;
  readonly now: () => number;
  readonly settings: () => NewsSettings;
}

/** What an adapter exports: its facts without a connection, and how it is made with one. */
export interface NewsProviderDefinition
  extends Pick<DataProviderDefinition, 'id' | 'name' | 'baseUrl' | 'keyUrl'> {
  readonly capabilities: NewsCapabilities;
  /** How the key is written, where it is more than one word. */
  readonly keyForm?: string;
  /** Whether it has anything to ask with these settings; always, unless told. */
  isEnabled?(settings: NewsSettings): boolean;
  create(ports: NewsProviderPorts): NewsProvider;
}

/** The sources of news there are, ready to be asked. */
export interface NewsDirectory {
  newsIds(): readonly string[];
  /** Those that would be asked unless one is named: switched on, and with the key they need. */
  readyNewsIds(): readonly string[];
  /** Throws a BAD_REQUEST for an unknown id, a ProviderError `unauthorised` when its key is missing. */
  openNews(id: string): NewsProvider;
}
