import { redact } from '#domain/values/redact';
import type { MarketStream, StreamPorts, StreamSink, StreamSymbol } from './market-stream.ts';
import { ProviderError } from './provider-error.ts';
import type { SocketLine, SocketRequest } from './socket-client.ts';
import { SymbolRequests } from './symbol-requests.ts';
import { TickOutlet } from './tick-outlet.ts';

/** How one vendor speaks over its socket; everything else is alike for all. */
export interface StreamDialect {
  /** Name of the vendor, as messages give it. */
  readonly name: string;
  readonly request: SocketRequest;
  readonly symbolsMax: number;
  /** Symbols that one request to the vendor may name. */
  readonly symbolsARequest: number;
  /** Milliseconds between two requests. */
  readonly requestGapMs: number;
  /** The vendor's form of a symbol. */
  nameOf(symbol: string): string;
  subscribe(names: readonly string[]): string;
  unsubscribe(names: readonly string[]): string;
  /** One message. Rows go to `stream.ticks`, what cannot be read to `stream.unreadable`. */
  read(bytes: Uint8Array, receivedTime: number, stream: SocketStream): void;
  /** A name feeds a slot from now on. */
  added?(name: string, slot: number): void;
  /** A name feeds no slot any more. */
  removed?(name: string): void;
  /** The connection is gone: nothing that was built up on it holds any longer. */
  lost?(): void;
  /** What went wrong so far, by name. */
  counts?(): Readonly<Record<string, number>>;
}

/** Rows of different symbols may overtake one another by this much. */
const OVERTAKEN_MS_MAX = 1_000;
/** A vendor has begun to send by then, counted from our last request. */
const SETTLED_MS = 2_000;
/** So many in a row, and the connection is made anew. */
const UNREADABLE_IN_A_ROW_MAX = 20;
/** More of a message is not kept. */
const RAW_BYTES_MAX = 16_384;

/** A market stream over one socket: subscribes again after each loss, and says what may be missing. */
export class SocketStream implements MarketStream {
  /** Where readers put rows. */
  readonly ticks: TickOutlet;
  readonly #dialect: StreamDialect;
  readonly #ports: StreamPorts;
  readonly #sink: StreamSink;
  readonly #requests = new SymbolRequests();
  readonly #line: SocketLine;
  /** Nothing is missing before it that was not told. */
  #coveredTo: number;
  #isOpen = false;
  #isEnded = false;
  #reconnects = 0;
  #unreadable = 0;
  #unreadableInARow = 0;
  #missedFrom = Number.NaN;
  #lostReason = '';
  #stopRequests: (() => void) | null = null;
  #stopSettling: () => void = () => undefined;

