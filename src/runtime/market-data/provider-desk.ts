import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import { OctopusError, unknownName } from '#contract/errors';
import type { ProviderInfo } from '#contract/services/market-data';
import { RequestBudget } from '#engine/budget/request-budget';
import type { Clock } from '#engine/ports/clock';
import type { DataProvider, DataProviderDefinition, ProviderDirectory } from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import type { Log } from '#engine/ports/log';
import type { DocumentStore } from '#engine/ports/market-store';
import type {
  NewsDirectory,
  NewsProvider,
  NewsProviderDefinition,
  NewsSettings,
} from '#engine/ports/news-provider';
import type { OptionChainProvider, OptionChainProviderDefinition } from '#engine/ports/option-chains';
import { ProviderError } from '#engine/ports/provider-error';
import { NEWS_SOURCES } from './news-sources.ts';
import { OPTION_SOURCES } from './option-sources.ts';
import { PROVIDERS } from './providers.ts';
import { STREAMS } from './streams.ts';

/** What a command may set for one provider. */
export interface ProviderOverrides {
  readonly baseUrl?: string;
  /** Environment variable that holds its key. */
  readonly keyVariable?: string;
}

export interface ProviderDeskPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly documents: DocumentStore;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly random: () => number;
  readonly userAgent: string;
  readonly overrides: Readonly<Record<string, ProviderOverrides>>;
  readonly newsSettings: () => NewsSettings;
}

type Definition = DataProviderDefinition | NewsProviderDefinition | OptionChainProviderDefinition;

type Outcome = Pick<ProviderInfo, 'lastSuccessTime' | 'lastError'>;

const HEALTH = 'provider-health';
const NO_OUTCOME: Outcome = { lastSuccessTime: null, lastError: null };

/**
 * Opens providers with their address, key and budget, and remembers how their last request went. Keys come from
 * environment variables and are kept nowhere.
 */
export class ProviderDesk implements ProviderDirectory, NewsDirectory {
  readonly #ports: ProviderDeskPorts;
  readonly #opened = new Map<string, DataProvider>();
  readonly #openedNews = new Map<string, NewsProvider>();
  readonly #openedOptions = new Map<string, OptionChainProvider>();

  constructor(ports: ProviderDeskPorts) {
    this.#ports = ports;
    for (const id of Object.keys(ports.overrides)) anyDefinitionOf(id);
  }

  ids(): readonly string[] {
    return PROVIDERS.map(({ id }) => id);
  }

