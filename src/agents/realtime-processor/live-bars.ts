import { topics } from '#contract/topics';
import { bucketStart } from '#domain/market/aggregate-bars';
import { type Bar, type BarColumns, barAt, barsFromRows, sliceBars } from '#domain/market/bar';
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
  /** Slots that live in another time than ours: their bars close by their own ticks alone. */
  readonly isPast?: (slot: number) => boolean;
  /** Slots whose prices on the board are not those of the stream: the bus is not told of them. */
  readonly isHidden?: (slot: number) => boolean;
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
/** Bars of a second that an open chart keeps; they are not stored, and nobody looks at more. */
const SECONDS_MAX = 14_400;
/** A second's bars are made anew from stored ticks when they are wanted. */
const FORMED_FRAMES = ['1m', '5m', '1h', '1d'] as const;
const STORED_FRAMES: readonly Timeframe[] = FORMED_FRAMES;

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
  /** Times each slot was begun or left, so that what was read for a time before is not used. */
  readonly #turns = new Map<number, number>();
  /** Batch that last touched a slot, 0 when it was told since. */
  #touched = new Float64Array(64);
  #dropped = 0;
  #storing: Promise<void> = Promise.resolve();

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
      this.builder.closeUntil(clock.now() - 2_000, this.#ports.isPast);
      void this.store();
    });
    return () => {
      stopPublishing();
      stopStoring();
    };
  }

  /**
   * Follows a symbol: its bars go on with what is stored of those being formed. One that is followed already only
   * changes what its price is made of: what it has formed so far is in its bars once.
   */
  async follow(symbol: string, slot: number, source: 'trades' | 'quotes'): Promise<void> {
    const isNew = !this.#symbols.has(slot);
    this.#symbols.set(slot, symbol);
    this.setPriceSource(slot, source);
    if (!isNew) return;
    const turn = (this.#turns.get(slot) ?? 0) + 1;
    this.#turns.set(slot, turn);
    await this.store();
    for (const timeframe of FORMED_FRAMES) {
      const stored = await this.#ports.market.readBars(symbol, timeframe, { limit: 1 });
      if (this.#turns.get(slot) !== turn) return;
      if (stored.length === 0) continue;
      this.builder.seed(slot, timeframe, barAt(stored, stored.length - 1), this.#ports.clock.now());
    }
  }

  /** Makes the longer bars being formed whole from stored minutes and the minute at hand: some of them were not heard. */
  async complete(symbol: string): Promise<void> {
    const slot = this.#ports.board.find(symbol);
    if (slot === undefined || !this.#symbols.has(slot)) return;
    await this.store();
    const now = this.#ports.clock.now();
    const day = this.#ports.dayOf(slot);
    day.find(now);
    const from = Math.min(day.start, bucketStart(now, '1h'));
    const stored = await this.#ports.market.readBars(symbol, '1m', { from });
    const minute = this.builder.forming(slot, '1m');
    if (minute === undefined) return;
    const minutes = [...Array(stored.length).keys()]
      .map((i) => barAt(stored, i))
      .filter(({ time }) => time < minute.time);
    minutes.push(minute);
    const starts = {
      '5m': bucketStart(minute.time, '5m'),
      '1h': bucketStart(minute.time, '1h'),
      '1d': day.start,
    } as const;
    for (const [timeframe, start] of Object.entries(starts) as [keyof typeof starts, number][]) {
      const whole = joined(minutes.filter(({ time }) => time >= start));
      if (whole === undefined) continue;
      const time = timeframe === '1d' ? day.date : start;
      this.builder.complete(slot, timeframe, { ...whole, time });
    }
  }

  /** Bars and the newest price of a slot are made of its trades, or of the middle of its quotes. */
  setPriceSource(slot: number, source: 'trades' | 'quotes'): void {
    this.builder.setPriceSource(slot, source);
    this.#ports.board.priceByQuotes(slot, source === 'quotes');
  }

  /** Its ticks make no more bars that are stored or shown; what was being formed is stored as it is. */
  unfollow(slot: number): void {
    const symbol = this.#symbols.get(slot);
    if (symbol === undefined) return;
    this.#keepForming(slot, symbol);
    this.builder.clear(slot);
    this.#symbols.delete(slot);
    this.#turns.set(slot, (this.#turns.get(slot) ?? 0) + 1);
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
      if (!this.#ports.isHidden?.(slot)) {
        const payload: MarketDataPayload = {
          symbol,
          last: board.last[slot]!,
          bid: board.bid[slot]!,
          ask: board.ask[slot]!,
          volume: board.volume[slot]!,
          batch,
        };
        bus.publish(topics.marketData, board.eventTime[slot]!, payload, `ticks:${batch}`);
      }
      for (const timeframe of TIMEFRAMES) {
        const series = this.#series.get(`${symbol} ${timeframe}`);
        if (series !== undefined) this.#showForming(series, slot);
      }
    }
  }

  /** Writes all that closed before the call, a series at once; what the store refuses waits for the next time. Never rejects. */
  store(): Promise<void> {
    if (this.#waiting.size > 0) this.#storing = this.#storing.then(() => this.#write());
    return this.#storing;
  }

  async #write(): Promise<void> {
    for (const [key, bars] of [...this.#waiting]) {
      const [symbol, timeframe] = key.split(' ') as [string, Timeframe];
      const count = bars.length;
      const dropped = this.#dropped;
      try {
        const source = this.#ports.sourceOf?.(symbol) ?? LIVE;
        await this.#ports.market.putBars(symbol, timeframe, newestOf(bars), source);
        // What was dropped meanwhile were the oldest of those just written.
        bars.splice(0, Math.max(0, count - (this.#dropped - dropped)));
        if (bars.length === 0) this.#waiting.delete(key);
      } catch (error) {
        this.#ports.onStoreFailure(symbol, timeframe, error);
      }
    }
  }

  /** Stores bars being formed as they are, as before the engine stops; {@link follow} goes on with them. */
  async storeForming(): Promise<void> {
    for (const [slot, symbol] of this.#symbols) this.#keepForming(slot, symbol);
    await this.store();
  }

  #keepForming(slot: number, symbol: string): void {
    for (const timeframe of FORMED_FRAMES) {
      const bar = this.builder.forming(slot, timeframe);
      if (bar !== undefined) this.#keep(symbol, timeframe, bar);
    }
  }

  #close(timeframe: Timeframe, bars: ClosedBars): void {
    for (let i = 0; i < bars.length; i++) {
      const symbol = this.#symbols.get(bars.slot[i]!);
      if (symbol === undefined) continue;
      const bar = barAt(bars, i);
      const series = this.#series.get(`${symbol} ${timeframe}`);
      if (series !== undefined) this.#show(series, bar);
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

  #show(series: GrowingSeries, bar: Bar): void {
    putIfNewer(series, bar);
    if (series.timeframe === '1s' && series.length > 2 * SECONDS_MAX)
      series.replace(sliceBars(series.bars(), series.length - SECONDS_MAX, series.length));
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

/** One bar of several in the order of time, bearing the time of the first. */
function joined(bars: readonly Bar[]): Bar | undefined {
  return bars.reduce<Bar | undefined>(
    (whole, bar) =>
      whole && {
        time: whole.time,
        open: whole.open,
        high: Math.max(whole.high, bar.high),
        low: Math.min(whole.low, bar.low),
        close: bar.close,
        volume: whole.volume + bar.volume,
      },
    bars[0] && { ...bars[0], volume: 0 },
  );
}

/** Bars in ascending time; of two of the same time the one that came later. */
function newestOf(bars: readonly Bar[]): BarColumns {
  const byTime = new Map(bars.map((bar) => [bar.time, bar]));
  return barsFromRows([...byTime.values()].sort((a, b) => a.time - b.time));
}
