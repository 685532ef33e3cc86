import { LiveFeed } from '#agents/data-collector/live/live-feed';
import { LiveQuarantine } from '#agents/data-collector/live/live-quarantine';
import { SlotLedger } from '#agents/data-collector/live/slot-ledger';
import type { TickRefusal } from '#agents/data-collector/tick-gate';
import { createTickRecorder, type TickRecorder } from '#agents/data-warehouse/tick-recorder';
import type { AlertBook } from '#agents/realtime-processor/alert-book';
import { LiveBars } from '#agents/realtime-processor/live-bars';
import { PriceSources } from '#agents/realtime-processor/price-sources';
import { OctopusError } from '#contract/errors';
import type { StreamSource, SubscriptionView } from '#contract/services/streams';
import type { DataType } from '#domain/market/data-type';
import type { OrderBook } from '#domain/market/order-book';
import type { TickBatch } from '#domain/market/tick-batch';
import { TradingDay } from '#domain/market/trading-day';
import type { Bus } from '#engine/bus/bus';
import { LiveCollection } from '#engine/bus/live-collection';
import type { QuoteBoard } from '#engine/cache/quote-board';
import { readBarsOfAnyLength } from '#engine/market/read-bars-of-any-length';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { DocumentStore, MarketStore, TickLog } from '#engine/ports/market-store';
import type { BarSource } from '#engine/ports/provenance';
import { leaveOut } from '#engine/stream/leave-out';
import { LONGER_FRAMES } from '#engine/stream/rebuild-longer';
import { type TickConsumer, TickFanOut } from '#engine/stream/tick-fan-out';
import type { KnownInstruments } from '../accounts/known-instruments.ts';
import { alertOnClosedBar } from './alert-on-closed-bar.ts';
import { BarRepairs } from './bar-repairs.ts';
import { BookWatch } from './book-watch.ts';
import type { LiveHistory } from './live-history.ts';
import { probeStream, type StreamProbe } from './probe-stream.ts';
import { SourceGates } from './source-gates.ts';
import { StreamBook } from './stream-book.ts';
import type { StreamDesk } from './stream-desk.ts';
import { streamSourceView } from './stream-source-view.ts';
import { StreamedDays } from './streamed-days.ts';

export interface LiveMarketPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly bus: Bus;
  readonly board: QuoteBoard;
  readonly market: MarketStore & TickLog;
  readonly documents: DocumentStore;
  readonly streams: StreamDesk;
  readonly instruments: KnownInstruments;
  readonly alerts: AlertBook;
  /** The replay session plays this symbol: board and alerts are its own. */
  readonly isPlayed: (symbol: string) => boolean;
  /** Nothing can be kept in the store: nothing is streamed. */
  readonly isReadOnly: boolean;
  readonly history: LiveHistory;
  readonly tell: (severity: 'info' | 'warning' | 'error', title: string, text: string) => void;
}

const PULSE_MS = 1_000;
/** What is played again is old by intent, and is neither stored anew nor made into stored bars. */
const REPLAY = 'replay';
const SIMULATED = 'simulated';

/** Who takes a symbol's book as it changed; it is good during the call. */
export type BookConsumer = (symbol: string, book: OrderBook, eventTime: number) => void;

/** Live prices from their sources to everyone who needs them: judged, published once, recorded, made into bars. */
export class LiveMarket {
  readonly feed: LiveFeed;
  readonly bars: LiveBars;
  readonly books: BookWatch;
  readonly recorder: TickRecorder;
  readonly subscriptions = new LiveCollection<SubscriptionView>(({ symbol }) => symbol);
  readonly sources = new LiveCollection<StreamSource>(({ id }) => id);
  readonly #ports: LiveMarketPorts;
  readonly #gates: SourceGates;
  readonly #ledger = new SlotLedger();
  readonly #quarantine: LiveQuarantine;
  readonly #fanOut: TickFanOut;
  readonly #priceSources: PriceSources;
  /** Whom each symbol was last heard from; it stays when that one ended or was left. */
  readonly #heardFrom = new Map<string, string>();
  readonly #book: StreamBook;
  readonly #days: StreamedDays;
  readonly #repairs: BarRepairs;
  readonly #bookConsumers = new Set<BookConsumer>();
  readonly #stops: (() => void)[] = [];
  #source = '';

