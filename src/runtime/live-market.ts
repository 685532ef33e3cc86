import { LiveFeed } from '#agents/data-collector/live/live-feed';
import { LiveQuarantine } from '#agents/data-collector/live/live-quarantine';
import { SlotLedger } from '#agents/data-collector/live/slot-ledger';
import { TickGate, type TickRefusal } from '#agents/data-collector/tick-gate';
import { createTickRecorder, type TickRecorder } from '#agents/data-warehouse/tick-recorder';
import type { AlertBook } from '#agents/realtime-processor/alert-book';
import { LiveBars } from '#agents/realtime-processor/live-bars';
import type { StreamSource, SubscriptionView } from '#contract/services/streams';
import { bucketStart } from '#domain/market/aggregate-bars';
import { QUOTE_TICK, type TickBatch } from '#domain/market/tick-batch';
import { TradingDay } from '#domain/market/trading-day';
import type { Bus } from '#engine/bus/bus';
import { LiveCollection } from '#engine/bus/live-collection';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { DocumentStore, MarketStore, TickLog } from '#engine/ports/market-store';
import { leaveOut } from '#engine/stream/leave-out';
import { rebuildLonger } from '#engine/stream/rebuild-longer';
import { type TickConsumer, TickFanOut } from '#engine/stream/tick-fan-out';
import { BookWatch } from './book-watch.ts';
import type { KnownInstruments } from './known-instruments.ts';
import type { LiveHistory } from './live-history.ts';
import type { StreamDesk } from './stream-desk.ts';

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
  readonly history: LiveHistory;
  readonly tell: (severity: 'info' | 'warning' | 'error', title: string, text: string) => void;
  readonly consumers?: readonly TickConsumer[];
}

const SUBSCRIPTIONS = 'stream-subscriptions';
const VALUES = 'stream-values';
const SUBSCRIPTIONS_MAX = 1_000;
const PULSE_MS = 1_000;
const HOUR_MS = 3_600_000;
/** Bars that end now may still be written. */
const SETTLE_MS = 10_000;
/** What is played again is old by intent, and is neither stored anew nor made into stored bars. */
const REPLAY = 'replay';

