import type { SubscriptionView } from '#contract/services/streams';
import type { DataType } from '#domain/market/data-type';
import type { OrderBook } from '#domain/market/order-book';
import type { TickBatch } from '#domain/market/tick-batch';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { StreamDirectory } from '#engine/ports/market-stream';
import { type Candidate, chooseSource } from './choose-source.ts';
import { freshSubscription, type LiveSubscription, subscriptionView } from './live-subscription.ts';
import type { SlotCounts } from './slot-ledger.ts';
import { streamChain } from './stream-chains.ts';
import type { ConnectionListener, StreamConnection } from './stream-connection.ts';
import { StreamConnections } from './stream-connections.ts';

const PULSE_MS = 1_000;
/** A vendor has begun to send by then. */
const SETTLED_MS = 2_000;
const NEW_HISTORY_MS = 86_400_000;
/** What an ordinary minute feed cannot fill any more. */
const HISTORY_MS_MAX = 7 * 86_400_000;

export interface LiveFeedPorts {
  readonly directory: StreamDirectory;
  readonly clock: Clock;
  readonly log: Log;
  slotOf(symbol: string): number;
  counts(slot: number): SlotCounts;
  /** Rows as they came, to be judged and published. */
  ticks(source: string, batch: TickBatch): void;
  book(slot: number, book: OrderBook, eventTime: number): void;
  unreadable(source: string, raw: string, reason: string): void;
  /** A slot begins to hear another source: numbers and times start anew. */
  sourceChanged(slot: number, source: string): void;
  dataTypeOf(symbol: string): DataType;
  isMarketOpen(symbol: string, time: number): boolean;
  /** Opening time of the newest stored minute bar, or undefined. */
  newestMinute(symbol: string): Promise<number | undefined>;
  /** Stores minute bars of a stretch from history; answers how many there were. */
  backfill(symbol: string, fromTime: number, toTime: number): Promise<number>;
  /** The wish is kept, to be taken up again by {@link LiveFeed.subscribe} after a restart. */
  keep(symbol: string, chain: readonly string[]): void;
  forget(symbol: string): void;
  /** Views of these symbols, and of these sources, may have changed. */
  changed(symbols: readonly string[], sources: readonly string[]): void;
}

/**
 * Keeps symbols streaming: opens sources, falls back along each symbol's chain when one is away, returns when it is
 * steady again, and has what was missed filled from history. What is heard is not judged here.
 */
export class LiveFeed {
  readonly #ports: LiveFeedPorts;
  readonly #connections: StreamConnections;
  readonly #bySymbol = new Map<string, LiveSubscription>();
  readonly #bySlot = new Map<number, LiveSubscription>();
  readonly #stopPulse: () => void;
  #isClosed = false;