  constructor(ports: StreamPorts, sink: StreamSink, dialect: StreamDialect) {
    this.#ports = ports;
    this.#sink = sink;
    this.#dialect = dialect;
    this.ticks = new TickOutlet(ports.clock, sink);
    this.#coveredTo = ports.clock.now();
    this.#line = ports.socket.connect(dialect.request, {
      connecting: (attempt) => sink.state({ kind: 'connecting', attempt }),
      opened: () => this.#opened(),
      message: (bytes, receivedTime) => {
        const before = this.#unreadable;
        dialect.read(bytes, receivedTime, this);
        if (this.#unreadable === before) this.#unreadableInARow = 0;
      },
      lost: (reason, retryTime) => this.#lost(reason, retryTime),
    });
  }

  get counts(): Readonly<Record<string, number>> {
    return { reconnects: this.#reconnects, unreadable: this.#unreadable, ...this.#dialect.counts?.() };
  }

  /** Throws a ProviderError, and subscribes to none of them, when there would be more than the vendor takes. */
  subscribe(symbols: readonly StreamSymbol[]): void {
    if (this.#isEnded) return;
    const { name: vendor, symbolsMax } = this.#dialect;
    const wanted = symbols.map(({ symbol, slot }) => ({ name: this.#dialect.nameOf(symbol), slot }));
    const fresh = new Set(
      wanted.map(({ name }) => name).filter((name) => this.#requests.slotOf(name) === undefined),
    );
    const total = this.#requests.size + fresh.size;
    if (total > symbolsMax)
      throw new ProviderError(
        'unsupported',
        vendor,
        `one stream takes ${symbolsMax} symbols, not ${total}; take some off, or use another provider for them`,
      );
    for (const { name, slot } of wanted) {
      this.#requests.want(name, slot);
      this.#dialect.added?.(name, slot);
    }
    this.#request();
  }

  unsubscribe(symbols: readonly StreamSymbol[]): void {
    for (const { symbol, slot } of symbols) {
      const name = this.#dialect.nameOf(symbol);
      if (this.#requests.drop(name, slot)) this.#dialect.removed?.(name);
    }
    this.#request();
  }

  close(): void {
    this.end('closed');
  }

  /** Ends the stream for good: the vendor wants no more of us, or we of it. */
  end(reason: string): void {
    if (this.#isEnded) return;
    this.#line.close();
    this.#finish(reason);
  }

  /** Sets a message aside; too many in a row, and the connection is made anew. */
  unreadable(bytes: Uint8Array, reason: string): void {
    this.#unreadable++;
    this.#unreadableInARow++;
    this.setAside(bytes, reason);
    if (this.#unreadableInARow < UNREADABLE_IN_A_ROW_MAX) return;
    this.#unreadableInARow = 0;
    this.#line.reconnect(`${UNREADABLE_IN_A_ROW_MAX} messages in a row could not be read`);
  }

  /** Shows a message to a person that is well formed and says that something went wrong. */
  setAside(bytes: Uint8Array, reason: string): void {
    const raw = new TextDecoder().decode(bytes.subarray(0, RAW_BYTES_MAX));
    const secrets = Object.values(this.#dialect.request.secretQuery ?? {});
    this.#sink.unreadable(redact(raw, secrets), `${this.#dialect.name}: ${redact(reason, secrets)}`);
  }

  #opened(): void {
    this.#isOpen = true;
    this.#sink.state({ kind: 'live', sinceTime: this.#ports.clock.now() });
    this.#request();
  }

  #lost(reason: string, retryTime: number | null): void {
    this.ticks.flush();
    // What went missing in a loss before this one and was not told yet is part of it.
    if (Number.isNaN(this.#missedFrom)) {
      const lastHeard = this.ticks.newestTradeTime - OVERTAKEN_MS_MAX;
      this.#missedFrom = lastHeard > this.#coveredTo ? lastHeard : this.#coveredTo;
    }
    this.#lostReason = reason;
    this.#stopTimers();
    this.#isOpen = false;
    this.#requests.forgetTold();
    this.#dialect.lost?.();
    if (retryTime === null) {
      this.#tellMissed();
      this.#finish(reason);
      return;
    }
    this.#reconnects++;
    this.#sink.state({ kind: 'waiting', retryTime, reason });
  }

  #finish(reason: string): void {
    this.#isEnded = true;
    this.#isOpen = false;
    this.#stopTimers();
    this.ticks.flush();
    this.#dialect.lost?.();
    this.#sink.state({ kind: 'ended', reason });
  }

  /** Says what is to be said, one request at a time, no faster than the vendor allows. */
  #request(): void {
    if (!this.#isOpen || this.#stopRequests) return;
    const { symbolsARequest, requestGapMs } = this.#dialect;
    const next = this.#requests.take(symbolsARequest);
    if (!next) {
      this.#settle();
      return;
    }
    this.#line.send(
      next.isWanted ? this.#dialect.subscribe(next.names) : this.#dialect.unsubscribe(next.names),
    );
    this.#stopRequests = this.#ports.clock.after(requestGapMs, () => {
      this.#stopRequests = null;
      this.#request();
    });
  }

  /** The vendor sends again a moment after the last request; all before that may be missing. */
  #settle(): void {
    if (Number.isNaN(this.#missedFrom)) return;
    this.#stopSettling();
    this.#stopSettling = this.#ports.clock.after(SETTLED_MS, () => this.#tellMissed());
  }

  #tellMissed(): void {
    const slots = this.#requests.slots();
    const now = this.#ports.clock.now();
    if (slots.length > 0) this.#sink.missed(slots, this.#missedFrom, now, this.#lostReason);
    this.#missedFrom = Number.NaN;
    this.#coveredTo = now;
  }

  #stopTimers(): void {
    this.#stopRequests?.();
    this.#stopRequests = null;
    this.#stopSettling();
  }
}
