import { allocateTicks, copyTick, type TickBatch } from '#domain/market/tick-batch';
import type {
  MarketStream,
  MarketStreamDefinition,
  StreamPorts,
  StreamSink,
} from '#engine/ports/market-stream';
import type { RecordedCoverage } from '#engine/ports/recorded-prices';
import { readStretch, stretchMs } from './recorded-rows.ts';

export const REPLAY_PREFIX = 'REPLAY:';
const NAME = 'Replay from the store';
const PERIOD_MS = 50;
const BATCH_ROWS = 256;
/** Rows sent before others get their turn: a few milliseconds of work for everyone who hears them. */
const ROWS_A_TURN = 20_000;
/** Hours in which nothing was traded are passed over. */
const QUIET_MS_MAX = 300_000;

interface Track {
  readonly slot: number;
  readonly symbol: string;
  coverage: RecordedCoverage;
  rows: TickBatch;
  next: number;
  /** Nothing is known from here on until it is read. */
  readTo: number;
  /** How much is read next; twice as much after each stretch that held nothing. */
  stretchMs: number;
  isReading: boolean;
}

/**
 * Plays what is stored as if it happened now: all symbols in one order of time, at any speed, again and again the
 * same. Symbols begin with `REPLAY:`, so that the past is never taken for the present.
 */
export const replayStream: MarketStreamDefinition = {
  id: 'replay',
  name: NAME,
  streamUrl: '',
  baseUrl: '',
  keyUrl: '',
  capabilities: {
    assetClasses: ['equity', 'index', 'forex', 'crypto', 'economic'],
    gives: ['trades', 'quotes'],
    symbolsMax: 200,
    access: 'free',
    symbolPrefix: REPLAY_PREFIX,
    isSimulated: true,
    note: `Stored ticks, or bars as four prices each. Symbols begin with ${REPLAY_PREFIX}, such as ${REPLAY_PREFIX}AAPL.`,
  },
  parameters: [
    {
      name: 'speed',
      label: 'Times as fast as it was; 0 as fast as possible',
      default: 1,
      minimum: 0,
      maximum: 1_000_000,
    },
    {
      name: 'start',
      label: 'From, in milliseconds since 1970; 0 from the beginning',
      default: 0,
      minimum: 0,
      maximum: 8.64e15,
    },
  ],
  open: (ports, sink, values = {}) =>
    new ReplayStream(ports, sink, values['speed'] ?? 1, values['start'] ?? 0),
};

class ReplayStream implements MarketStream {
  readonly #ports: StreamPorts;
  readonly #sink: StreamSink;
  readonly #speed: number;
  readonly #start: number;
  readonly #tracks = new Map<number, Track>();
  /** Symbols that are subscribed, by slot. */
  readonly #wanted = new Map<number, string>();
  readonly #batch = allocateTicks(BATCH_ROWS);
  readonly #stop: () => void;
  /** Recorded time that everything up to has been sent; NaN until the first symbol is there. */
  #time = Number.NaN;
  #lastTurn: number;
  #isClosed = false;

  constructor(ports: StreamPorts, sink: StreamSink, speed: number, start: number) {
    this.#ports = ports;
    this.#sink = sink;
    this.#speed = speed;
    this.#start = start;
    this.#lastTurn = ports.clock.now();
    this.#stop = ports.clock.every(PERIOD_MS, () => this.#turn());
    sink.state({ kind: 'live', sinceTime: ports.clock.now() });
  }