  constructor(ports: LiveFeedPorts, values: Readonly<Record<string, Readonly<Record<string, number>>>> = {}) {
    this.#ports = ports;
    const { directory, clock } = ports;
    const heard = { directory, listener: this.#listener(), now: () => clock.now() };
    this.#connections = new StreamConnections(heard, values);
    this.#stopPulse = clock.every(PULSE_MS, () => this.#pulse());
  }

  get size(): number {
    return this.#bySymbol.size;
  }

  /** Throws a BAD_REQUEST for a source that does not exist and for a symbol that no source has. */
  subscribe(symbols: readonly string[], chain?: readonly string[], dataType?: DataType): SubscriptionView[] {
    const wanted = symbols.map((symbol) => ({
      symbol,
      chain: chain ?? streamChain(symbol, dataType ?? this.#ports.dataTypeOf(symbol)),
    }));
    for (const one of wanted) this.#connections.checkChain(one.symbol, one.chain);
    this.#connections.reopenEnded(wanted.flatMap((one) => one.chain));
    for (const { symbol, chain: own } of wanted) {
      const known = this.#bySymbol.get(symbol);
      if (known && known.chain.join() === own.join()) continue;
      // What cannot be kept is not begun.
      this.#ports.keep(symbol, own);
      if (known) this.#drop(known);
      const slot = this.#ports.slotOf(symbol);
      const subscription = freshSubscription(symbol, { slot, chain: own });
      this.#bySymbol.set(symbol, subscription);
      this.#bySlot.set(slot, subscription);
      this.#choose(subscription);
      this.#noteHistory(subscription);
    }
    this.#ports.changed(symbols, []);
    return symbols.map((symbol) => this.view(symbol)!);
  }

  unsubscribe(symbols: readonly string[]): number {
    let removed = 0;
    for (const symbol of symbols) {
      const known = this.#bySymbol.get(symbol);
      if (known === undefined) continue;
      this.#drop(known);
      this.#ports.forget(symbol);
      removed++;
    }
    this.#closeUnused();
    this.#ports.changed(symbols, this.#connections.ids());
    return removed;
  }

  /** Whether a symbol streams, or is meant to. */
  has(symbol: string): boolean {
    return this.#bySymbol.has(symbol);
  }

  symbols(): string[] {
    return [...this.#bySymbol.keys()];
  }

  configure(id: string, values: Readonly<Record<string, number>>): void {
    this.#connections.configure(id, values);
  }

  view(symbol: string): SubscriptionView | undefined {
    const subscription = this.#bySymbol.get(symbol);
    if (subscription === undefined) return undefined;
    const now = this.#ports.clock.now();
    return subscriptionView(subscription, {
      connections: this.#connections,
      counts: this.#ports.counts(subscription.slot),
      now,
      isMarketOpen: () => this.#ports.isMarketOpen(symbol, now),
    });
  }

  /** What is told of a source here; keys are the directory's business. */
  sourceState(id: string): ReturnType<StreamConnections['stateOf']> {
    return this.#connections.stateOf(id);
  }

  close(): void {
    this.#isClosed = true;
    this.#stopPulse();
    this.#connections.close();
  }

  #listener(): ConnectionListener {
    return {
      ticks: (source, batch) => this.#ports.ticks(source, batch),
      book: (source, slot, book, eventTime) => {
        if (this.#bySlot.get(slot)?.source === source) this.#ports.book(slot, book, eventTime);
      },
      unreadable: (source, raw, reason) => this.#ports.unreadable(source, raw, reason),
      missed: (slots, from, to, reason) => {
        for (const slot of slots) this.#bySlot.get(slot)?.missed.add(from, to, reason);
        this.#ports.changed(this.#symbolsOf(slots), []);
      },
      changed: (source) => {
        this.#ports.changed(this.#symbolsOf([...this.#connections.of(source).symbols.keys()]), [source]);
      },
    };
  }

  #symbolsOf(slots: readonly number[]): string[] {
    return slots.flatMap((slot) => this.#bySlot.get(slot)?.symbol ?? []);
  }

  #drop(subscription: LiveSubscription): void {
    if (subscription.source !== null) this.#connections.of(subscription.source).remove(subscription.slot);
    this.#bySymbol.delete(subscription.symbol);
    this.#bySlot.delete(subscription.slot);
  }

  /** Puts a symbol on the best source of its chain that can serve it now. */
  #choose(subscription: LiveSubscription): void {
    const { directory, clock } = this.#ports;
    const candidates = subscription.chain.map((id): Candidate => {
      const { definition, state, stateTime, symbols } = this.#connections.of(id);
      return {
        id,
        name: definition.name,
        isReady: directory.isReady(id),
        hasRoom: symbols.has(subscription.slot) || symbols.size < definition.capabilities.symbolsMax,
        state,
        stateTime,
      };
    });
    const { source, reason } = chooseSource(candidates, subscription.source, clock.now());
    subscription.reason = reason;
    if (source !== null) this.#move(subscription, this.#connections.of(source));
    else if (subscription.source !== null) {
      this.#connections.of(subscription.source).remove(subscription.slot);
      subscription.source = null;
    }
  }

  #move(subscription: LiveSubscription, connection: StreamConnection): void {
    const { id } = connection.definition;
    if (subscription.source === id) return;
    const { clock, log } = this.#ports;
    const { source: before, reason } = subscription;
    if (before !== null) {
      this.#connections.of(before).remove(subscription.slot);
      const { lastReceivedTime } = this.#ports.counts(subscription.slot);
      const from = Number.isNaN(lastReceivedTime) ? clock.now() : lastReceivedTime;
      subscription.missed.add(from, clock.now(), `changed from ${before} to ${id}`);
      log.info('a symbol streams from another source', {
        symbol: subscription.symbol,
        before,
        source: id,
        reason,
      });
    }
    subscription.source = id;
    this.#ports.sourceChanged(subscription.slot, id);
    connection.add({ symbol: subscription.symbol, slot: subscription.slot });
    subscription.awaitedSince = connection.isLive ? null : (subscription.awaitedSince ?? clock.now());
  }

