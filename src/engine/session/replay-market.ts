import type { Instrument } from '#domain/instruments/instrument';
import { allocateBars, type BarColumns, lowerBound, sliceBars } from '#domain/market/bar';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import type { MarketWatchRole } from '../agent/roles.ts';
import type { QuoteBoard } from '../cache/quote-board.ts';
import type { CourseRow } from '../strategy-runs/run-bars.ts';
import type { ReplayTimeline, TimelineDayPart } from './replay-timeline.ts';
import { SeriesHash } from './series-hash.ts';
import type { SessionCharts } from './session-charts.ts';
import type { TimelineEvent } from './timeline-day.ts';

export interface ReplayMarketOptions {
  readonly timeline: ReplayTimeline;
  readonly board: QuoteBoard;
  readonly charts: SessionCharts;
  readonly watch: MarketWatchRole;
  /** Symbols whose prices come from a live stream: what the board has of them is left alone. */
  readonly isStreamed: (symbol: string) => boolean;
  /** Events handled so far. */
  readonly cursor: () => number;
  /** Where orders meet a new tick, after it is shown and before the watch looks at it. */
  readonly onTick: (symbol: string, time: number, price: number, size: number) => void;
}

/**
 * The prices of a replay: ticks onto board, charts, venue and watch, and which daily bars are closed. Everything it
 * shows is a function of the timeline and the number of events handled, so a restart shows the same market.
 */
export class ReplayMarket {
  readonly #options: ReplayMarketOptions;
  readonly #slots: Int32Array;
  readonly #hashes: SeriesHash[];
  #dayIndex = -1;
  #parts: TimelineDayPart[] = [];

  constructor(options: ReplayMarketOptions) {
    this.#options = options;
    const { timeline, board } = options;
    this.#slots = Int32Array.from(timeline.symbols, ({ instrument }) => board.slot(instrument.symbol));
    this.#hashes = timeline.symbols.map(() => new SeriesHash());
  }