  open(id: string): DataProvider {
    const opened = this.#opened.get(id);
    if (opened) return opened;
    const definition = definitionOf(id);
    const provider = this.#watched(
      definition.create({ ...this.connectionOf(id), now: () => this.#ports.clock.now() }),
    );
    this.#opened.set(id, provider);
    return provider;
  }

  newsIds(): readonly string[] {
    return NEWS_SOURCES.map(({ id }) => id);
  }

  readyNewsIds(): readonly string[] {
    const settings = this.#ports.newsSettings();
    return NEWS_SOURCES.filter(
      (one) => (one.isEnabled?.(settings) ?? true) && (one.keyUrl === '' || this.#key(one) !== ''),
    ).map(({ id }) => id);
  }

  openNews(id: string): NewsProvider {
    const opened = this.#openedNews.get(id);
    if (opened) return opened;
    const definition = newsDefinitionOf(id);
    const provider = definition.create({
      ...this.#connection(definition, definition.baseUrl),
      connect: (baseUrl) => this.#connection(definition, baseUrl).http,
      now: () => this.#ports.clock.now(),
      settings: this.#ports.newsSettings,
    });
    const watched: NewsProvider = {
      ...provider,
      headlines: (request) => this.#watch(id, provider.headlines(request)),
      check: (signal) => this.#watch(id, provider.check(signal)),
    };
    this.#openedNews.set(id, watched);
    return watched;
  }

  /** A vendor of option chains. Throws as {@link open} does. */
  openOptions(id: string): OptionChainProvider {
    const opened = this.#openedOptions.get(id);
    if (opened) return opened;
    const definition = found(id, OPTION_SOURCES);
    const provider = definition.create({
      ...this.#connection(definition, definition.baseUrl),
      connect: (baseUrl) => this.#connection(definition, baseUrl).http,
      now: () => this.#ports.clock.now(),
      clock: this.#ports.clock,
    });
    const watched: OptionChainProvider = {
      ...provider,
      expirations: (underlying, signal) => this.#watch(id, provider.expirations(underlying, signal)),
      chain: (request) => this.#watch(id, provider.chain(request)),
      check: (signal) => this.#watch(id, provider.check(signal)),
    };
    this.#openedOptions.set(id, watched);
    return watched;
  }

  /** How one provider is spoken to: its key and a client within its budget. Throws as {@link open} does. */
  connectionOf(id: string): { readonly http: HttpClient; readonly key: string } {
    const definition = definitionOf(id);
    return this.#connection(definition, definition.baseUrl);
  }

  #connection(definition: Definition, baseUrl: string): { readonly http: HttpClient; readonly key: string } {
    const { id, name, keyUrl } = definition;
    const { clock, random, log, userAgent, overrides, environment } = this.#ports;
    const key = this.#key(definition);
    if (keyUrl !== '' && key === '') {
      const form = 'keyForm' in definition && definition.keyForm ? ` (${definition.keyForm})` : '';
      throw new ProviderError(
        'unauthorised',
        name,
        `it needs a key; get one at ${keyUrl} and put it${form} into the environment variable ${this.#keyVariable(definition)}`,
      );
    }
    const http = createFetchClient({
      provider: name,
      baseUrl: overrides[id]?.baseUrl ?? (environment[variableOf(id, 'URL')] || baseUrl),
      clock,
      random,
      log,
      userAgent,
      beforeSend: () => this.#budget(definition).spend(),
    });
    return { http, key };
  }

  /** Where a provider's key comes from, null when it needs none, and whether there is one. */
  keyOf(id: string): { readonly variable: string | null; readonly isThere: boolean } {
    const definition = anyDefinitionOf(id);
    const isNeeded = definition.keyUrl !== '';
    return {
      variable: isNeeded ? this.#keyVariable(definition) : null,
      isThere: this.#key(definition) !== '',
    };
  }

  list(): ProviderInfo[] {
    const newsOnly = NEWS_SOURCES.filter(({ id }) => !PROVIDERS.some((one) => one.id === id));
    return [...PROVIDERS, ...newsOnly, ...OPTION_SOURCES].map((definition) => this.#info(definition));
  }

  /** Asks a vendor for little and answers with its state after that. Throws as {@link open} does, or what it was refused with. */
  async check(id: string, signal?: AbortSignal): Promise<ProviderInfo> {
    const definition = anyDefinitionOf(id);
    await this.#anyOf(id).check(signal);
    return this.#info(definition);
  }

  #anyOf(id: string): { check(signal?: AbortSignal): Promise<void> } {
    if (PROVIDERS.some((one) => one.id === id)) return this.open(id);
    return OPTION_SOURCES.some((one) => one.id === id) ? this.openOptions(id) : this.openNews(id);
  }

  #info(definition: Definition): ProviderInfo {
    const { id, name, capabilities } = definition;
    const bars = 'timeframes' in capabilities ? capabilities : undefined;
    const news = NEWS_SOURCES.find((one) => one.id === id);
    const key = this.keyOf(id);
    const outcome = this.#outcome(id);
    const { lastSuccessTime, lastError } = outcome;
    return {
      id,
      name,
      gives: [
        ...(bars ? (['bars'] as const) : []),
        ...(news ? (['headlines'] as const) : []),
        ...(bars?.hasFundamentals ? (['fundamentals'] as const) : []),
        ...(STREAMS.some((one) => one.id === id) ? (['stream'] as const) : []),
        ...(OPTION_SOURCES.some((one) => one.id === id) ? (['options'] as const) : []),
      ],
      isEnabled:
        news === undefined || bars !== undefined || (news.isEnabled?.(this.#ports.newsSettings()) ?? true),
      access: capabilities.access,
      keyVariable: key.variable,
      hasKey: key.isThere,
      assetClasses: [...(bars?.assetClasses ?? [])],
      timeframes: [...(bars?.timeframes ?? [])],
      historyDepthDays: { ...bars?.historyDepth },
      isStreaming: bars?.isStreaming ?? false,
      note: bars && news ? `${capabilities.note} ${news.capabilities.note}` : capabilities.note,
      budget: this.#budget(definition).state(),
      health: healthOf(outcome),
      lastSuccessTime,
      lastError,
    };
  }

  #watched(provider: DataProvider): DataProvider {
    const { id, search, fundamentals } = provider;
    return {
      id,
      name: provider.name,
      capabilities: provider.capabilities,
      bars: (request) => this.#watch(id, provider.bars(request)),
      check: (signal) => this.#watch(id, provider.check(signal)),
      ...(search ? { search: (text, signal) => this.#watch(id, search(text, signal)) } : {}),
      ...(fundamentals ? { fundamentals: (request) => this.#watch(id, fundamentals(request)) } : {}),
    };
  }

  async #watch<Answer>(id: string, work: Promise<Answer>): Promise<Answer> {
    try {
      const answer = await work;
      this.#remember(id, { lastSuccessTime: this.#ports.clock.now() });
      return answer;
    } catch (error) {
      if (error instanceof ProviderError) this.#rememberError(id, error);
      throw error;
    }
  }

  #rememberError(id: string, error: ProviderError): void {
    const { kind, message } = error;
    this.#ports.log.info('a data provider did not serve', { provider: id, kind, error: message });
    // A symbol that does not exist says nothing against the one who knows it does not.
    if (kind === 'not-found' || kind === 'unsupported')
      this.#remember(id, { lastSuccessTime: this.#ports.clock.now() });
    else this.#remember(id, { lastError: { time: this.#ports.clock.now(), kind, message } });
  }

  #remember(id: string, change: Partial<Outcome>): void {
    this.#ports.documents.put(HEALTH, id, { ...this.#outcome(id), ...change });
  }

  #outcome(id: string): Outcome {
    const { documents, clock } = this.#ports;
    return (documents.get(HEALTH, id, clock.now()) as Outcome | undefined) ?? NO_OUTCOME;
  }

  #budget({ id, name, capabilities }: Definition): RequestBudget {
    const { documents, clock } = this.#ports;
    return new RequestBudget({ id, name, rules: capabilities.budget, documents, clock });
  }