/** Live prices from their sources to everyone who needs them: judged, published once, recorded, made into bars. */
export class LiveMarket {
  readonly feed: LiveFeed;
  readonly bars: LiveBars;
  readonly books: BookWatch;
  readonly recorder: TickRecorder;
  readonly subscriptions = new LiveCollection<SubscriptionView>(({ symbol }) => symbol);
  readonly sources = new LiveCollection<StreamSource>(({ id }) => id);
  readonly #ports: LiveMarketPorts;
  readonly #gates: { readonly live: TickGate; readonly replay: TickGate };
  readonly #ledger = new SlotLedger();
  readonly #quarantine: LiveQuarantine;
  readonly #fanOut: TickFanOut;
  /** Slots whose prices come from trades or quotes, we do not know yet. */
  readonly #undecided = new Set<number>();
  readonly #repairs: {
    readonly symbol: string;
    readonly from: number;
    readonly to: number;
    readonly dueTime: number;
  }[] = [];
  readonly #stops: (() => void)[] = [];
  #source = '';

  constructor(ports: LiveMarketPorts) {
    this.#ports = ports;
    const { clock, log, board, bus, market, documents, streams, alerts, instruments } = ports;
    const symbolOf = (slot: number): string => board.symbols[slot] ?? '-';
    const isPlayed = (slot: number): boolean => ports.isPlayed(symbolOf(slot));
    this.books = new BookWatch(() => clock.now());
    this.#quarantine = new LiveQuarantine({ symbolOf, now: () => clock.now() });
    const onRefused = (batch: TickBatch, row: number, reason: TickRefusal): void =>
      this.#quarantine.refused(this.#source, batch, row, reason);
    this.#gates = {
      live: new TickGate({ onRefused }),
      replay: new TickGate({ onRefused, ageMsMax: Number.MAX_SAFE_INTEGER, jumpShare: 0 }),
    };
    this.bars = new LiveBars({
      board,
      market: {
        readBars: (...request) => market.readBars(...request),
        putBars: (...bars) => this.#putBars(...bars),
      },
      bus,
      clock,
      dayOf: (slot) => new TradingDay(instruments.calendarOf(symbolOf(slot))),
      onStoreFailure: (symbol, timeframe, error) =>
        log.error('closed bars could not be stored', { symbol, timeframe, error: String(error) }),
      onClosed: (symbol, timeframe, bar) => {
        if (timeframe === '1d' && !ports.isPlayed(symbol)) board.openDay(board.slot(symbol), bar.close);
        if (!alerts.has(symbol) || ports.isPlayed(symbol)) return;
        this.bars
          .open(symbol, timeframe)
          .then((series) => alerts.onBarClosed(symbol, timeframe, series.bars(), bar.time))
          .catch((error: unknown) =>
            log.warn('an alert did not see a bar', { symbol, error: String(error) }),
          );
      },
    });
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
    for (const consumer of ports.consumers ?? []) this.#fanOut.add(consumer);
    this.feed = new LiveFeed(
      {
        directory: streams,
        clock,
        log,
        slotOf: (symbol) => board.slot(symbol),
        counts: (slot) => this.#ledger.of(slot),
        ticks: (source, batch) => this.#take(source, batch),
        book: (slot, book, eventTime) => this.books.take(slot, book, eventTime),
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
        keep: (symbol, chain) => documents.put(SUBSCRIPTIONS, symbol, { chain }),
        forget: (symbol) => void documents.remove(SUBSCRIPTIONS, symbol),
        changed: (symbols, ids) => this.#show(symbols, ids),
      },
      this.#keptValues(),
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
    const { documents, clock, log } = this.#ports;
    for (const { id, document } of documents.list(SUBSCRIPTIONS, clock.now(), SUBSCRIPTIONS_MAX)) {
      try {
        this.feed.subscribe([id], (document as { chain: string[] }).chain);
      } catch (error) {
        log.warn('a subscription could not be taken up', { symbol: id, error: String(error) });
      }
    }
  }

  unsubscribe(symbols: readonly string[]): number {
    const removed = this.feed.unsubscribe(symbols);
    for (const symbol of symbols) {
      this.subscriptions.remove(symbol);
      const slot = this.#ports.board.find(symbol);
      if (slot !== undefined) this.bars.unfollow(slot);
    }
    return removed;
  }

  configure(source: string, values: Readonly<Record<string, number>>): StreamSource {
    const kept = { ...this.#keptValues()[source], ...values };
    this.feed.configure(source, kept);
    this.#ports.documents.put(VALUES, source, kept);
    this.#show([], [source]);
    return this.#sourceView(source);
  }

  /** Whether a symbol's prices on the screen are those of a stream. */
  isStreamed(symbol: string): boolean {
    return this.feed.has(symbol);
  }

  async close(): Promise<void> {
    this.feed.close();
    for (const stop of this.#stops.splice(0)) stop();
    this.recorder.close();
    await this.bars.storeForming();
    await this.#putQuarantine();
  }

  #take(source: string, batch: TickBatch): void {
    this.#source = source;
    this.#ledger.seen(batch);
    this.#gates[source === REPLAY ? 'replay' : 'live'].judge(batch);
    this.#ledger.accepted(batch);
    if (this.#undecided.size > 0) this.#decide(batch);
    this.#fanOut.publish(batch);
  }

  /** A symbol without trades is priced by the middle of its quotes. */
  #decide({ length, slot, kind }: TickBatch): void {
    for (const place of this.#undecided) {
      let [trades, quotes] = [0, 0];
      for (let row = 0; row < length; row++) {
        if (slot[row] !== place) continue;
        if (kind[row] === QUOTE_TICK) quotes++;
        else trades++;
      }
      if (trades + quotes === 0) continue;
      this.bars.setPriceSource(place, trades > 0 ? 'trades' : 'quotes');
      if (trades > 0) this.#undecided.delete(place);
    }
  }

  #begin(slot: number, source: string): void {
    const { board, market, log } = this.#ports;
    const symbol = board.symbols[slot]!;
    this.#gates.live.forget(slot);
    this.#gates.replay.forget(slot);
    this.#ledger.clear(slot);
    this.recorder.keep(slot, source !== REPLAY);
    this.#undecided.add(slot);
    this.bars
      .follow(symbol, slot, 'trades')
      .then(() => market.readBars(symbol, '1d', { limit: 1 }))
      .then(({ close }) => {
        if (!this.#ports.isPlayed(symbol)) board.openDay(slot, close[0] ?? Number.NaN);
      })
      .catch((error: unknown) => log.warn('stored bars could not be read', { symbol, error: String(error) }));
  }

  async #putBars(...[symbol, timeframe, bars, ...rest]: Parameters<MarketStore['putBars']>) {
    if (this.feed.view(symbol)?.source === REPLAY) return { stored: 0, duplicate: 0, revised: 0 };
    return this.#ports.market.putBars(symbol, timeframe, bars, ...rest);
  }

  async #backfill(symbol: string, from: number, to: number): Promise<number> {
    const { market, clock, history } = this.#ports;
    const source = this.feed.view(symbol)?.source ?? '';
    if (source === REPLAY) return 0;
    const bars = await history.fillMinutes(symbol, source, from, to);
    await rebuildLonger(market, symbol, { from, to, now: clock.now() });
    const hourEnd = bucketStart(to, '1h') + HOUR_MS;
    if (hourEnd > clock.now()) this.#repairs.push({ symbol, from, to, dueTime: hourEnd + SETTLE_MS });
    await history.fillDays(symbol, source);
    return bars;
  }

  #pulse(): void {
    const { clock, log, market } = this.#ports;
    const due = this.#repairs.filter(({ dueTime }) => dueTime <= clock.now());
    for (const repair of due) {
      this.#repairs.splice(this.#repairs.indexOf(repair), 1);
      rebuildLonger(market, repair.symbol, { ...repair, now: clock.now() }).catch((error: unknown) =>
        log.warn('longer bars could not be made anew', { symbol: repair.symbol, error: String(error) }),
      );
    }
    this.#putQuarantine().catch((error: unknown) =>
      log.error('refused ticks could not be kept', { error: String(error) }),
    );
  }

  async #putQuarantine(): Promise<void> {
    const entries = this.#quarantine.take();
    if (entries.length > 0) await this.#ports.market.putQuarantine(entries);
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
    const { name, capabilities, parameters = [] } = definition;
    const { variable, isThere } = streams.keyOf(id);
    return {
      id,
      name,
      assetClasses: [...capabilities.assetClasses],
      gives: [...capabilities.gives],
      access: capabilities.access,
      keyVariable: variable,
      hasKey: isThere,
      isSimulated: capabilities.isSimulated,
      symbolsMax: capabilities.symbolsMax,
      note: capabilities.note,
      parameters: parameters.map((one) => ({
        ...one,
        value: this.#keptValues()[id]?.[one.name] ?? one.default,
      })),
      ...this.feed.sourceState(id),
    };
  }

  #keptValues(): Record<string, Record<string, number>> {
    const { documents, clock } = this.#ports;
    return Object.fromEntries(
      documents
        .list(VALUES, clock.now(), SUBSCRIPTIONS_MAX)
        .map(({ id, document }) => [id, document as Record<string, number>]),
    );
  }
}
