import { createFetchClient } from '#adapters/http/fetch/fetch-client';
import { OctopusError, unknownName } from '#contract/errors';
import type { ProviderInfo } from '#contract/services/market-data';
import { RequestBudget } from '#engine/budget/request-budget';
import type { Clock } from '#engine/ports/clock';
import type { DataProvider, DataProviderDefinition, ProviderDirectory } from '#engine/ports/data-provider';
import type { HttpClient } from '#engine/ports/http-client';
import type { Log } from '#engine/ports/log';
import type { DocumentStore } from '#engine/ports/market-store';
import { ProviderError } from '#engine/ports/provider-error';
import { PROVIDERS } from './providers.ts';

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
}

type Outcome = Pick<ProviderInfo, 'lastSuccessTime' | 'lastError'>;

const HEALTH = 'provider-health';
const NO_OUTCOME: Outcome = { lastSuccessTime: null, lastError: null };

/**
 * Opens providers with their address, key and budget, and remembers how their last request went. Keys come from
 * environment variables and are kept nowhere.
 */
export class ProviderDesk implements ProviderDirectory {
  readonly #ports: ProviderDeskPorts;
  readonly #opened = new Map<string, DataProvider>();

  constructor(ports: ProviderDeskPorts) {
    this.#ports = ports;
    for (const id of Object.keys(ports.overrides)) definitionOf(id);
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

  /** How one provider is spoken to: its key and a client within its budget. Throws as {@link open} does. */
  connectionOf(id: string): { readonly http: HttpClient; readonly key: string } {
    const definition = definitionOf(id);
    const { clock, random, log, userAgent, overrides, environment } = this.#ports;
    const key = this.#key(definition);
    if (definition.keyUrl !== '' && key === '')
      throw new ProviderError(
        'unauthorised',
        definition.name,
        `it needs a key; get one at ${definition.keyUrl} and put it into the environment variable ${this.#keyVariable(definition)}`,
      );
    const http = createFetchClient({
      provider: definition.name,
      baseUrl: overrides[id]?.baseUrl ?? (environment[variableOf(id, 'URL')] || definition.baseUrl),
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
    const definition = definitionOf(id);
    const isNeeded = definition.keyUrl !== '';
    return {
      variable: isNeeded ? this.#keyVariable(definition) : null,
      isThere: this.#key(definition) !== '',
    };
  }

  list(): ProviderInfo[] {
    return PROVIDERS.map((definition): ProviderInfo => {
      const { id, name, capabilities } = definition;
      const key = this.keyOf(id);
      const outcome = this.#outcome(id);
      const { lastSuccessTime, lastError } = outcome;
      return {
        id,
        name,
        access: capabilities.access,
        keyVariable: key.variable,
        hasKey: key.isThere,
        assetClasses: [...capabilities.assetClasses],
        timeframes: [...capabilities.timeframes],
        historyDepthDays: { ...capabilities.historyDepth },
        isStreaming: capabilities.isStreaming,
        note: capabilities.note,
        budget: this.#budget(definition).state(),
        health: healthOf(outcome),
        lastSuccessTime,
        lastError,
      };
    });
  }

  #watched(provider: DataProvider): DataProvider {
    const watch = async <Answer>(work: Promise<Answer>): Promise<Answer> => {
      try {
        const answer = await work;
        this.#remember(provider.id, { lastSuccessTime: this.#ports.clock.now() });
        return answer;
      } catch (error) {
        if (error instanceof ProviderError) this.#rememberError(provider.id, error);
        throw error;
      }
    };
    const { search } = provider;
    return {
      id: provider.id,
      name: provider.name,
      capabilities: provider.capabilities,
      bars: (request) => watch(provider.bars(request)),
      check: (signal) => watch(provider.check(signal)),
      ...(search ? { search: (text, signal) => watch(search(text, signal)) } : {}),
    };
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

  #budget({ id, name, capabilities }: DataProviderDefinition): RequestBudget {
    const { documents, clock } = this.#ports;
    return new RequestBudget({ id, name, rules: capabilities.budget, documents, clock });
  }

  #key(definition: DataProviderDefinition): string {
    return this.#ports.environment[this.#keyVariable(definition)]?.trim() ?? '';
  }

  #keyVariable({ id }: DataProviderDefinition): string {
    return this.#ports.overrides[id]?.keyVariable ?? variableOf(id, 'KEY');
  }
}

/** `OCTOPUS_ALPHA_VANTAGE_KEY` */
export function variableOf(id: string, what: 'KEY' | 'URL' | 'STREAM_URL'): string {
  return `OCTOPUS_${id.toUpperCase().replaceAll('-', '_')}_${what}`;
}

function definitionOf(id: string): DataProviderDefinition {
  const definition = PROVIDERS.find((one) => one.id === id);
  if (definition) return definition;
  const known = PROVIDERS.map((one) => one.id);
  throw new OctopusError('BAD_REQUEST', unknownName('provider', id, known), { known });
}

function healthOf({ lastSuccessTime, lastError }: Outcome): ProviderInfo['health'] {
  if (lastSuccessTime === null && lastError === null) return 'unknown';
  return (lastError?.time ?? 0) >= (lastSuccessTime ?? 0) ? 'failing' : 'ok';
}
