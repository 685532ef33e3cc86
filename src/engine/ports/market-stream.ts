import type { DataType } from '#domain/market/data-type';
import type { OrderBook } from '#domain/market/order-book';
import type { TickBatch } from '#domain/market/tick-batch';
import type { Clock } from './clock.ts';
import type { HttpClient } from './http-client.ts';
import type { OptionQuoteSource } from './option-chains.ts';
import type { RecordedPrices } from './recorded-prices.ts';
import type { SocketClient } from './socket-client.ts';

/** A symbol as a person writes it, and its slot on the quote board. */
export interface StreamSymbol {
  readonly symbol: string;
  readonly slot: number;
}

export interface StreamCapabilities {
  readonly assetClasses: readonly DataType[];
  readonly gives: readonly ('trades' | 'quotes' | 'book')[];
  /** Symbols one connection takes. */
  readonly symbolsMax: number;
  readonly access: 'free' | 'keyed';
  /** Its symbols begin so, and no others do; absent where symbols are those of a market. */
  readonly symbolPrefix?: string;
  /** Its prices are made up; every screen that shows them says so. */
  readonly isSimulated: boolean;
  /**
   * How old what it tells may be, milliseconds, and it is not asked whether a price has jumped: for one that asks what
   * stands now, which is the close's while the exchange is closed. A day, and jumps are doubted, without it.
   */
  readonly standsMsMax?: number;
  /** What to know before relying on it, in a sentence or two. */
  readonly note: string;
}

export type StreamState =
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'live'; readonly sinceTime: number }
  | { readonly kind: 'waiting'; readonly retryTime: number; readonly reason: string }
  /** It will not try again by itself: key refused, stream ended, closed. */
  | { readonly kind: 'ended'; readonly reason: string };

/** Where a stream puts what it hears. Calls are synchronous; none may throw. */
export interface StreamSink {
  /** Rows in the order they came, unjudged. The batch is emptied by the stream after the call. */
  ticks(batch: TickBatch): void;
  /** The book of a slot changed; it may be read until the next change, and is not to be kept. */
  book(slot: number, book: OrderBook, eventTime: number): void;
  /** A message that nobody can read, as it came. */
  unreadable(raw: string, reason: string): void;
  state(state: StreamState): void;
  /** Something may be missing of these slots from `fromTime` (inclusive) to `toTime` (exclusive): fill it from history. */
  missed(slots: readonly number[], fromTime: number, toTime: number, reason: string): void;
}

/** An open stream. It stays connected, or tries to, until it is closed or ends. */
export interface MarketStream {
  subscribe(symbols: readonly StreamSymbol[]): void;
  unsubscribe(symbols: readonly StreamSymbol[]): void;
  close(): void;
  /** What went wrong since it was opened without ending it, by name: `reconnects`, `unreadable`, `bookResyncs`. */
  readonly counts?: Readonly<Record<string, number>>;
}

export interface StreamPorts {
  readonly socket: SocketClient;
  /** For snapshots; within the budget of the provider of the same id. */
  readonly http: HttpClient;
  /** Empty where none is needed. */
  readonly key: string;
  readonly clock: Clock;
  /** What is stored, for a stream that plays it again. */
  readonly recorded: RecordedPrices;
  /** Option chains, for a stream of single options. */
  readonly optionQuotes: OptionQuoteSource;
  /** 0 to 1, for back-off; never for prices. */
  readonly random: () => number;
}

/** A number that a person may set for a stream, such as its speed. */
export interface StreamParameter {
  readonly name: string;
  readonly label: string;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What an adapter exports. Every one passes `test/contract/market-stream.ts`. */
export interface MarketStreamDefinition {
  readonly id: string;
  readonly name: string;
  /** `wss://…`, with no slash at the end; empty for one that needs no connection. */
  readonly streamUrl: string;
  readonly baseUrl: string;
  readonly keyUrl: string;
  readonly capabilities: StreamCapabilities;
  /** What can be set; none for a vendor's stream. */
  readonly parameters?: readonly StreamParameter[];
  /** `values` by parameter name, within their bounds; what is left out has its default. */
  open(ports: StreamPorts, sink: StreamSink, values?: Readonly<Record<string, number>>): MarketStream;
}

/** The streams there are, ready to be opened. */
export interface StreamDirectory {
  readonly definitions: readonly MarketStreamDefinition[];
  /** Whether what it needs to be opened (a key) is there. */
  isReady(id: string): boolean;
  /** Throws a BAD_REQUEST for an unknown id, a ProviderError `unauthorised` when its key is missing. */
  open(id: string, sink: StreamSink, values: Readonly<Record<string, number>>): MarketStream;
}
