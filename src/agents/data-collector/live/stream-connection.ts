import type { OrderBook } from '#domain/market/order-book';
import type { TickBatch } from '#domain/market/tick-batch';
import type {
  MarketStream,
  MarketStreamDefinition,
  StreamDirectory,
  StreamState,
  StreamSymbol,
} from '#engine/ports/market-stream';

/** Where what a connection hears goes, with the id of its source. */
export interface ConnectionListener {
  ticks(source: string, batch: TickBatch): void;
  book(source: string, slot: number, book: OrderBook, eventTime: number): void;
  unreadable(source: string, raw: string, reason: string): void;
  missed(slots: readonly number[], fromTime: number, toTime: number, reason: string): void;
  changed(source: string): void;
}

/** One source as it is used now: opened with the first symbol that wants it, closed with the last. */
export class StreamConnection {
  readonly definition: MarketStreamDefinition;
  readonly symbols = new Map<number, StreamSymbol>();
  reconnects = 0;
  unreadable = 0;
  /** Null while it is not open. */
  state: StreamState | null = null;
  /** Since when it is live, ended, or neither: attempts to connect and the waits between them are one time away. */
  stateTime = 0;
  readonly #directory: StreamDirectory;
  readonly #listener: ConnectionListener;
  readonly #now: () => number;
  #stream: MarketStream | undefined;
  #values: Readonly<Record<string, number>>;

  constructor(
    definition: MarketStreamDefinition,
    ports: { directory: StreamDirectory; listener: ConnectionListener; now: () => number },
    values: Readonly<Record<string, number>>,
  ) {
    this.definition = definition;
    this.#directory = ports.directory;
    this.#listener = ports.listener;
    this.#now = ports.now;
    this.#values = values;
  }

  get isOpen(): boolean {
    return this.#stream !== undefined;
  }

  get isLive(): boolean {
    return this.state?.kind === 'live';
  }

  /** Opens it unless it is open; one that cannot be opened has ended, with the reason. */
  open(): void {
    if (this.#stream !== undefined) return;
    const { id } = this.definition;
    const listener = this.#listener;
    this.#enter({ kind: 'connecting', attempt: 1 });
    try {
      this.#stream = this.#directory.open(
        id,
        {
          ticks: (batch) => listener.ticks(id, batch),
          book: (slot, book, eventTime) => listener.book(id, slot, book, eventTime),
          unreadable: (raw, reason) => {
            this.unreadable++;
            listener.unreadable(id, raw, reason);
          },
          state: (state) => this.#enter(state),
          missed: (slots, fromTime, toTime, reason) => listener.missed(slots, fromTime, toTime, reason),
        },
        this.#values,
      );
      if (this.symbols.size > 0) this.#stream.subscribe([...this.symbols.values()]);
    } catch (error) {
      this.#enter({ kind: 'ended', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  add(symbol: StreamSymbol): void {
    if (this.symbols.has(symbol.slot)) return;
    this.symbols.set(symbol.slot, symbol);
    if (this.#stream === undefined) this.open();
    else this.#stream.subscribe([symbol]);
  }

  remove(slot: number): void {
    const symbol = this.symbols.get(slot);
    if (symbol === undefined) return;
    this.symbols.delete(slot);
    this.#stream?.unsubscribe([symbol]);
  }

  /** Other numbers: it starts anew with them when it is open. */
  configure(values: Readonly<Record<string, number>>): void {
    this.#values = values;
    if (this.#stream !== undefined) this.reopen();
  }

  /** Starts anew, with the symbols it has; without any it waits for the first. */
  reopen(): void {
    this.close();
    if (this.symbols.size > 0) this.open();
  }

  close(): void {
    this.#stream?.close();
    this.#stream = undefined;
    this.state = null;
    this.#listener.changed(this.definition.id);
  }

  #enter(state: StreamState): void {
    if (state.kind === 'waiting' && this.state?.kind === 'live') this.reconnects++;
    if (this.state === null || phaseOf(state) !== phaseOf(this.state)) this.stateTime = this.#now();
    this.state = state;
    this.#listener.changed(this.definition.id);
  }
}

function phaseOf({ kind }: StreamState): 'live' | 'ended' | 'away' {
  return kind === 'live' || kind === 'ended' ? kind : 'away';
}