  /** What happens next; opens the trading day it falls in. */
  nextEvent(): TimelineEvent {
    const { timeline } = this.#options;
    const cursor = this.#options.cursor();
    const day = timeline.dayOf(cursor);
    if (day !== this.#dayIndex) this.#openDay(day);
    return timeline.day(day).eventAt(cursor - timeline.firstEventOf(day));
  }

  /** Plays one new tick of the open day and answers its time. */
  play(part: number, tick: number): number {
    return this.#show(this.#parts[part]!, this.#dayIndex, tick, 'new');
  }

  /** A tick of the open day before it is played. */
  rowOf(part: number, tick: number): CourseRow {
    const { symbolIndex, path } = this.#parts[part]!;
    const time = this.#options.timeline.day(this.#dayIndex).tickTime(symbolIndex, tick);
    const [last, size] = [path.price[tick]!, path.size[tick]!];
    return { symbol: this.instrumentOf(part).symbol, time, last, bid: Number.NaN, ask: Number.NaN, size };
  }

  /** When the day after the open one begins; never, behind the last. */
  nextOpening(): number {
    const { timeline } = this.#options;
    const next = this.#dayIndex + 1;
    if (next >= timeline.days.length) return Number.POSITIVE_INFINITY;
    const day = timeline.day(next);
    return Math.min(...timeline.membersOf(next).map(({ symbolIndex }) => day.tickTime(symbolIndex, 0)));
  }

  /** The symbol of a part of the open day. */
  instrumentOf(part: number): Instrument {
    return this.#options.timeline.symbols[this.#parts[part]!.symbolIndex]!.instrument;
  }

  /** Instant of the open day's close. */
  get closeTime(): number {
    return this.#options.timeline.day(this.#dayIndex).close;
  }

  /** Closes a symbol's bar of the open day: its index among the symbols, and its bars up to that one. */
  close(part: number): { symbolIndex: number; bars: BarColumns } {
    const { timeline, watch } = this.#options;
    const { symbolIndex, barIndex } = this.#parts[part]!;
    const { instrument, daily } = timeline.symbols[symbolIndex]!;
    const bars = sliceBars(daily, 0, barIndex + 1);
    watch.onDailyClose(instrument.symbol, this.closeTime, bars, true);
    return { symbolIndex, bars };
  }

  /** Bars of a symbol that are closed at this moment: today's once its own close was handled. */
  closedBars(symbolIndex: number): BarColumns {
    const { timeline } = this.#options;
    const cursor = this.#options.cursor();
    const { daily } = timeline.symbols[symbolIndex]!;
    const day = timeline.dayOf(cursor);
    if (day >= timeline.days.length) return sliceBars(daily, 0, lowerBound(daily, timeline.endDate + 1));
    const members = timeline.membersOf(day);
    const part = members.findIndex((member) => member.symbolIndex === symbolIndex);
    const closeEvent = timeline.firstEventOf(day) + members.length * timeline.ticksPerDay + 1 + part;
    const isClosedToday = part >= 0 && cursor > closeEvent;
    return sliceBars(daily, 0, lowerBound(daily, timeline.days[day]!) + Number(isClosedToday));
  }

  /** Bars of a symbol as they were played that had closed by `until`: days as of now, of shorter ones the last days'. */
  barsUntil(symbolIndex: number, timeframe: Timeframe, until: number): BarColumns {
    if (timeframe === '1d') return this.closedBars(symbolIndex);
    const { timeline, charts } = this.#options;
    const played = charts.playedBars(timeline.symbols[symbolIndex]!.instrument.symbol, timeframe);
    if (!played) return allocateBars(0);
    return sliceBars(played, 0, lowerBound(played, until - timeframeMs(timeframe) + 1));
  }

  /** Names the content of a symbol's bars, oldest to newest. */
  contentHash(symbolIndex: number, bars: BarColumns): string {
    return this.#hashes[symbolIndex]!.upTo(bars);
  }

  /**
   * Shows the market as it stands: charts up to now, the newest prices on the board, the newest values in the watch.
   * Nothing is traded or raised again. Answers the time of today's newest event, or null when today has not begun.
   */
  rebuild(): number | null {
    const { timeline, board, charts } = this.#options;
    const day = Math.min(timeline.dayOf(this.#options.cursor()), Math.max(0, timeline.days.length - 1));
    const firstDay = timeline.days[day] ?? timeline.startDate;
    charts.begin(
      timeline.symbols.map(({ instrument, daily }) => ({
        symbol: instrument.symbol,
        closed: sliceBars(daily, 0, lowerBound(daily, firstDay)),
      })),
      (symbol, days, onTick) => this.#pastTicks({ symbol, days }, onTick),
    );
    // A price of another session is no price of this one.
    for (let slot = 0; slot < board.symbols.length; slot++) {
      if (this.#options.isStreamed(board.symbols[slot]!) && !this.#slots.includes(slot)) continue;
      board.openDay(slot, Number.NaN);
      board.publish(slot, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0);
    }
    timeline.symbols.forEach((_, symbolIndex) => {
      this.#showLastDayBefore(symbolIndex, firstDay);
    });
    return timeline.days.length > 0 ? this.#showToday(day) : null;
  }

  #openDay(day: number): void {
    this.#dayIndex = day;
    this.#parts = this.#options.timeline.partsOf(day);
    for (const part of this.#parts) this.#openBoardDay(part);
  }

  #openBoardDay({ symbolIndex, barIndex }: Pick<TimelineDayPart, 'symbolIndex' | 'barIndex'>): void {
    const { daily } = this.#options.timeline.symbols[symbolIndex]!;
    const previous = barIndex > 0 ? daily.close[barIndex - 1]! : daily.open[barIndex]!;
    this.#options.board.openDay(this.#slots[symbolIndex]!, previous);
  }

  /** New ticks trade and raise alerts, those shown again do not. Charts hold every day before today already. */
  #show(part: TimelineDayPart, day: number, tick: number, age: 'new' | 'today' | 'before'): number {
    const { timeline, board, charts, watch, onTick } = this.#options;
    const { symbol } = timeline.symbols[part.symbolIndex]!.instrument;
    const slot = this.#slots[part.symbolIndex]!;
    const dayTime = timeline.days[day]!;
    const time = timeline.day(day).tickTime(part.symbolIndex, tick);
    const price = part.path.price[tick]!;
    const size = part.path.size[tick]!;
    board.publish(slot, time, price, Number.NaN, Number.NaN, size);
    if (age === 'today') charts.showDaily(symbol, dayTime, price, size);
    if (age === 'new') {
      charts.onTick(symbol, dayTime, time, price, size);
      onTick(symbol, time, price, size);
    }
    watch.onTick(symbol, dayTime, time, price, size, board.previousClose[slot]!, age === 'new');
    return time;
  }

  /** The newest day of a symbol before `firstDay`: its ticks when the replay played it, else just its close. */
  #showLastDayBefore(symbolIndex: number, firstDay: number): void {
    const { timeline, board, watch } = this.#options;
    const { instrument, daily } = timeline.symbols[symbolIndex]!;
    const barIndex = lowerBound(daily, firstDay) - 1;
    if (barIndex < 0) return;
    this.#openBoardDay({ symbolIndex, barIndex });
    const day = timeline.days.indexOf(daily.time[barIndex]!);
    if (day < 0) {
      const [time, close, volume] = [daily.time[barIndex]!, daily.close[barIndex]!, daily.volume[barIndex]!];
      board.publish(this.#slots[symbolIndex]!, time, close, Number.NaN, Number.NaN, volume);
      watch.onDailyClose(instrument.symbol, time, sliceBars(daily, 0, barIndex + 1), false);
      return;
    }
    const part = timeline.partOf(day, { symbolIndex, barIndex });
    for (let tick = 0; tick < timeline.ticksPerDay; tick++) this.#show(part, day, tick, 'before');
    watch.onDailyClose(instrument.symbol, timeline.day(day).close, sliceBars(daily, 0, barIndex + 1), false);
  }

  #showToday(day: number): number | null {
    const { timeline, watch } = this.#options;
    const handled = this.#options.cursor() - timeline.firstEventOf(day);
    if (handled <= 0) return null;
    this.#openDay(day);
    const { close } = timeline.day(day);
    let time = close;
    for (let offset = 0; offset < handled; offset++) {
      const event = timeline.day(day).eventAt(offset);
      if (event.kind === 'tick') {
        time = this.#show(this.#parts[event.part]!, day, event.tick, 'today');
        continue;
      }
      time = close;
      if (event.kind === 'day-end') continue;
      const { symbolIndex, barIndex } = this.#parts[event.part]!;
      const { instrument, daily } = timeline.symbols[symbolIndex]!;
      watch.onDailyClose(instrument.symbol, time, sliceBars(daily, 0, barIndex + 1), false);
    }
    return time;
  }

  #pastTicks(
    wanted: { readonly symbol: string; readonly days: number },
    onTick: (time: number, price: number, size: number) => void,
  ): void {
    const { timeline } = this.#options;
    const cursor = this.#options.cursor();
    const index = timeline.symbols.findIndex(({ instrument }) => instrument.symbol === wanted.symbol);
    const today = Math.min(timeline.dayOf(cursor), timeline.days.length - 1);
    for (let day = Math.max(0, today - wanted.days); day <= today; day++) {
      const members = timeline.membersOf(day);
      const position = members.findIndex((member) => member.symbolIndex === index);
      if (position < 0) continue;
      const events = timeline.day(day);
      const ticks = events.ticksBefore(cursor - timeline.firstEventOf(day), position);
      if (ticks === 0) continue;
      const { price, size } = timeline.partOf(day, members[position]!).path;
      for (let tick = 0; tick < ticks; tick++)
        onTick(events.tickTime(index, tick), price[tick]!, size[tick]!);
    }
  }
}