  #key(definition: Definition): string {
    return this.#ports.environment[this.#keyVariable(definition)]?.trim() ?? '';
  }

  #keyVariable({ id }: Definition): string {
    return this.#ports.overrides[id]?.keyVariable ?? variableOf(id, 'KEY');
  }
}

/** `OCTOPUS_ALPHA_VANTAGE_KEY` */
export function variableOf(id: string, what: 'KEY' | 'URL' | 'STREAM_URL'): string {
  return `OCTOPUS_${id.toUpperCase().replaceAll('-', '_')}_${what}`;
}

function definitionOf(id: string): DataProviderDefinition {
  return found(id, PROVIDERS);
}

function newsDefinitionOf(id: string): NewsProviderDefinition {
  return found(id, NEWS_SOURCES);
}

function anyDefinitionOf(id: string): Definition {
  return found<Definition>(id, [...PROVIDERS, ...NEWS_SOURCES, ...OPTION_SOURCES]);
}

function found<One extends Definition>(id: string, all: readonly One[]): One {
  const definition = all.find((one) => one.id === id);
  if (definition) return definition;
  const known = all.map((one) => one.id);
  throw new OctopusError('BAD_REQUEST', unknownName('provider', id, known), { known });
}

function healthOf({ lastSuccessTime, lastError }: Outcome): ProviderInfo['health'] {
  if (lastSuccessTime === null && lastError === null) return 'unknown';
  return (lastError?.time ?? 0) >= (lastSuccessTime ?? 0) ? 'failing' : 'ok';
}
