import { OctopusError, unknownName } from '#contract/errors';
import type {
  ChainImport,
  OptionChainView,
  OptionExpiration,
  OptionSource,
} from '#contract/services/options';
import type { Instrument } from '#domain/instruments/instrument';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { nearestIndex } from '#domain/options/named-strategies';
import { newestQuoteTime, type OptionQuote } from '#domain/options/option-chain';
import type { OptionMarket } from '#domain/options/strategy-leg';
import { type ChainRow, quotesByStrike, valueRow } from '#domain/options/value-chain';
import type { Clock } from '#engine/ports/clock';
import type { OptionChainProvider, OptionQuoteSource, ProviderChain } from '#engine/ports/option-chains';
import { OPTION_SOURCES } from '../market-data/option-sources.ts';
import type { ProviderDesk } from '../market-data/provider-desk.ts';
import { expirationView, rowView, sourceView } from './option-views.ts';
import { SimulatedChains } from './simulated-chains.ts';
import { StoredChains, type StoredChainsPorts } from './stored-chains.ts';
import { UnderlyingPrices, type UnderlyingPricesPorts } from './underlying-prices.ts';

export interface OptionDeskPorts extends UnderlyingPricesPorts, Omit<StoredChainsPorts, 'market'> {
  readonly market: UnderlyingPricesPorts['market'] & StoredChainsPorts['market'];
  readonly providers: Pick<ProviderDesk, 'keyOf' | 'openOptions'>;
  readonly instrumentOf: (symbol: string) => Instrument;
  readonly clock: Clock;
  /** The moment a symbol lives in: wall time, or that of the replay it is in. */
  readonly nowOf: (symbol: string) => number;
}

export interface ChainQuestion {
  readonly underlying: string;
  readonly source?: string | undefined;
  readonly ratePct?: number | undefined;
  readonly dividendYieldPct?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A chain as it came, and what it is valued with. */
export interface LoadedChain {
  readonly chain: ProviderChain;
  readonly receivedTime: number;
  readonly quoteTime: number | null;
  /** What quotes are held against to tell which are old: the present, or of a file its newest. */
  readonly seenFrom: number | null;
  readonly market: OptionMarket;
  readonly spotTime: number | null;
  readonly assumptions: OptionChainView['assumptions'];
}

const WEEK_DAYS = 7;
/** A vendor is asked for the same chain no more often. */
const CHAIN_KEPT_MS = 4_000;
const EXPIRATIONS_KEPT_MS = 600_000;
/** Strikes valued before others have their turn. */
const ROWS_AT_A_TIME = 3;

interface Kept<Value> {
  readonly value: Promise<Value>;
  readonly untilTime: number;
}

/** Option chains from whichever source has them, valued with what is stated beside them. */
export class OptionDesk implements OptionQuoteSource {
  readonly prices: UnderlyingPrices;
  readonly #ports: OptionDeskPorts;
  readonly #stored: StoredChains;
  readonly #simulated: SimulatedChains;
  readonly #chains = new Map<string, Kept<ProviderChain>>();
  readonly #expirations = new Map<string, Kept<readonly string[]>>();

  constructor(ports: OptionDeskPorts) {
    this.#ports = ports;
    this.prices = new UnderlyingPrices(ports);
    this.#stored = new StoredChains(ports);
    this.#simulated = new SimulatedChains(this.prices, ports.instrumentOf);
  }