  /** What the store lacks up to now is a stretch like any other. */
  #noteHistory(subscription: LiveSubscription): void {
    const { symbol, missed } = subscription;
    const now = this.#ports.clock.now();
    this.#ports
      .newestMinute(symbol)
      .then((newest) => {
        const from = Math.max(newest ?? now - NEW_HISTORY_MS, now - HISTORY_MS_MAX);
        const reason = newest === undefined ? 'the day before it was subscribed' : 'nobody listened';
        missed.addPast(from, now, reason);
        missed.add(now, now, 'the minute in which it was subscribed');
      })
      .catch((error: unknown) =>
        this.#ports.log.warn('the newest stored bar was not found', { symbol, error: String(error) }),
      );
  }

  #pulse(): void {
    for (const subscription of this.#bySymbol.values()) {
      const before = subscription.source;
      this.#choose(subscription);
      if (before !== subscription.source) this.#ports.changed([subscription.symbol], []);
      this.#noteWait(subscription);
      this.#fill(subscription);
    }
    this.#closeUnused();
    // Ages and counts move without an event of their own.
    this.#ports.changed(this.symbols(), this.#connections.openIds());
  }

  /** A source that took its time to connect did not hear what happened meanwhile, and does not say so. */
  #noteWait(subscription: LiveSubscription): void {
    const { source, awaitedSince, missed } = subscription;
    if (awaitedSince === null || source === null) return;
    const { isLive, definition } = this.#connections.of(source);
    if (!isLive) return;
    subscription.awaitedSince = null;
    missed.add(awaitedSince, this.#ports.clock.now() + SETTLED_MS, `waited for ${definition.name}`);
  }

  #fill(subscription: LiveSubscription): void {
    const { symbol, missed, source } = subscription;
    if (subscription.isFilling || source === null || !this.#connections.of(source).isLive) return;
    const stretch = missed.take(this.#ports.clock.now());
    if (stretch === undefined) return;
    subscription.isFilling = true;
    this.#ports
      .backfill(symbol, stretch.fromTime, stretch.toTime)
      .then((bars) => missed.filled(stretch, bars))
      .catch((error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        missed.failed(stretch, text, this.#ports.clock.now());
      })
      .finally(() => {
        subscription.isFilling = false;
        if (!this.#isClosed) this.#ports.changed([symbol], []);
      });
  }

  /** A source that nobody hears and nobody hopes for is closed; one that ended stays so while somebody wants it. */
  #closeUnused(): void {
    this.#connections.closeUnused((id, isEnded) =>
      [...this.#bySymbol.values()].some(({ chain, source }) => {
        if (!chain.includes(id)) return false;
        return isEnded || (source !== null && chain.indexOf(id) < chain.indexOf(source));
      }),
    );
  }
}
