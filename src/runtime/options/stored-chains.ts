import { OctopusError } from '#contract/errors';
import type { ChainImport } from '#contract/services/options';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { expirationTime } from '#domain/options/expiration';
import type { OptionChain } from '#domain/options/option-chain';
import { readChainCsv } from '#domain/options/read-chain-csv';
import type { Clock } from '#engine/ports/clock';
import type { DocumentStore, MarketStore } from '#engine/ports/market-store';
import type { OptionChainProvider } from '#engine/ports/option-chains';

export interface StoredChainsPorts {
  readonly documents: DocumentStore;
  readonly market: Pick<MarketStore, 'putQuarantine'>;
  readonly clock: Clock;
  readonly createId: () => string;
}

/** As it is kept: one an underlying. */
interface StoredChain extends OptionChain {
  readonly fileName: string;
  readonly quoteTime: number;
}

const COLLECTION = 'option-chains';
const REASONS_TOLD = 5;

/** Chains that were imported from files, one an underlying. */
export class StoredChains implements OptionChainProvider {
  readonly id = 'imported';
  readonly name = 'Imported chain';
  readonly capabilities: OptionChainProvider['capabilities'] = {
    delayMs: 0,
    hasOpenInterest: true,
    isSimulated: false,
    access: 'free',
    budget: [],
    note: 'From a file, as of the moment its rows bear.',
  };
  readonly #ports: StoredChainsPorts;

  constructor(ports: StoredChainsPorts) {
    this.#ports = ports;
  }

  find(underlying: string): StoredChain | undefined {
    const { documents, clock } = this.#ports;
    return documents.get(COLLECTION, underlying, clock.now()) as StoredChain | undefined;
  }

  expirations(underlying: string): Promise<readonly string[]> {
    const { quotes, quoteTime } = this.#require(underlying);
    const dates = quotes.flatMap(({ symbol }) => parseOptionSymbol(symbol)?.expiration ?? []);
    return Promise.resolve([...new Set(dates)].filter((date) => expirationTime(date) > quoteTime).sort());
  }

  chain({ underlying, expiration }: { readonly underlying: string; readonly expiration: string }) {
    const { quotes, ...stored } = this.#require(underlying);
    const own = quotes.filter(({ symbol }) => parseOptionSymbol(symbol)?.expiration === expiration);
    return Promise.resolve({ ...stored, quotes: own, setAside: [] });
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  /** Keeps the chains of a CSV text; its refused rows go to quarantine. Throws a BAD_REQUEST for a text that is no such file. */
  async importText(fileName: string, text: string): Promise<ChainImport> {
    const { documents, market, clock, createId } = this.#ports;
    const file = read(fileName, text);
    for (const chain of file.chains) documents.put(COLLECTION, chain.underlying, { ...chain, fileName });
    await market.putQuarantine(
      file.refused.map(({ line, underlying, reason, raw }) => ({
        id: createId(),
        symbol: underlying,
        source: fileName,
        line,
        reason,
        raw,
        receivedTime: clock.now(),
      })),
    );
    return {
      chains: file.chains.map(({ underlying, quoteTime, quotes }) => ({
        underlying,
        quoteTime,
        contracts: quotes.length,
        expirations: new Set(quotes.map(({ symbol }) => parseOptionSymbol(symbol)?.expiration)).size,
      })),
      rowsRead: file.rowsRead,
      rowsOlder: file.rowsOlder,
      rowsQuarantined: file.refused.length,
      reasons: file.refused.slice(0, REASONS_TOLD).map(({ reason }) => `${fileName} ${reason}`),
    };
  }

  #require(underlying: string): StoredChain {
    const stored = this.find(underlying);
    if (stored) return stored;
    throw new OctopusError(
      'NOT_FOUND',
      `no chain of ${underlying} has been imported; import a CSV file of one`,
    );
  }
}

function read(fileName: string, text: string): ReturnType<typeof readChainCsv> {
  try {
    return readChainCsv(text);
  } catch (error) {
    if (error instanceof RangeError) throw new OctopusError('BAD_REQUEST', `${fileName}: ${error.message}`);
    throw error;
  }
}
