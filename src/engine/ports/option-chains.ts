import type { OptionChain, OptionQuote } from '#domain/options/option-chain';
import type { Clock } from './clock.ts';
import type { BudgetRule } from './data-provider.ts';
import type { HttpClient } from './http-client.ts';

export interface OptionChainCapabilities {
  /** By how much quotes are late on the plan everybody has, milliseconds; 0 when they are not. */
  readonly delayMs: number;
  readonly hasOpenInterest: boolean;
  /** Its prices are made up; whoever shows them says so. */
  readonly isSimulated: boolean;
  readonly access: 'free' | 'keyed' | 'unofficial';
  readonly budget: readonly BudgetRule[];
  /** What to know before relying on it, in a sentence or two. */
  readonly note: string;
}

export interface OptionChainRequest {
  /** As the person writes it; the adapter turns it into the vendor's form. */
  readonly underlying: string;
  /** `2026-12-18` */
  readonly expiration: string;
  readonly signal?: AbortSignal | undefined;
}

/** A chain, and what of it could not be read: adjusted contracts, rows without a strike. */
export interface ProviderChain extends OptionChain {
  readonly setAside: readonly { readonly raw: string; readonly reason: string }[];
}

/**
 * A source of option chains. Every adapter passes `test/contract/option-chains.ts`. All methods throw a ProviderError, or
 * the reason of the signal when aborted.
 */
export interface OptionChainProvider {
  readonly id: string;
  readonly name: string;
  readonly capabilities: OptionChainCapabilities;
  /** Dates on which options of an underlying expire, ascending, each once; `not-found` where there is none. */
  expirations(underlying: string, signal?: AbortSignal): Promise<readonly string[]>;
  chain(request: OptionChainRequest): Promise<ProviderChain>;
  /** Asks the vendor for little, and throws unless it answers as it should. */
  check(signal?: AbortSignal): Promise<void>;
}

/** Quotes of single options, for those that follow them. */
export interface OptionQuoteSource {
  /**
   * What is quoted of the symbols now, in any order; those that no chain has are left out. Simulated quotes come only
   * where they are asked for. Throws what the source was refused with, when it gives none at all.
   */
  quotesOf(
    symbols: readonly string[],
    options: { readonly isSimulated: boolean; readonly signal?: AbortSignal },
  ): Promise<readonly OptionQuote[]>;
}

/** What an adapter exports: its facts without a connection, and how it is made with one. */
export interface OptionChainProviderDefinition {
  readonly id: string;
  readonly name: string;
  /** Where the vendor is, with no slash at the end. */
  readonly baseUrl: string;
  readonly capabilities: OptionChainCapabilities;
  readonly keyUrl: string;
  /** What the key is made of. */
  readonly keyForm: string;
  create(ports: {
    readonly http: HttpClient;
    /** A client of another address of the vendor, within the same budget. */
    readonly connect: (baseUrl: string) => HttpClient;
    readonly key: string;
    readonly now: () => number;
    /** For a vendor that is spoken to over a line of its own. */
    readonly clock: Clock;
  }): OptionChainProvider;
}
