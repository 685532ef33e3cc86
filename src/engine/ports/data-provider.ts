import type { Instrument } from '#domain/instruments/instrument';
import type { DataType } from '#domain/market/data-type';
import type { Timeframe } from '#domain/market/timeframe';
import type { HttpClient } from './http-client.ts';

/** At most `requests` in any `perMs` milliseconds. */
export interface BudgetRule {
  readonly requests: number;
  readonly perMs: number;
}

export interface ProviderCapabilities {
  readonly assetClasses: readonly DataType[];
  readonly timeframes: readonly Timeframe[];
  /** Days that bars of a timeframe reach back; without an entry, as far as the vendor has them. */
  readonly historyDepth: Readonly<Partial<Record<Timeframe, number>>>;
  /** Whether it can push prices as they happen. */
  readonly isStreaming: boolean;
  /** Whether it gives figures of companies' reports. */
  readonly hasFundamentals?: boolean;
  /** Whether it gives values as they were known on a past date. */
  readonly keepsVintages?: boolean;
  /** `unofficial`: nobody promises that it goes on working. */
  readonly access: 'free' | 'keyed' | 'unofficial';
  /** What the vendor's free plan takes, or what we hold ourselves to where it names none. */
  readonly budget: readonly BudgetRule[];
  /** What to know before relying on it, in a sentence or two. */
  readonly note: string;
}

/** A row as the vendor gave it. Values are not judged here: null, text or nonsense goes on to the collector. */
export interface ProviderRow {
  /** Opening instant in milliseconds; a daily bar bears midnight UTC of its exchange date. NaN when it has none. */
  readonly time: number;
  readonly open: unknown;
  readonly high: unknown;
  readonly low: unknown;
  readonly close: unknown;
  readonly volume: unknown;
  /** As it stood in the answer, for quarantine. */
  readonly raw: string;
}

/** What the vendor says of the instrument; the collector decides what to keep. */
export interface InstrumentFacts
  extends Partial<
    Pick<Instrument, 'name' | 'assetClass' | 'currency' | 'timeZone' | 'venue' | 'isTradable'>
  > {
  /** How the vendor changed past prices before giving them. */
  readonly adjustment: 'none' | 'splits' | 'unknown';
  /** `numerator` new shares for `denominator` old ones; told, never applied. */
  readonly splits?: readonly {
    readonly time: number;
    readonly numerator: number;
    readonly denominator: number;
  }[];
  /** Amount a share, in the instrument's currency; told, never applied. */
  readonly dividends?: readonly { readonly time: number; readonly amount: number }[];
}

export interface ProviderBars {
  /** In any order, perhaps repeated, perhaps more than was asked for. */
  readonly rows: readonly ProviderRow[];
  readonly facts: InstrumentFacts;
}

export interface BarRequest {
  /** As the person writes it; the adapter turns it into the vendor's form. */
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Milliseconds, inclusive. */
  readonly from: number;
  /** Milliseconds, exclusive. */
  readonly to: number;
  /** Values as they were known on that date (milliseconds); only of a provider that keeps vintages. */
  readonly asOf?: number;
  readonly signal?: AbortSignal;
  /** 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

export interface SymbolMatch {
  readonly symbol: string;
  readonly name: string;
  readonly dataType: DataType;
}

/** A figure of a company's report as the vendor gave it; the collector judges it. */
export interface FundamentalRow {
  /** What is told, in words of the data model where it has one: `revenue`, `net_income`; the vendor's else. */
  readonly metric: string;
  /** Midnight UTC of the last day of the period; NaN when it cannot be read. */
  readonly periodEnd: number;
  readonly value: unknown;
  /** Currency code, `shares`, `ratio`. */
  readonly unit: string;
  /** When it was published, milliseconds; absent where the vendor does not say. */
  readonly publishedTime?: number;
  /** As it stood in the answer, for quarantine. */
  readonly raw: string;
}

export interface FundamentalsRequest {
  readonly symbol: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A source of past bars. Every adapter passes `test/contract/data-provider.ts`. All methods throw a ProviderError, or
 * the reason of the signal when aborted.
 */
export interface DataProvider {
  readonly id: string;
  readonly name: string;
  readonly capabilities: ProviderCapabilities;
  bars(request: BarRequest): Promise<ProviderBars>;
  search?(text: string, signal?: AbortSignal): Promise<SymbolMatch[]>;
  /** Figures of a company's reports, in any order; of those whose capabilities say so. */
  fundamentals?(request: FundamentalsRequest): Promise<readonly FundamentalRow[]>;
  /** Asks the vendor for little, and throws unless it answers as it should. */
  check(signal?: AbortSignal): Promise<void>;
}

/** What an adapter exports: its facts without a connection, and how it is made with one. */
export interface DataProviderDefinition {
  readonly id: string;
  readonly name: string;
  /** Where the vendor is, with no slash at the end. */
  readonly baseUrl: string;
  readonly capabilities: ProviderCapabilities;
  /** Where a person gets a key; empty when none is needed. */
  readonly keyUrl: string;
  /** `key` is there whenever access is `keyed`. */
  create(ports: {
    readonly http: HttpClient;
    readonly key: string;
    readonly now: () => number;
  }): DataProvider;
}

/** The providers there are, ready to be asked. */
export interface ProviderDirectory {
  ids(): readonly string[];
  /** Throws a BAD_REQUEST for an unknown id, a ProviderError `unauthorised` when its key is missing. */
  open(id: string): DataProvider;
}