  constructor(ports: LiveMarketPorts) {
    this.#ports = ports;
    const { clock, log, board, bus, market, streams, alerts, instruments } = ports;
    const symbolOf = (slot: number): string => board.symbols[slot] ?? '-';
    const isPlayed = (slot: number): boolean => ports.isPlayed(symbolOf(slot));
    this.books = new BookWatch(clock);
    this.#book = new StreamBook(ports.documents, clock);
    this.#repairs = new BarRepairs(ports);
    this.#quarantine = new LiveQuarantine({ symbolOf, now: () => clock.now() });
    const onRefused = (batch: TickBatch, row: number, reason: TickRefusal): void =>
      this.#quarantine.refused(this.#source, batch, row, reason);
    this.#gates = new SourceGates(streams.definitions, onRefused);
    this.bars = new LiveBars({
      board,
      market: {
        // A whole series is asked for by who shows it: what was imported in shorter bars belongs to it.
        readBars: async (symbol, timeframe, range) =>
          range === undefined
            ? (await readBarsOfAnyLength(market, symbol, timeframe)).bars
            : market.readBars(symbol, timeframe, range),
        putBars: (...bars) => this.#putBars(...bars),
      },
      bus,
      clock,
      dayOf: (slot) => new TradingDay(instruments.calendarOf(symbolOf(slot))),
      sourceOf: (symbol) => this.#barSourceOf(symbol),
      isPast: (slot) => this.#isReplay(symbolOf(slot)),
      isHidden: isPlayed,
      onStoreFailure: (symbol, timeframe, error) =>
        log.error('closed bars could not be stored', { symbol, timeframe, error: String(error) }),
      onClosed: (symbol, timeframe, bar) => {
        if (timeframe === '1d') this.#days.ended(symbol, bar.close);
        if (!alerts.hearsBars(symbol, timeframe) || ports.isPlayed(symbol)) return;
        alertOnClosedBar({ alerts, bars: this.bars }, { symbol, timeframe, bar }).catch((error: unknown) =>
          log.warn('an alert did not see a bar', { symbol, error: String(error) }),
        );
      },
    });
    this.#days = new StreamedDays({ ...ports, bars: this.bars });
    this.#priceSources = new PriceSources((slot, source) => this.bars.setPriceSource(slot, source));
    this.recorder = createTickRecorder({
      log: market,
      clock,
      symbolOf,
      tell: (severity, text) => ports.tell(severity, 'Recording of live prices', text),
    });
    this.#fanOut = new TickFanOut((consumer, error, sequence) =>
      log.error('a consumer of live ticks failed', { consumer, sequence, error: String(error) }),
    );
    this.#fanOut.add(leaveOut({ name: 'cache', take: (batch) => board.publishTicks(batch) }, isPlayed));
    this.#fanOut.add(this.bars);
    this.#fanOut.add(
      leaveOut({ name: 'alerts', take: (batch) => alerts.onBatch(batch, symbolOf) }, isPlayed),
    );
    this.#fanOut.add({ name: 'warehouse', take: (batch) => this.recorder.take(batch) });
    this.feed = new LiveFeed(
      {
        directory: streams,
        clock,
        log,
        slotOf: (symbol) => board.slot(symbol),
        counts: (slot) => this.#ledger.of(slot),
        ticks: (source, batch) => this.#take(source, batch),
        book: (slot, book, eventTime) => {
          const symbol = symbolOf(slot);
          for (const take of this.#bookConsumers) this.#tellBook(take, symbol, book, eventTime);
          this.books.take(symbol, book, eventTime);
        },
        unreadable: (source, raw, reason) => this.#quarantine.unreadable(source, raw, reason),
        sourceChanged: (slot, source) => this.#begin(slot, source),
        dataTypeOf: (symbol) => instruments.dataTypeOf(symbol),
        isMarketOpen: (symbol, time) => {
          const sessions = instruments.calendarOf(symbol).sessionsBetween(time, time + 1);
          return sessions.length > 0;
        },
        newestMinute: async (symbol) => {
          const newest = await market.readBars(symbol, '1m', { limit: 1 });
          return newest.time[0];
        },
        backfill: (symbol, from, to) => this.#backfill(symbol, from, to),
        keep: (symbol, chain) => this.#book.keep(symbol, chain),
        forget: (symbol) => this.#book.forget(symbol),
        changed: (symbols, ids) => this.#show(symbols, ids),
      },
      this.#book.values(),
    );
    this.#show(
      [],
      streams.definitions.map(({ id }) => id),
    );
    this.#stops.push(
      this.bars.start(),
      clock.every(PULSE_MS, () => this.#pulse()),
    );
  }

  /** Takes up what was subscribed when the engine last stopped. */
  restore(): void {
    for (const { symbol, chain } of this.#book.subscriptions()) {
      try {
        this.feed.subscribe([symbol], chain);
      } catch (error) {
        this.#ports.log.warn('a subscription could not be taken up', { symbol, error: String(error) });
      }
    }
  }

  /** As {@link StreamBook.keepNothing}. */
  keepNothing(): void {
    this.#book.keepNothing();
  }

  /** As {@link LiveFeed.subscribe}; throws STORE_READ_ONLY where nothing of it could be kept. */
  subscribe(symbols: readonly string[], chain?: readonly string[], dataType?: DataType): SubscriptionView[] {
    this.#requireWritable();
    return this.feed.subscribe(symbols, chain, dataType);
  }

  unsubscribe(symbols: readonly string[]): number {
    this.#requireWritable();
    const removed = this.feed.unsubscribe(symbols);
    for (const symbol of symbols) {
      this.subscriptions.remove(symbol);
      this.#days.forget(symbol);
      const slot = this.#ports.board.find(symbol);
      if (slot === undefined) continue;
      this.bars.unfollow(slot);
      this.#priceSources.forget(slot);
    }
    return removed;
  }

  configure(source: string, values: Readonly<Record<string, number>>): StreamSource {
    this.#requireWritable();
    const kept = { ...this.#book.values()[source], ...values };
    this.feed.configure(source, kept);
    this.#book.putValues(source, kept);
    this.#show([], [source]);
    return this.#sourceView(source);
  }

  /** As {@link probeStream}, for one of the streams there are. */
  probe(id: string, symbol: string, limitMs: number): Promise<StreamProbe> {
    const { streams, clock } = this.#ports;
    return probeStream({ directory: streams, clock }, { id, symbol, limitMs });
  }

  /** Id of the stream that a symbol is heard from; null for one that is played again, and one that was never heard. */
  sourceOf(symbol: string): string | null {
    const source = this.#heardFrom.get(symbol) ?? null;
    return source === REPLAY ? null : source;
  }

  /** Every book is told as it changes, until the answer is called. One who throws harms no other. */
  addBookConsumer(take: BookConsumer): () => void {
    this.#bookConsumers.add(take);
    return () => this.#bookConsumers.delete(take);
  }

  /** Gives a consumer every judged batch from the next one on, until the answer is called. */
  addConsumer(consumer: TickConsumer): () => void {
    return this.#fanOut.add(consumer);
  }

  /** Whether a symbol's prices on the screen are those of a stream. */
  isStreamed(symbol: string): boolean {
    return this.feed.has(symbol);
  }

  async close(): Promise<void> {
    this.feed.close();
    for (const stop of this.#stops.splice(0)) stop();
    this.books.close();
    if (this.#ports.isReadOnly) return;
    this.recorder.close();
    await this.bars.storeForming();
    await this.#putQuarantine();
  }

  #tellBook(take: BookConsumer, ...told: Parameters<BookConsumer>): void {
    try {
      take(...told);
    } catch (error) {
      this.#ports.log.error('a consumer of live books failed', { symbol: told[0], error: String(error) });
    }
  }

  #requireWritable(): void {
    if (!this.#ports.isReadOnly) return;
    throw new OctopusError(
      'STORE_READ_ONLY',
      'streams cannot be changed: the data folder can only be read; make it writable, or choose another',
    );
  }

  /** What stored bars of a symbol bear: made-up prices are told from those of a market for ever. */
  #barSourceOf(symbol: string): BarSource {
    const source = this.#heardFrom.get(symbol);
    const definition = this.#ports.streams.definitions.find(({ id }) => id === source);
    const kind = definition?.capabilities.isSimulated === true ? 'simulated' : 'stream';
    return { source: source ?? 'live stream', kind };
  }

  #isReplay(symbol: string): boolean {
    return this.#heardFrom.get(symbol) === REPLAY;
  }

  #take(source: string, batch: TickBatch): void {
    this.#source = source;
    this.#ledger.seen(batch);
    this.#gates.of(source).judge(batch);
    this.#ledger.accepted(batch);
    this.#priceSources.take(batch);
    this.#fanOut.publish(batch);
  }

  #begin(slot: number, source: string): void {
    const { board, instruments, log, streams } = this.#ports;
    const symbol = board.symbols[slot]!;
    const gives = streams.definitions.find(({ id }) => id === source)?.capabilities.gives;
    this.#heardFrom.set(symbol, source);
    this.#gates.forget(slot);
    this.#ledger.clear(slot);
    this.recorder.keep(slot, source !== REPLAY);
    const givesTrades = gives?.includes('trades') ?? true;
    this.#priceSources.begin(slot, givesTrades && instruments.dataTypeOf(symbol) !== 'forex');
    this.#days.begin(symbol);
    this.bars
      .follow(symbol, slot, 'trades')
      .then(() => this.#days.show(symbol))
      .catch((error: unknown) => log.warn('stored bars could not be read', { symbol, error: String(error) }));
  }

  async #putBars(...[symbol, timeframe, bars, ...rest]: Parameters<MarketStore['putBars']>) {
    if (this.#isReplay(symbol)) return { stored: 0, duplicate: 0, revised: 0 };
    return this.#ports.market.putBars(symbol, timeframe, bars, ...rest);
  }

  async #backfill(symbol: string, from: number, to: number): Promise<number> {
    const { history } = this.#ports;
    const source = this.#heardFrom.get(symbol) ?? '';
    if (source === REPLAY) return 0;
    if (source === SIMULATED) this.#requireUsualMarket();
    const bars = await history.fillMinutes(symbol, source, from, to);
    await this.#repairs.repair(symbol, from, to);
    await this.bars.complete(symbol);
    for (const timeframe of ['1m', ...LONGER_FRAMES] as const) await this.bars.reload(symbol, timeframe);
    await history.fillDays(symbol, source);
    await this.#days.show(symbol);
    return bars;
  }

  /** History of the simulated market is that of its usual numbers: with others it is another market. */
  #requireUsualMarket(): void {
    const { parameters } = this.#sourceView(SIMULATED);
    const changed = parameters.find((one) => one.value !== one.default);
    if (changed)
      throw new OctopusError(
        'BAD_REQUEST',
        `the simulated market has history for its usual numbers alone; ${changed.name} is ${changed.value}, not ${changed.default}`,
      );
  }

  #pulse(): void {
    this.#days.noticeSession(this.feed.symbols());
    this.#repairs.pulse();
    this.#putQuarantine().catch((error: unknown) =>
      this.#ports.log.error('refused ticks could not be kept', { error: String(error) }),
    );
  }

  async #putQuarantine(): Promise<void> {
    const entries = this.#quarantine.take();
    if (entries.length === 0) return;
    try {
      await this.#ports.market.putQuarantine(entries);
    } catch (error) {
      this.#quarantine.giveBack(entries);
      throw error;
    }
  }

  #show(symbols: readonly string[], ids: readonly string[]): void {
    // The feed tells of its sources while it is being made.
    if (!this.feed) return;
    this.subscriptions.upsert(...symbols.flatMap((symbol) => this.feed.view(symbol) ?? []));
    this.sources.upsert(...ids.map((id) => this.#sourceView(id)));
  }

  #sourceView(id: string): StreamSource {
    const { streams } = this.#ports;
    const definition = streams.definitions.find((one) => one.id === id)!;
    return streamSourceView(definition, {
      key: streams.keyOf(id),
      values: this.#book.values()[id],
      state: this.feed.sourceState(id),
    });
  }
}
