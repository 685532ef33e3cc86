import {
  applyLevel,
  clearBook,
  emptyLevelBook,
  endKnowledgeHere,
  isCrossed,
  type LevelBook,
  type LevelSide,
} from '#domain/market/level-book';
import type { StreamPorts, StreamSink } from '#engine/ports/market-stream';
import { type DepthUpdate, type FlatLevels, readDepthSnapshot } from './depth-update.ts';

/** One symbol's book: kept up to date while `isSynced`, else its changes wait for a snapshot. */
interface Depth {
  readonly slot: number;
  readonly book: LevelBook;
  isSynced: boolean;
  isAsked: boolean;
  /** Changes in the order they came; of those before the snapshot is asked for, only the newest. */
  waiting: DepthUpdate[];
}

const LEVELS = 1_000;
/** The vendor counts 50 for a snapshot and 6,000 a minute: one a second takes half of that. */
const SNAPSHOT_GAP_MS = 1_000;
const RETRY_MS = 10_000;
/** A minute of changes; a snapshot that takes longer is too old anyway. */
const WAITING_MAX = 600;
/** A side whose far levels are not known and that shrank to this is fetched anew. */
const THIN_LEVELS = 100;

/**
 * Order books kept by the procedure that Binance documents: changes wait, a snapshot is fetched, changes it holds
 * already are dropped, the others follow without a gap in their numbers. A gap, a crossed book, or a book that ran out
 * of known levels starts the procedure again, and is counted.
 */
export class DepthBooks {
  resyncs = 0;
  snapshotsFailed = 0;
  readonly #ports: StreamPorts;
  readonly #sink: StreamSink;
  readonly #depths = new Map<string, Depth>();
  readonly #toAsk = new Set<string>();
  #stopTurn: (() => void) | null = null;
  #asking: AbortController | null = null;

  constructor(ports: StreamPorts, sink: StreamSink) {
    this.#ports = ports;
    this.#sink = sink;
  }

  add(symbol: string, slot: number): void {
    if (this.#depths.get(symbol)?.slot === slot) return;
    const book = emptyLevelBook(LEVELS);
    this.#depths.set(symbol, { slot, book, isSynced: false, isAsked: false, waiting: [] });
  }

  remove(symbol: string): void {
    this.#depths.delete(symbol);
    this.#toAsk.delete(symbol);
  }

  /** Forgets all that the connection had told. */
  lost(): void {
    this.#asking?.abort();
    this.#asking = null;
    this.#stopTurn?.();
    this.#stopTurn = null;
    this.#toAsk.clear();
    for (const depth of this.#depths.values()) {
      depth.isSynced = false;
      depth.isAsked = false;
      depth.waiting = [];
    }
  }

  take(update: DepthUpdate): void {
    const depth = this.#depths.get(update.symbol);
    if (!depth) return;
    if (depth.isSynced) this.#apply(depth, update);
    else this.#wait(depth, update);
  }

  #wait(depth: Depth, update: DepthUpdate): void {
    if (!depth.isAsked) {
      depth.waiting = [update];
      this.#toAsk.add(update.symbol);
      this.#askNext();
      return;
    }
    if (depth.waiting.length === WAITING_MAX) depth.waiting.shift();
    depth.waiting.push(update);
  }

  #apply(depth: Depth, update: DepthUpdate): void {
    const { book, slot } = depth;
    if (update.last <= book.sequence) return;
    if (update.first > book.sequence + 1) {
      this.#resync(depth, update);
      return;
    }
    setLevels(book.bids, update.bids);
    setLevels(book.asks, update.asks);
    book.sequence = update.last;
    if (isCrossed(book) || isRunOut(book.bids) || isRunOut(book.asks)) this.#resync(depth, update);
    else this.#sink.book(slot, book, update.eventTime);
  }

  #resync(depth: Depth, update: DepthUpdate): void {
    this.resyncs++;
    depth.isSynced = false;
    this.#wait(depth, update);
  }

  /** One snapshot at a time, and never two within a second. */
  #askNext(): void {
    if (this.#asking || this.#stopTurn) return;
    for (const symbol of this.#toAsk) {
      this.#toAsk.delete(symbol);
      const depth = this.#depths.get(symbol);
      if (!depth) continue;
      depth.isAsked = true;
      const asking = new AbortController();
      this.#asking = asking;
      void this.#ask(symbol, depth, asking.signal).then((isDone) => {
        if (asking.signal.aborted) return;
        this.#asking = null;
        const isHere = this.#depths.get(symbol) === depth;
        if (isHere && isDone !== 'synced') {
          depth.isAsked = false;
          this.#toAsk.add(symbol);
        }
        this.#stopTurn = this.#ports.clock.after(isDone === 'failed' ? RETRY_MS : SNAPSHOT_GAP_MS, () => {
          this.#stopTurn = null;
          this.#askNext();
        });
      });
      return;
    }
  }

  async #ask(symbol: string, depth: Depth, signal: AbortSignal): Promise<'synced' | 'stale' | 'failed'> {
    const answer = await this.#ports.http
      .getJson({ path: '/api/v3/depth', query: { symbol, limit: LEVELS }, signal })
      .catch(() => undefined);
    if (signal.aborted || this.#depths.get(symbol) !== depth) return 'stale';
    const snapshot = answer?.status === 200 ? readDepthSnapshot(answer.body) : undefined;
    if (!snapshot) {
      this.snapshotsFailed++;
      return 'failed';
    }
    const [oldest] = depth.waiting;
    if (oldest && snapshot.last + 1 < oldest.first) return 'stale';
    const { book, slot, waiting } = depth;
    clearBook(book);
    fillSide(book.bids, snapshot.bids);
    fillSide(book.asks, snapshot.asks);
    book.sequence = snapshot.last;
    depth.isSynced = true;
    depth.isAsked = false;
    depth.waiting = [];
    this.#sink.book(slot, book, this.#ports.clock.now());
    for (const update of waiting) this.take(update);
    return 'synced';
  }
}

function setLevels(side: LevelSide, levels: FlatLevels): void {
  for (let i = 0; i < levels.length; i += 2) applyLevel(side, levels[i]!, levels[i + 1]!);
}

function fillSide(side: LevelSide, levels: FlatLevels): void {
  setLevels(side, levels);
  if (levels.length >= LEVELS * 2) endKnowledgeHere(side);
}

function isRunOut(side: LevelSide): boolean {
  return !Number.isNaN(side.knownTo) && side.length < THIN_LEVELS;
}
