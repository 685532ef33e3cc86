import { topics } from '#contract/topics';
import { type Bar, type BarColumns, barAt, barsFromRows } from '#domain/market/bar';
import { BarBuilder } from '#domain/market/bar-builder';
import type { ClosedBars } from '#domain/market/closed-bars';
import type { TickBatch } from '#domain/market/tick-batch';
import { TIMEFRAMES, type Timeframe } from '#domain/market/timeframe';
import type { TradingDay } from '#domain/market/trading-day';
import type { Bus } from '#engine/bus/bus';
import { GrowingSeries } from '#engine/cache/growing-series';
import type { LiveSeries, SeriesSource } from '#engine/cache/live-series';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Clock } from '#engine/ports/clock';
import type { MarketStore } from '#engine/ports/market-store';
import type { BarSource } from '#engine/ports/provenance';
import type { TickConsumer } from '#engine/stream/tick-fan-out';

export interface LiveBarsPorts {
  readonly board: QuoteBoard;
  readonly market: Pick<MarketStore, 'putBars' | 'readBars'>;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Days by which a slot's daily bars go. */
  readonly dayOf: (slot: number) => TradingDay;
  /** Whom the ticks of a symbol come from; a live stream without a name unless told. */
  readonly sourceOf?: (symbol: string) => BarSource;
  /** The store did not take closed bars; they are kept and offered again. */
  readonly onStoreFailure: (symbol: string, timeframe: Timeframe, error: unknown) => void;
  /** A bar closed of a symbol that is followed. */
  readonly onClosed?: (symbol: string, timeframe: Timeframe, bar: Bar) => void;
  /** Between two messages of a symbol on `market_data`, in milliseconds; 100 without it. */
  readonly publishMs?: number;
  /** Between two writes of closed bars, in milliseconds; 1,000 without it. */
  readonly storeMs?: number;
}

const LIVE: BarSource = { source: 'live stream', kind: 'stream' };
/** Bars of a series that wait for the store before the oldest are dropped and counted. */
const WAITING_MAX = 10_000;
/** A second's bars are made anew from stored ticks when they are wanted. */
const STORED_FRAMES: readonly Timeframe[] = ['1m', '5m', '1h', '1d'];

/** What `market_data` says of a symbol: its newest price, and the number of the batch that made it so. */
export interface MarketDataPayload {
  readonly symbol: string;
  readonly last: number;
  readonly bid: number;
  readonly ask: number;
  readonly volume: number;
  readonly batch: number;
}

/**
 * Bars of the symbols that a live stream feeds: formed of judged ticks, stored when they close, shown on charts while
 * they form. Nothing is done a tick but what {@link BarBuilder} does; charts and the bus hear of it ten times a second.
 */
export class LiveBars implements TickConsumer, SeriesSource {
  readonly name = 'live bars';
  readonly builder: BarBuilder;
  readonly #ports: LiveBarsPorts;
  readonly #symbols = new Map<number, string>();
  readonly #series = new Map<string, GrowingSeries>();
  readonly #waiting = new Map<string, Bar[]>();
  /** Batch that last touched a slot, 0 when it was told since. */
  #touched = new Float64Array(64);
  #dropped = 0;
  #isStoring = false;

  constructor(ports: LiveBarsPorts) {
    this.#ports = ports;
    this.builder = new BarBuilder({
      dayOf: ports.dayOf,
      onClosed: (timeframe, bars) => this.#close(timeframe, bars),
    });
  }

  /** Closed bars that the store did not take in time. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Begins to publish, to store and to close bars that no tick comes after; the answer ends it. */
  start(): () => void {
    const { clock, publishMs = 100, storeMs = 1_000 } = this.#ports;
    const stopPublishing = clock.every(publishMs, () => this.publish());
    const stopStoring = clock.every(storeMs, () => {
      // A tick of the last second may still be on its way.
      this.builder.closeUntil(clock.now() - 2_000);
      this.store().catch(() => undefined);
    });
    return () => {
      stopPublishing();
      stopStoring();
    };
  }