  subscribe(symbols: Parameters<MarketStream['subscribe']>[0]): void {
    for (const { symbol, slot } of symbols) {
      this.#wanted.set(slot, symbol);
      if (symbol.startsWith(REPLAY_PREFIX))
        this.#begin(symbol, slot).catch((error: unknown) =>
          this.#end(error instanceof Error ? error.message : String(error)),
        );
      else this.#sink.unreadable(symbol, `${NAME}: its symbols begin with ${REPLAY_PREFIX}`);
    }
  }

  unsubscribe(symbols: Parameters<MarketStream['unsubscribe']>[0]): void {
    for (const { slot } of symbols) {
      this.#wanted.delete(slot);
      this.#tracks.delete(slot);
    }
  }

  close(): void {
    this.#end('closed');
  }

  async #begin(name: string, slot: number): Promise<void> {
    const symbol = name.slice(REPLAY_PREFIX.length);
    const coverage = await this.#ports.recorded.coverage(symbol);
    // It may have been given up, or asked for twice, while the store was read.
    if (this.#isClosed || this.#wanted.get(slot) !== name || this.#tracks.has(slot)) return;
    if (coverage === undefined) {
      this.#sink.unreadable(symbol, `${NAME}: nothing is stored of ${symbol}; import or download it first`);
      return;
    }
    const from = Math.max(coverage.firstTime, this.#start, Number.isNaN(this.#time) ? 0 : this.#time);
    const isFirst = Number.isNaN(this.#time);
    this.#tracks.set(slot, {
      slot,
      symbol,
      coverage,
      rows: allocateTicks(0),
      next: 0,
      readTo: from,
      stretchMs: stretchMs(coverage),
      isReading: false,
    });
    this.#time = isFirst ? from : Math.min(this.#time, from);
    if (isFirst) this.#lastTurn = this.#ports.clock.now();
  }

  /** Sends what is due. Time stands still while a symbol's next rows are read, so that none comes late. */
  #turn(): void {
    const now = this.#ports.clock.now();
    const elapsed = now - this.#lastTurn;
    this.#lastTurn = now;
    if (this.#tracks.size === 0 || Number.isNaN(this.#time)) return;
    const wanted = this.#speed === 0 ? Number.POSITIVE_INFINITY : this.#time + elapsed * this.#speed;
    let sent = 0;
    let limit = Math.min(wanted, this.#knownTo());
    for (let track = this.#earliest(limit); track && sent < ROWS_A_TURN; track = this.#earliest(limit)) {
      const { rows } = track;
      this.#time = rows.eventTime[track.next]!;
      copyTick(rows, track.next++, this.#batch);
      const row = this.#batch.length - 1;
      this.#batch.slot[row] = track.slot;
      this.#batch.receivedTime[row] = now;
      sent++;
      if (this.#batch.length === BATCH_ROWS) this.#flush();
      if (track.next === rows.length) {
        this.#read(track);
        limit = Math.min(limit, this.#knownTo());
      }
    }
    this.#flush();
    for (const track of this.#tracks.values()) if (track.next === track.rows.length) this.#read(track);
    if (sent === ROWS_A_TURN) return;
    if ([...this.#tracks.values()].every(isOver)) this.#end('everything stored has been played');
    else this.#time = Math.max(this.#time, this.#passOverQuiet(limit));
  }

  /** Time moves on to `limit`, or to shortly before the next row when nothing happens for long. */
  #passOverQuiet(limit: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { rows, next: index, readTo } of this.#tracks.values())
      next = Math.min(next, index < rows.length ? rows.eventTime[index]! : readTo);
    return Number.isFinite(next) && next - limit > QUIET_MS_MAX ? next : Math.min(limit, next);
  }

  #earliest(limit: number): Track | undefined {
    let first: Track | undefined;
    let time = limit;
    for (const track of this.#tracks.values()) {
      if (track.next === track.rows.length) continue;
      const own = track.rows.eventTime[track.next]!;
      if (own < time || (own === time && first === undefined)) {
        first = track;
        time = own;
      }
    }
    return first;
  }

  /** Up to where every symbol's rows are known. */
  #knownTo(): number {
    let known = Number.POSITIVE_INFINITY;
    for (const track of this.#tracks.values())
      if (!isOver(track) && track.next === track.rows.length) known = Math.min(known, track.readTo);
    return known;
  }

  #read(track: Track): void {
    if (track.isReading || isOver(track)) return;
    track.isReading = true;
    const to = track.readTo + track.stretchMs;
    readStretch(this.#ports.recorded, track.symbol, track.coverage, track.readTo, to)
      .then((rows) => {
        track.rows = rows;
        track.next = 0;
        track.readTo = to;
        track.stretchMs = rows.length === 0 ? track.stretchMs * 2 : stretchMs(track.coverage);
      })
      .catch((error: unknown) => this.#end(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        track.isReading = false;
      });
  }

  #flush(): void {
    if (this.#batch.length > 0) this.#sink.ticks(this.#batch);
    this.#batch.length = 0;
  }

  #end(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop();
    this.#tracks.clear();
    this.#sink.state({ kind: 'ended', reason });
  }
}

function isOver({ next, rows, readTo, coverage }: Track): boolean {
  return next === rows.length && readTo > coverage.lastTime;
}
