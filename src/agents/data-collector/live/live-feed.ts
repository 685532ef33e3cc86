import { OctopusError, unknownName } from '#contract/errors';
import type { StreamSource, SubscriptionView } from '#contract/services/streams';
import type { DataType } from '#domain/market/data-type';
import type { OrderBook } from '#domain/market/order-book';
import type { TickBatch } from '#domain/market/tick-batch';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { MarketStreamDefinition, StreamDirectory } from '#engine/ports/market-stream';
import { type Candidate, chooseSource } from './choose-source.ts';
import { MissedStretches } from './missed-stretches.ts';
import { streamChain } from './stream-chains.ts';
import { StreamConnection } from './stream-connection.ts';
import { subscriptionState } from './subscription-state.ts';

const PULSE_MS = 1_000;
/** A vendor has begun to send by then. */
const SETTLED_MS = 2_000;
const NEW_HISTORY_MS = 86_400_000;
/** What an ordinary minute feed cannot fill any more. */
const HISTORY_MS_MAX = 7 * 86_400_000;

/** What was judged of one slot since its source began. */
export interface SlotCounts {
  readonly accepted: number;
  /** Repeats and refused rows together. */
  readonly rejected: number;
  /** NaN before the first. */
  readonly lastEventTime: number;
  readonly lastReceivedTime: number;
}

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

interface Subscription {
  readonly symbol: string;
  readonly slot: number;
  readonly chain: readonly string[];
  source: string | null;
  reason: string | null;
  readonly missed: MissedStretches;
  isFilling: boolean;
  /** Since when its source has not been live for it yet; null when it is, and says itself what it misses. */
  awaitedSince: number | null;
}

/**
 * Keeps symbols streaming: opens sources, falls back along each symbol's chain when one is away, returns when it is
 * steady again, and has what was missed filled from history. What is heard is not judged here.
 */
export class LiveFeed {
  readonly #ports: LiveFeedPorts;
  readonly #connections = new Map<string, StreamConnection>();
  readonly #bySymbol = new Map<string, Subscription>();
  readonly #bySlot = new Map<number, Subscription>();
  readonly #stopPulse: () => void;
  #isClosed = false;