  /** Every source of chains, in the order they are chosen from. */
  sources(underlying: string): OptionSource[] {
    const { providers } = this.#ports;
    const vendors = OPTION_SOURCES.map((definition) => {
      const { variable, isThere } = providers.keyOf(definition.id);
      return sourceView(
        definition,
        isThere ? null : `needs a key: put ${definition.keyForm} into the environment variable ${variable}`,
      );
    });
    const isStored = this.#stored.find(underlying) !== undefined;
    return [
      ...vendors,
      sourceView(this.#stored, isStored ? null : `no chain of ${underlying} has been imported`),
      sourceView(this.#simulated, null),
    ];
  }

  async expirations(
    question: ChainQuestion,
  ): Promise<{ source: OptionSource; expirations: OptionExpiration[] }> {
    const source = this.source(question);
    const dates = await this.#dates(question, source);
    const now = await this.#timeOf(question.underlying, source);
    const expirations = dates.map((date) => expirationView(date, now)).filter(({ time }) => time > now);
    return { source, expirations };
  }

  /** The strikes nearest to the spot, valued; all of the work is done in short turns. */
  async chain(
    question: ChainQuestion & { readonly expiration?: string | undefined; readonly strikes: number },
  ): Promise<OptionChainView> {
    const source = this.source(question);
    const expiration = question.expiration ?? (await this.#nextExpiration(question));
    const loaded = await this.load({ ...question, expiration });
    const all = quotesByStrike(loaded.chain.quotes);
    const strikes = all.map(({ strike }) => strike);
    const middle = nearestIndex(strikes, loaded.market.spot);
    const first = Math.max(
      0,
      Math.min(middle - Math.floor(question.strikes / 2), all.length - question.strikes),
    );
    const shown = all.slice(first, first + question.strikes);
    const rows: ChainRow[] = [];
    for (const [i, row] of shown.entries()) {
      if (i % ROWS_AT_A_TIME === ROWS_AT_A_TIME - 1) await turn();
      rows.push(valueRow(row, loaded.market, loaded.seenFrom));
    }
    return {
      underlying: question.underlying,
      expiration: expirationView(expiration, loaded.market.now),
      source,
      spot: loaded.market.spot,
      spotTime: loaded.spotTime,
      quoteTime: loaded.quoteTime,
      receivedTime: loaded.receivedTime,
      assumptions: loaded.assumptions,
      atTheMoney: strikes[middle] ?? null,
      strikesListed: all.length,
      rows: rows.map(rowView),
      setAside: loaded.chain.setAside.length,
    };
  }

  /** A chain of one expiration with what it is valued with. */
  async load(question: ChainQuestion & { readonly expiration: string }): Promise<LoadedChain> {
    const { underlying } = question;
    const source = this.source(question);
    const chain = await this.#chainOf(question, source);
    const receivedTime = this.#ports.clock.now();
    const quoteTime = newestQuoteTime(chain.quotes);
    const now = quoteTime ?? receivedTime;
    const told = chain.spot ?? (await this.prices.closeAt(underlying, now));
    const { spot, time } =
      told === null
        ? await this.prices.spot(underlying)
        : { spot: told, time: chain.spotTime ?? quoteTime ?? receivedTime };
    const assumptions = await this.prices.assumptions(underlying, { spot, time: now }, question);
    const { ratePct, dividendYieldPct } = assumptions;
    const market = { spot, now, rate: ratePct / 100, dividendYield: dividendYieldPct / 100 };
    const present = this.#ports.nowOf(underlying) - source.delayMs;
    const seenFrom = source.id === this.#stored.id ? quoteTime : Math.max(quoteTime ?? present, present);
    return { chain, receivedTime, quoteTime, seenFrom, market, spotTime: time, assumptions };
  }

  async quotesOf(
    symbols: readonly string[],
    { isSimulated, signal }: { readonly isSimulated: boolean; readonly signal?: AbortSignal },
  ): Promise<readonly OptionQuote[]> {
    const wanted = new Set(symbols);
    const chains = new Map<string, { readonly underlying: string; readonly expiration: string }>();
    for (const symbol of symbols) {
      const contract = parseOptionSymbol(symbol);
      if (contract) chains.set(`${contract.underlying} ${contract.expiration}`, contract);
    }
    const found: OptionQuote[] = [];
    let refusal: unknown;
    for (const { underlying, expiration } of chains.values()) {
      const source = this.sources(underlying).find((one) => one.isReady && one.isSimulated === isSimulated);
      try {
        if (source === undefined)
          throw new OctopusError('NOT_FOUND', `no source of options on ${underlying} is ready`);
        const { quotes } = await this.#chainOf({ underlying, expiration, signal }, source);
        found.push(...quotes.filter(({ symbol }) => wanted.has(symbol)));
      } catch (error) {
        refusal = error;
      }
    }
    if (found.length === 0 && refusal !== undefined) throw refusal;
    return found;
  }

  importText(fileName: string, text: string): Promise<ChainImport> {
    this.#chains.clear();
    this.#expirations.clear();
    return this.#stored.importText(fileName, text);
  }

  /** The source asked for, or the first that is ready. Throws a BAD_REQUEST for one that is unknown or not ready. */
  source({ underlying, source }: Pick<ChainQuestion, 'underlying' | 'source'>): OptionSource {
    const all = this.sources(underlying);
    const chosen =
      source === undefined ? all.find(({ isReady }) => isReady) : all.find(({ id }) => id === source);
    if (chosen === undefined) {
      const known = all.map(({ id }) => id);
      throw new OctopusError('BAD_REQUEST', unknownName('source of options', source ?? '', known), { known });
    }
    if (chosen.problem !== null)
      throw new OctopusError('BAD_REQUEST', `${chosen.name} cannot be asked: ${chosen.problem}`);
    return chosen;
  }

  async #nextExpiration(question: ChainQuestion): Promise<string> {
    const { expirations } = await this.expirations(question);
    const chosen = expirations.find(({ days }) => days >= WEEK_DAYS) ?? expirations.at(-1);
    if (chosen) return chosen.date;
    throw new OctopusError(
      'NOT_FOUND',
      `no options of ${question.underlying} are listed; try another source`,
    );
  }

  /** The time that expirations are seen from: of a chain that is not of now, its own. */
  async #timeOf(underlying: string, { id }: OptionSource): Promise<number> {
    if (id === this.#simulated.id) return (await this.prices.spot(underlying)).time;
    if (id === this.#stored.id) return this.#stored.find(underlying)?.quoteTime ?? 0;
    return this.#ports.clock.now();
  }

  #dates({ underlying, signal }: ChainQuestion, source: OptionSource): Promise<readonly string[]> {
    const provider = this.#provider(source);
    if (this.#isLocal(source)) return provider.expirations(underlying, signal);
    return this.#kept(this.#expirations, `${source.id} ${underlying}`, EXPIRATIONS_KEPT_MS, () =>
      provider.expirations(underlying),
    );
  }

  #chainOf(
    { underlying, expiration, signal }: ChainQuestion & { readonly expiration: string },
    source: OptionSource,
  ): Promise<ProviderChain> {
    const provider = this.#provider(source);
    if (this.#isLocal(source)) return provider.chain({ underlying, expiration, signal });
    return this.#kept(this.#chains, `${source.id} ${underlying} ${expiration}`, CHAIN_KEPT_MS, () =>
      provider.chain({ underlying, expiration }),
    );
  }

  #isLocal({ id }: OptionSource): boolean {
    return id === this.#simulated.id || id === this.#stored.id;
  }

  #provider({ id }: OptionSource): OptionChainProvider {
    if (id === this.#simulated.id) return this.#simulated;
    return id === this.#stored.id ? this.#stored : this.#ports.providers.openOptions(id);
  }

  /** One answer for all who ask within a time; a refusal is not kept. */
  #kept<Value>(
    all: Map<string, Kept<Value>>,
    key: string,
    keptMs: number,
    ask: () => Promise<Value>,
  ): Promise<Value> {
    const now = this.#ports.clock.now();
    for (const [old, { untilTime }] of all) if (untilTime <= now) all.delete(old);
    const held = all.get(key);
    if (held) return held.value;
    const value = ask();
    all.set(key, { value, untilTime: now + keptMs });
    value.catch(() => all.delete(key));
    return value;
  }
}

/** Lets others have their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