  /** Follows a symbol: its bars go on with what is stored of those being formed. */
  async follow(symbol: string, slot: number, source: 'trades' | 'quotes'): Promise<void> {
    this.#symbols.set(slot, symbol);
    this.setPriceSource(slot, source);
    for (const timeframe of ['1m', '5m', '1h', '1d'] as const) {
      const stored = await this.#ports.market.readBars(symbol, timeframe, { limit: 1 });
      if (stored.length === 0) continue;
      this.builder.seed(slot, timeframe, barAt(stored, stored.length - 1), this.#ports.clock.now());
    }
  }

  /** Bars and the newest price of a slot are made of its trades, or of the middle of its quotes. */
  setPriceSource(slot: number, source: 'trades' | 'quotes'): void {
    this.builder.setPriceSource(slot, source);
    this.#ports.board.priceByQuotes(slot, source === 'quotes');
  }

  /** Its ticks make no more bars that are stored or shown. */
  unfollow(slot: number): void {
    const symbol = this.#symbols.get(slot);
    this.#symbols.delete(slot);
    for (const timeframe of TIMEFRAMES) this.#series.delete(`${symbol} ${timeframe}`);
  }

  has(symbol: string): boolean {
    const slot = this.#ports.board.find(symbol);
    return slot !== undefined && this.#symbols.has(slot);
  }

  take(batch: TickBatch, sequence: number): void {
    this.builder.take(batch);
    const { length, slot } = batch;
    for (let row = 0; row < length; row++) {
      const touched = slot[row]!;
      if (touched >= this.#touched.length) this.#widen(touched);
      this.#touched[touched] = sequence;
    }
  }

  /** The series of a followed symbol: what is stored, then what closed since, then the bar being formed. */
  async open(symbol: string, timeframe: Timeframe): Promise<LiveSeries> {
    const key = `${symbol} ${timeframe}`;
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    await this.store();
    const stored = await this.#ports.market.readBars(symbol, timeframe);
    const series = this.#series.get(key) ?? new GrowingSeries(symbol, timeframe, stored);
    this.#series.set(key, series);
    for (const bar of this.#waiting.get(key) ?? []) putIfNewer(series, bar);
    this.#showForming(series);
    return series;
  }

  /** Stored bars changed: an open chart shows them now. */
  async reload(symbol: string, timeframe: Timeframe): Promise<void> {
    const key = `${symbol} ${timeframe}`;
    const series = this.#series.get(key);
    if (series === undefined) return;
    const stored = await this.#ports.market.readBars(symbol, timeframe);
    series.replace(stored);
    for (const bar of this.#waiting.get(key) ?? []) putIfNewer(series, bar);
    this.#showForming(series);
  }

  /** Tells the bus of every symbol with ticks since the last time, and shows the bars being formed on open charts. */
  publish(): void {
    const { board, bus } = this.#ports;
    for (const [slot, symbol] of this.#symbols) {
      const batch = slot < this.#touched.length ? this.#touched[slot]! : 0;
      if (batch === 0) continue;
      this.#touched[slot] = 0;
      const payload: MarketDataPayload = {
        symbol,
        last: board.last[slot]!,
        bid: board.bid[slot]!,
        ask: board.ask[slot]!,
        volume: board.volume[slot]!,
        batch,
      };
      bus.publish(topics.marketData, board.eventTime[slot]!, payload, `ticks:${batch}`);
      for (const timeframe of TIMEFRAMES) {
        const series = this.#series.get(`${symbol} ${timeframe}`);
        if (series !== undefined) this.#showForming(series, slot);
      }
    }
  }

  /** Writes what closed since the last time, a series at once; what the store refuses waits for the next time. */
  async store(): Promise<void> {
    if (this.#isStoring) return;
    this.#isStoring = true;
    try {
      for (const [key, bars] of [...this.#waiting]) {
        const [symbol, timeframe] = key.split(' ') as [string, Timeframe];
        const count = bars.length;
        try {
          const source = this.#ports.sourceOf?.(symbol) ?? LIVE;
          await this.#ports.market.putBars(symbol, timeframe, newestOf(bars), source);
          bars.splice(0, count);
          if (bars.length === 0) this.#waiting.delete(key);
        } catch (error) {
          this.#ports.onStoreFailure(symbol, timeframe, error);
        }
      }
    } finally {
      this.#isStoring = false;
    }
  }

  /** Stores bars being formed as they are, as before the engine stops; {@link follow} goes on with them. */
  async storeForming(): Promise<void> {
    for (const [slot, symbol] of this.#symbols)
      for (const timeframe of STORED_FRAMES) {
        const bar = this.builder.forming(slot, timeframe);
        if (bar !== undefined) this.#keep(symbol, timeframe, bar);
      }
    await this.store();
  }

  #close(timeframe: Timeframe, bars: ClosedBars): void {
    for (let i = 0; i < bars.length; i++) {
      const symbol = this.#symbols.get(bars.slot[i]!);
      if (symbol === undefined) continue;
      const bar = barAt(bars, i);
      const series = this.#series.get(`${symbol} ${timeframe}`);
      if (series !== undefined) putIfNewer(series, bar);
      if (STORED_FRAMES.includes(timeframe)) this.#keep(symbol, timeframe, bar);
      this.#ports.onClosed?.(symbol, timeframe, bar);
    }
  }

  #keep(symbol: string, timeframe: Timeframe, bar: Bar): void {
    const key = `${symbol} ${timeframe}`;
    const bars = this.#waiting.get(key) ?? [];
    this.#waiting.set(key, bars);
    bars.push(bar);
    if (bars.length <= WAITING_MAX) return;
    bars.shift();
    this.#dropped++;
  }

  #showForming(series: GrowingSeries, slot = this.#ports.board.find(series.symbol)): void {
    const bar = slot === undefined ? undefined : this.builder.forming(slot, series.timeframe);
    if (bar !== undefined) putIfNewer(series, bar);
  }

  #widen(slot: number): void {
    const wider = new Float64Array(Math.max(slot + 1, this.#touched.length * 2));
    wider.set(this.#touched);
    this.#touched = wider;
  }
}

function putIfNewer(series: GrowingSeries, { time, open, high, low, close, volume }: Bar): void {
  const bars = series.bars();
  if (bars.length > 0 && time < bars.time[bars.length - 1]!) return;
  series.put(time, open, high, low, close, volume);
}

/** Bars in ascending time; of two of the same time the one that came later. */
function newestOf(bars: readonly Bar[]): BarColumns {
  const byTime = new Map(bars.map((bar) => [bar.time, bar]));
  return barsFromRows([...byTime.values()].sort((a, b) => a.time - b.time));
}