  constructor(ports: LiveFeedPorts, values: Readonly<Record<string, Readonly<Record<string, number>>>> = {}) {
    this.#ports = ports;
    for (const definition of ports.directory.definitions)
      this.#connections.set(definition.id, this.#connection(definition, values[definition.id] ?? {}));
    this.#stopPulse = ports.clock.every(PULSE_MS, () => this.#pulse());
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
    for (const one of wanted) this.#checkChain(one.symbol, one.chain);
    this.#reopenEnded(wanted.flatMap((one) => one.chain));
    for (const { symbol, chain: own } of wanted) {
      const known = this.#bySymbol.get(symbol);
      if (known && known.chain.join() === own.join()) continue;
      // What cannot be kept is not begun.
      this.#ports.keep(symbol, own);
      if (known) this.#drop(known);
      const slot = this.#ports.slotOf(symbol);
      const subscription: Subscription = {
        symbol,
        slot,
        chain: own,
        source: null,
        reason: null,
        missed: new MissedStretches(),
        isFilling: false,
        awaitedSince: null,
      };
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
    this.#ports.changed(symbols, [...this.#connections.keys()]);
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
    const connection = this.#connectionOf(id);
    const parameters = connection.definition.parameters ?? [];
    for (const [name, value] of Object.entries(values)) {
      const parameter = parameters.find((one) => one.name === name);
      const known = parameters.map((one) => one.name);
      if (!parameter)
        throw new OctopusError('BAD_REQUEST', unknownName(`number of ${id}`, name, known), { known });
      if (!(value >= parameter.minimum && value <= parameter.maximum))
        throw new OctopusError(
          'BAD_REQUEST',
          `${id}: ${name} is ${value}; give a number from ${parameter.minimum} to ${parameter.maximum}`,
        );
    }
    connection.configure(values);
  }

  view(symbol: string): SubscriptionView | undefined {
    const subscription = this.#bySymbol.get(symbol);
    if (subscription === undefined) return undefined;
    const { slot, chain, source, missed, reason } = subscription;
    const now = this.#ports.clock.now();
    const counts = this.#ports.counts(slot);
    const known = (time: number): number | null => (Number.isNaN(time) ? null : time);
    return {
      symbol,
      chain: [...chain],
      source,
      isSimulated: this.#isSimulated(source ?? chain[0]!),
      ...subscriptionState({
        reason,
        connection: source === null ? null : this.#connectionOf(source),
        lastReceivedTime: counts.lastReceivedTime,
        now,
        isMarketOpen: () => this.#ports.isMarketOpen(symbol, now),
      }),
      lastEventTime: known(counts.lastEventTime),
      lastReceivedTime: known(counts.lastReceivedTime),
      accepted: counts.accepted,
      rejected: counts.rejected,
      missed: missed.views(),
    };
  }

  /** What is told of a source here; keys are the directory's business. */
  sourceState(
    id: string,
  ): Pick<StreamSource, 'state' | 'reason' | 'retryTime' | 'symbols' | 'reconnects' | 'unreadable'> {
    const { state, symbols, reconnects, unreadable } = this.#connectionOf(id);
    return {
      state: state?.kind ?? 'off',
      reason: state !== null && 'reason' in state ? state.reason : null,
      retryTime: state?.kind === 'waiting' ? state.retryTime : null,
      symbols: symbols.size,
      reconnects,
      unreadable,
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#stopPulse();
    for (const connection of this.#connections.values()) connection.close();
  }

  #connection(
    definition: MarketStreamDefinition,
    values: Readonly<Record<string, number>>,
  ): StreamConnection {
    const { directory, clock } = this.#ports;
    const listener = {
      ticks: (source: string, batch: TickBatch) => this.#ports.ticks(source, batch),
      book: (source: string, slot: number, book: OrderBook, eventTime: number) => {
        if (this.#bySlot.get(slot)?.source === source) this.#ports.book(slot, book, eventTime);
      },
      unreadable: (source: string, raw: string, reason: string) =>
        this.#ports.unreadable(source, raw, reason),
      missed: (slots: readonly number[], from: number, to: number, reason: string) => {
        for (const slot of slots) this.#bySlot.get(slot)?.missed.add(from, to, reason);
        this.#ports.changed(this.#symbolsOf(slots), []);
      },
      changed: (source: string) => {
        this.#ports.changed(this.#symbolsOf([...this.#connectionOf(source).symbols.keys()]), [source]);
      },
    };
    return new StreamConnection(definition, { directory, listener, now: () => clock.now() }, values);
  }

  #connectionOf(id: string): StreamConnection {
    const connection = this.#connections.get(id);
    if (connection) return connection;
    const known = [...this.#connections.keys()];
    throw new OctopusError('BAD_REQUEST', unknownName('stream', id, known), { known });
  }

  #checkChain(symbol: string, chain: readonly string[]): void {
    if (chain.length === 0)
      throw new OctopusError(
        'BAD_REQUEST',
        `${symbol}: no stream has its kind of prices; import or download them`,
      );
    for (const id of chain) {
      const { name, capabilities } = this.#connectionOf(id).definition;
      const { symbolPrefix = '' } = capabilities;
      if (symbol.startsWith(symbolPrefix)) continue;
      throw new OctopusError(
        'BAD_REQUEST',
        `${symbol} is no symbol of ${name}: its symbols begin with ${symbolPrefix}, such as ${symbolPrefix}${symbol.replace(/^.*:/, '')}`,
      );
    }
  }

  #symbolsOf(slots: readonly number[]): string[] {
    return slots.flatMap((slot) => this.#bySlot.get(slot)?.symbol ?? []);
  }

  #drop(subscription: Subscription): void {
    if (subscription.source !== null) this.#connectionOf(subscription.source).remove(subscription.slot);
    this.#bySymbol.delete(subscription.symbol);
    this.#bySlot.delete(subscription.slot);
  }

  /** Puts a symbol on the best source of its chain that can serve it now. */
  #choose(subscription: Subscription): void {
    const { directory, clock } = this.#ports;
    const candidates = subscription.chain.map((id): Candidate => {
      const { definition, state, stateTime, symbols } = this.#connectionOf(id);
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
    if (source !== null) this.#move(subscription, this.#connectionOf(source));
    else if (subscription.source !== null) {
      this.#connectionOf(subscription.source).remove(subscription.slot);
      subscription.source = null;
    }
  }

  #move(subscription: Subscription, connection: StreamConnection): void {
    const { id } = connection.definition;
    if (subscription.source === id) return;
    const { clock, log } = this.#ports;
    const { source: before, reason } = subscription;
    if (before !== null) {
      this.#connectionOf(before).remove(subscription.slot);
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

  #isSimulated(id: string): boolean {
    return this.#connectionOf(id).definition.capabilities.isSimulated;
  }

  /** What the store lacks up to now is a stretch like any other. */
  #noteHistory(subscription: Subscription): void {
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
    const open = [...this.#connections.values()].filter(({ isOpen }) => isOpen);
    this.#ports.changed(
      [...this.#bySymbol.keys()],
      open.map(({ definition }) => definition.id),
    );
  }

  /** A source that took its time to connect did not hear what happened meanwhile, and does not say so. */
  #noteWait(subscription: Subscription): void {
    const { source, awaitedSince, missed } = subscription;
    if (awaitedSince === null || source === null) return;
    const { isLive, definition } = this.#connectionOf(source);
    if (!isLive) return;
    subscription.awaitedSince = null;
    missed.add(awaitedSince, this.#ports.clock.now() + SETTLED_MS, `waited for ${definition.name}`);
  }

  /** Whoever asks for a source anew wants it tried anew. */
  #reopenEnded(ids: readonly string[]): void {
    for (const id of new Set(ids)) {
      const connection = this.#connectionOf(id);
      if (connection.state?.kind === 'ended') connection.reopen();
    }
  }

  #fill(subscription: Subscription): void {
    const { symbol, missed, source } = subscription;
    if (subscription.isFilling || source === null || !this.#connectionOf(source).isLive) return;
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
    for (const [id, connection] of this.#connections) {
      if (!connection.isOpen || connection.symbols.size > 0) continue;
      const isEnded = connection.state?.kind === 'ended';
      const isWanted = [...this.#bySymbol.values()].some(({ chain, source }) => {
        if (!chain.includes(id)) return false;
        return isEnded || (source !== null && chain.indexOf(id) < chain.indexOf(source));
      });
      if (!isWanted) connection.close();
    }
  }
}
