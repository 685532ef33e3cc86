import type { Instrument } from '#domain/instruments/instrument';
import type { BarColumns } from '#domain/market/bar';
import type { CorporateAction } from '#domain/market/corporate-action';
import type { QuoteColumns, TickKind, TradeColumns } from '#domain/market/tick-columns';
import type { Timeframe } from '#domain/market/timeframe';
import type { BarProvenance, BarSource, BarStretch, RevisionSummary } from './provenance.ts';

export interface SeriesSummary {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly bars: number;
  readonly firstTime: number;
  readonly lastTime: number;
  /** Bars that others have taken the place of so far. */
  readonly revisions: number;
}

export interface BarRange {
  /** Inclusive, milliseconds. */
  readonly from?: number;
  /** Exclusive, milliseconds. */
  readonly to?: number;
  /** Newest so many bars of the range. */
  readonly limit?: number;
  /**
   * Milliseconds: bars as this store knew them then. What came later is left out, what was replaced later is as it
   * was. Bars stored before their coming was noted count as known ever since.
   */
  readonly asOf?: number;
}

export type TickRange = Pick<BarRange, 'from' | 'to' | 'limit'>;

export interface TickSeriesSummary {
  readonly symbol: string;
  readonly kind: TickKind;
  readonly ticks: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

/** Ticks of one instrument, in the order of time, on their way to the store. */
export type TickPut =
  | { readonly symbol: string; readonly kind: 'trades'; readonly ticks: TradeColumns }
  | { readonly symbol: string; readonly kind: 'quotes'; readonly ticks: QuoteColumns };

/** The fast way in for ticks that stream. Synchronous and local. */
export interface TickLog {
  /**
   * Adds the ticks of many instruments, all of them or none. Each is taken before the next is asked for, so a
   * generator may fill the same columns again.
   */
  putTickBatches(batches: Iterable<TickPut>): { stored: number; duplicate: number };
  /** Joins what small puts left behind, about `ticksMax` ticks of it; answers how many it wrote anew, 0 when nothing is left. */
  joinTicks(ticksMax: number): number;
}

/** A figure of a company's reports or of an economy, as it was known from `knownTime` on. */
export interface Fundamental {
  readonly symbol: string;
  /** Name of what is told: `revenue`, `earnings_per_share`. */
  readonly metric: string;
  /** Midnight UTC of the last day of the period it is about. */
  readonly periodEnd: number;
  readonly value: number;
  /** Currency, `shares`, `percent` …, as the source names it. */
  readonly unit: string;
  /** Milliseconds: when it was published. */
  readonly knownTime: number;
  readonly source: string;
}

/** What a person wrote down; `symbol` is empty when it is about none. */
export interface Note {
  readonly id: string;
  readonly symbol: string;
  readonly time: number;
  readonly text: string;
}

/** Which of the texts found are wanted: `from` inclusive, `to` exclusive, milliseconds. */
export interface TextRange {
  readonly symbol?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
}

export interface QuarantineEntry {
  readonly id: string;
  readonly symbol: string;
  readonly source: string;
  /** 1-based line of the file, or sequence of the message. */
  readonly line: number;
  readonly reason: string;
  readonly raw: string;
  readonly receivedTime: number;
  /** Only a rule of thumb is broken: a person may take the row as it is. */
  readonly isReleasable?: boolean;
  /** How rows of its source are read, as whoever set it aside wrote it down; left out of lists. */
  readonly context?: string;
}

/** Which rows of quarantine are wanted; `reason` is any part of it, whatever its case. */
export interface QuarantineRange {
  readonly offset?: number | undefined;
  readonly symbol?: string | undefined;
  readonly source?: string | undefined;
  readonly reason?: string | undefined;
}

export interface QuarantineGroup {
  readonly source: string;
  readonly symbol: string;
  readonly rows: number;
}

/** Dated headline as stored; `symbols` are the instruments it speaks of, perhaps none. */
export interface Headline {
  readonly id: string;
  /** When it was public, in milliseconds: nobody could act on it before. */
  readonly time: number;
  readonly title: string;
  /** Who published it, or the file it came from. */
  readonly source: string;
  readonly symbols: readonly string[];
  /** Where the whole text is, when it is told; http or https. */
  readonly url?: string;
  readonly summary?: string;
  /** When this store came to know it, in milliseconds; absent when that was not noted. */
  readonly receivedTime?: number;
}

export interface HeadlineRange extends TextRange {
  /** Leaves out what this store came to know later; headlines without that time count as known ever since. */
  readonly asOf?: number | undefined;
}

/**
 * Market data at rest. Asynchronous, because a team's store is across a network; SQLite answers at once.
 * Every adapter passes `test/contract/market-store.ts`.
 */
export interface MarketStore {
  putInstruments(instruments: readonly Instrument[]): Promise<void>;
  instruments(): Promise<Instrument[]>;
  /**
   * Adds bars; a bar already stored with equal values counts as duplicate, with other values as revised: the newest
   * wins and its predecessor is kept for {@link BarRange.asOf}, with the time it was replaced. New and revised bars are
   * noted as `source`'s; a duplicate stays that of the source which gave it first.
   */
  putBars(
    symbol: string,
    timeframe: Timeframe,
    bars: BarColumns,
    source?: BarSource,
  ): Promise<{ stored: number; duplicate: number; revised: number }>;
  readBars(symbol: string, timeframe: Timeframe, range?: BarRange): Promise<BarColumns>;
  series(): Promise<SeriesSummary[]>;
  /** Where the bars of a range come from, oldest first: every bar is in exactly one stretch, cut by the range. */
  provenance(
    symbol: string,
    timeframe: Timeframe,
    range?: Pick<BarRange, 'from' | 'to'>,
  ): Promise<BarStretch[]>;
  /** What is known of the bar of exactly that time; undefined when there is none. */
  provenanceOf(symbol: string, timeframe: Timeframe, time: number): Promise<BarProvenance | undefined>;
  /** Bars with `from` ≤ time < `to` that others have taken the place of. */
  revisions(
    symbol: string,
    timeframe: Timeframe,
    range?: Pick<BarRange, 'from' | 'to'>,
  ): Promise<RevisionSummary>;
  /** Adds splits and dividends; of one kind and day the newest wins. Answers how many were new or changed. Bars stay as they are. */
  putCorporateActions(symbol: string, actions: readonly CorporateAction[]): Promise<number>;
  /** Oldest first. */
  corporateActions(symbol: string): Promise<CorporateAction[]>;
  /**
   * Adds trades in the order of time. A trade with the time, price, size and sequence of one stored counts as
   * duplicate, the nth such trade without a sequence as that of the nth stored; what is older than the newest stored
   * is merged into its place, behind what has the same time.
   */
  putTrades(symbol: string, trades: TradeColumns): Promise<{ stored: number; duplicate: number }>;
  putQuotes(symbol: string, quotes: QuoteColumns): Promise<{ stored: number; duplicate: number }>;
  /** Ticks with `from` ≤ time < `to` (milliseconds), the newest `limit` of them, oldest first. */
  readTrades(symbol: string, range?: TickRange): Promise<TradeColumns>;
  readQuotes(symbol: string, range?: TickRange): Promise<QuoteColumns>;
  tickSeries(): Promise<TickSeriesSummary[]>;
  putQuarantine(entries: readonly QuarantineEntry[]): Promise<void>;
  /** Rows set aside, newest first, and how many there are of the range. */
  quarantine(limit: number, range?: QuarantineRange): Promise<{ total: number; rows: QuarantineEntry[] }>;
  /** How many rows of which source and symbol are set aside, those that came last first; at most 1,000. */
  quarantineGroups(): Promise<QuarantineGroup[]>;
  /** Those of the ids that are there, with their context. */
  quarantined(ids: readonly string[]): Promise<QuarantineEntry[]>;
  /** Gives a row another text and reason; false when it is not there. */
  changeQuarantined(id: string, raw: string, reason: string, isReleasable: boolean): Promise<boolean>;
  /** Answers how many were there. */
  removeQuarantined(ids: readonly string[]): Promise<number>;
  /** Quarantined rows that came before `time` (milliseconds), and the bytes of their texts. */
  quarantineBefore(time: number): Promise<{ rows: number; bytes: number }>;
  /** Removes quarantined rows that came before `time`; answers how many. */
  deleteQuarantineBefore(time: number): Promise<number>;
  /** Answers how many were new. One that is known by its id stays as it is, but for symbols it did not bear. */
  putHeadlines(headlines: readonly Headline[]): Promise<number>;
  /** Headlines of one symbol with `from` ≤ time < `to`, oldest first. */
  headlines(symbol: string, from: number, to: number): Promise<Headline[]>;
  /**
   * Headlines that hold every one of the words, whatever their case and accents, best match first, newest first among
   * equals; `word*` stands for all that begin so. `from` is inclusive, `to` exclusive, in milliseconds.
   */
  searchHeadlines(words: string, range: HeadlineRange): Promise<Headline[]>;
  /** Headlines whatever their words, newest first. */
  newestHeadlines(range: HeadlineRange): Promise<Headline[]>;
  /** Adds figures; of one symbol, metric, period and known time the newest wins. Answers how many were new or changed. */
  putFundamentals(facts: readonly Fundamental[]): Promise<number>;
  /** Of every metric and period the figure known last at `asOf` (milliseconds, inclusive; now unless told), by metric, then period. */
  fundamentals(symbol: string, asOf?: number): Promise<Fundamental[]>;
  /** Adds a note, or replaces the one of its id. */
  putNote(note: Note): Promise<void>;
  /** As {@link MarketStore.searchHeadlines}; without a word the newest notes of the range. */
  searchNotes(words: string, range: TextRange): Promise<Note[]>;
  /** Removes bars before `time` (milliseconds) and what they replaced; answers how many bars. */
  deleteBarsBefore(symbol: string, timeframe: Timeframe, time: number): Promise<number>;
  /** Removes ticks before `time` (milliseconds); answers how many. */
  deleteTicksBefore(symbol: string, kind: TickKind, time: number): Promise<number>;
  /** Bytes that a series of bars or ticks takes, compressed. */
  storeBytesOf(symbol: string, series: Timeframe | TickKind): Promise<number>;
}

/** Small JSON documents: settings, task results, layouts. Synchronous and local. */
export interface DocumentStore {
  /** The document, or undefined when absent or expired at `now`. */
  get(collection: string, id: string, now: number): unknown;
  put(collection: string, id: string, document: unknown, expiresTime?: number): void;
  remove(collection: string, id: string): boolean;
  /** Unexpired documents of a collection, newest write first. */
  list(collection: string, now: number, limit: number): { id: string; document: unknown }[];
}
