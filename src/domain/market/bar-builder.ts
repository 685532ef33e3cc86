import type { Bar } from './bar.ts';
import { ClosedBarBuffer, type ClosedBars } from './closed-bars.ts';
import { QUOTE_TICK, type TickBatch, TRADE_TICK } from './tick-batch.ts';
import { TIMEFRAMES, type Timeframe, timeframeMs } from './timeframe.ts';
import { TradingDay } from './trading-day.ts';

export interface BarBuilderOptions {
  /** Bars of a timeframe that closed, once a batch. */
  readonly onClosed: (timeframe: Timeframe, bars: ClosedBars) => void;
  /** A tick for a bar of this timeframe that is closed: it is not in it, and the bar wants to be made anew from stored ticks. */
  readonly onLate?: (slot: number, time: number, timeframe: Timeframe) => void;
  /** Days by which a slot's daily bars go; from midnight to midnight UTC without it. */
  readonly dayOf?: (slot: number) => TradingDay;
}

// A slot has five lines of the cache; a tick of the second at hand touches the first two.
const START = 0;
const END = 1;
const OPEN = 2;
const HIGH = 3;
const LOW = 4;
const CLOSE = 5;
/** Volumes of the five bars side by side. */
const VOLUME = 6;
/** Where a longer bar's start, end and four prices are: the second's are at 0. */
const LONGER = [0, 11, 17, 23, 29] as const;
const STRIDE = 40;
const LENGTHS = TIMEFRAMES.map(timeframeMs);
const DAY = 4;

/**
 * Turns ticks of many slots into bars of a second, a minute, five minutes, an hour and a day at once. A tick changes
 * prices of the second alone, and the volumes of all five; the longer bars take the second's prices when it ends. Bars
 * begin at whole multiples since midnight UTC, those of a day by {@link TradingDay}. A bar closes when a tick after it
 * comes, or by {@link closeUntil}; a stretch of time with no tick makes no bar.
 *
 * A tick behind the second at hand goes into those longer bars that are still open, without becoming their close.
 */
export class BarBuilder {
  readonly #onClosed: BarBuilderOptions['onClosed'];
  readonly #onLate: NonNullable<BarBuilderOptions['onLate']>;
  readonly #dayOf: NonNullable<BarBuilderOptions['dayOf']>;
  readonly #days: TradingDay[] = [];
  readonly #closed = TIMEFRAMES.map(() => new ClosedBarBuffer());
  /** Kind of tick that makes a slot's price. */
  #kind = new Uint8Array(0);
  #state = new Float64Array(0);
  #slots = 0;
  #late = 0;

  constructor({ onClosed, onLate, dayOf }: BarBuilderOptions) {
    this.#onClosed = onClosed;
    this.#onLate = onLate ?? (() => undefined);
    this.#dayOf = dayOf ?? (() => new TradingDay());
    this.#grow(64);
  }

  /** Ticks that came after some bar of theirs was closed. */
  get late(): number {
    return this.#late;
  }

  /** Bars of a slot are made of its trades, as they are unless this is called, or of the middle of its quotes. */
  setPriceSource(slot: number, source: 'trades' | 'quotes'): void {
    this.#reserve(slot);
    this.#kind[slot] = source === 'quotes' ? QUOTE_TICK : TRADE_TICK;
  }

  /** Takes a batch in which the times of every slot and kind go forward, and hands out what it closed. */
  take(batch: TickBatch): void {
    const {
      length,
      slot: slots,
      kind: kinds,
      eventTime: times,
      price: prices,
      size: sizes,
      bid,
      ask,
    } = batch;
    for (let row = 0; row < length; row++) {
      const slot = slots[row]!;
      if (slot >= this.#slots) this.#reserve(slot);
      const kind = kinds[row]!;
      if (kind !== this.#kind[slot]) continue;
      const time = times[row]!;
      const isQuote = kind === QUOTE_TICK;
      const price = isQuote ? (bid[row]! + ask[row]!) / 2 : prices[row]!;
      const state = this.#state;
      const base = slot * STRIDE;
      if (time >= state[base + START]! && time < state[base + END]!) {
        if (price > state[base + HIGH]!) state[base + HIGH] = price;
        if (price < state[base + LOW]!) state[base + LOW] = price;
        state[base + CLOSE] = price;
      } else if (time >= state[base + END]!) this.#roll(slot, base, time, price);
      else {
        this.#takeLate(slot, base, time, price, isQuote ? 0 : sizes[row]!);
        continue;
      }
      const size = sizes[row]!;
      if (isQuote || !(size > 0)) continue;
      state[base + VOLUME]! += size;
      state[base + VOLUME + 1]! += size;
      state[base + VOLUME + 2]! += size;
      state[base + VOLUME + 3]! += size;
      state[base + VOLUME + 4]! += size;
    }
    this.#handOut();
  }

  /** Closes every bar that ends at or before `time`, whether or not a tick came after it, but for slots left out. */
  closeUntil(time: number, isLeftOut: (slot: number) => boolean = () => false): void {
    for (let slot = 0; slot < this.#slots; slot++) {
      if (isLeftOut(slot)) continue;
      const base = slot * STRIDE;
      if (this.#state[base + END]! <= time) this.#closeSecond(slot, base);
      for (let frame = 1; frame < LENGTHS.length; frame++)
        if (this.#state[base + LONGER[frame]! + END]! <= time) this.#closeLonger(slot, base, frame);
    }
    this.#handOut();
  }

  /** The bar being formed, or undefined when no tick of it came. */
  forming(slot: number, timeframe: Timeframe): Bar | undefined {
    if (slot >= this.#slots) return undefined;
    const frame = TIMEFRAMES.indexOf(timeframe);
    const state = this.#state;
    const base = slot * STRIDE;
    const at = base + LONGER[frame]!;
    const hasSecond = !Number.isNaN(state[base + OPEN]!);
    const hasOwn = !Number.isNaN(state[at + OPEN]!);
    if (!hasSecond && !hasOwn) return undefined;
    const volume = state[base + VOLUME + frame]!;
    const time = this.#labelOf(slot, at, frame);
    const own = {
      open: state[at + OPEN]!,
      high: state[at + HIGH]!,
      low: state[at + LOW]!,
      close: state[at + CLOSE]!,
    };
    if (frame === 0 || !hasSecond) return { time, ...own, volume };
    const second = { open: state[base + OPEN]!, high: state[base + HIGH]!, low: state[base + LOW]! };
    return {
      time,
      open: hasOwn ? own.open : second.open,
      high: hasOwn ? Math.max(own.high, second.high) : second.high,
      low: hasOwn ? Math.min(own.low, second.low) : second.low,
      close: state[base + CLOSE]!,
      volume,
    };
  }

  /**
   * Puts what is known of a bar from before, as after a restart, under the bar being formed: into it when both are the
   * same, in its place when none is. One that is past is left alone. `now` tells which bar is being formed.
   */
  seed(slot: number, timeframe: Exclude<Timeframe, '1s'>, bar: Bar, now: number): void {
    this.#reserve(slot);
    const frame = TIMEFRAMES.indexOf(timeframe);
    const state = this.#state;
    const base = slot * STRIDE;
    const at = base + LONGER[frame]!;
    if (!(now < state[at + END]!)) this.#openLonger(slot, at, frame, now);
    if (this.#labelOf(slot, at, frame) !== bar.time) return;
    const isEmpty = Number.isNaN(state[at + OPEN]!);
    state[at + OPEN] = bar.open;
    state[at + HIGH] = isEmpty ? bar.high : Math.max(bar.high, state[at + HIGH]!);
    state[at + LOW] = isEmpty ? bar.low : Math.min(bar.low, state[at + LOW]!);
    if (isEmpty) state[at + CLOSE] = bar.close;
    state[base + VOLUME + frame]! += bar.volume;
  }

  /**
   * Completes the bar being formed with what is known by other means of all of it: its open and volume are taken as
   * they are, its high and low only widened. One of another time is left alone.
   */
  complete(slot: number, timeframe: Exclude<Timeframe, '1s'>, bar: Bar): void {
    if (this.forming(slot, timeframe)?.time !== bar.time) return;
    const state = this.#state;
    const base = slot * STRIDE;
    const frame = TIMEFRAMES.indexOf(timeframe);
    const at = base + LONGER[frame]!;
    const isEmpty = Number.isNaN(state[at + OPEN]!);
    state[at + OPEN] = bar.open;
    state[at + HIGH] = isEmpty ? bar.high : Math.max(bar.high, state[at + HIGH]!);
    state[at + LOW] = isEmpty ? bar.low : Math.min(bar.low, state[at + LOW]!);
    if (isEmpty) state[at + CLOSE] = bar.close;
    state[base + VOLUME + frame] = bar.volume;
  }

  /** Forgets the bars being formed of a slot, and closes none of them. */
  clear(slot: number): void {
    if (slot >= this.#slots) return;
    this.#state.fill(0, slot * STRIDE, (slot + 1) * STRIDE);
    this.#blank(slot * STRIDE);
  }

  /** Ends the second at hand, and the longer bars that `time` is past; begins those it falls in. */
  #roll(slot: number, base: number, time: number, price: number): void {
    this.#closeSecond(slot, base);
    const state = this.#state;
    for (let frame = 1; frame < LENGTHS.length; frame++) {
      const at = base + LONGER[frame]!;
      if (time < state[at + END]!) continue;
      this.#closeLonger(slot, base, frame);
      this.#openLonger(slot, at, frame, time);
    }
    const start = Math.floor(time / 1_000) * 1_000;
    state[base + START] = start;
    state[base + END] = start + 1_000;
    state[base + OPEN] = price;
    state[base + HIGH] = price;
    state[base + LOW] = price;
    state[base + CLOSE] = price;
  }

  #openLonger(slot: number, at: number, frame: number, time: number): void {
    const state = this.#state;
    if (frame === DAY) {
      const day = this.#days[slot]!;
      day.find(time);
      state[at + START] = day.start;
      state[at + END] = day.end;
    } else {
      const length = LENGTHS[frame]!;
      state[at + START] = Math.floor(time / length) * length;
      state[at + END] = state[at + START]! + length;
    }
  }

  #closeSecond(slot: number, base: number): void {
    const state = this.#state;
    if (Number.isNaN(state[base + OPEN]!)) return;
    this.#closed[0]!.add(slot, state[base + START]!, state, base + OPEN, state[base + VOLUME]!);
    for (let frame = 1; frame < LENGTHS.length; frame++) {
      const at = base + LONGER[frame]!;
      if (Number.isNaN(state[at + OPEN]!)) {
        state[at + OPEN] = state[base + OPEN]!;
        state[at + HIGH] = state[base + HIGH]!;
        state[at + LOW] = state[base + LOW]!;
      } else {
        if (state[base + HIGH]! > state[at + HIGH]!) state[at + HIGH] = state[base + HIGH]!;
        if (state[base + LOW]! < state[at + LOW]!) state[at + LOW] = state[base + LOW]!;
      }
      state[at + CLOSE] = state[base + CLOSE]!;
    }
    this.#empty(base, base + VOLUME);
  }

  #closeLonger(slot: number, base: number, frame: number): void {
    const state = this.#state;
    const at = base + LONGER[frame]!;
    const volume = base + VOLUME + frame;
    if (Number.isNaN(state[at + OPEN]!)) return;
    this.#closed[frame]!.add(slot, this.#labelOf(slot, at, frame), state, at + OPEN, state[volume]!);
    this.#empty(at, volume);
  }

  /** A closed bar leaves nothing open before its end: what comes for it is late. */
  #empty(at: number, volume: number): void {
    this.#state[at + START] = this.#state[at + END]!;
    this.#state[at + OPEN] = Number.NaN;
    this.#state[volume] = 0;
  }

  #takeLate(slot: number, base: number, time: number, price: number, size: number): void {
    const state = this.#state;
    this.#late++;
    this.#onLate(slot, time, TIMEFRAMES[0]!);
    for (let frame = 1; frame < LENGTHS.length; frame++) {
      const at = base + LONGER[frame]!;
      if (time < state[at + START]! || time >= state[at + END]!) {
        this.#onLate(slot, time, TIMEFRAMES[frame]!);
        continue;
      }
      if (Number.isNaN(state[at + OPEN]!)) {
        state.fill(price, at + OPEN, at + CLOSE + 1);
      } else {
        if (price > state[at + HIGH]!) state[at + HIGH] = price;
        if (price < state[at + LOW]!) state[at + LOW] = price;
      }
      if (size > 0) state[base + VOLUME + frame]! += size;
    }
  }

  /** A day is labelled by its date, every other bar by its first moment. */
  #labelOf(slot: number, at: number, frame: number): number {
    return frame === DAY ? this.#days[slot]!.date : this.#state[at + START]!;
  }

  #handOut(): void {
    for (let frame = 0; frame < this.#closed.length; frame++) {
      const bars = this.#closed[frame]!;
      if (bars.length === 0) continue;
      try {
        this.#onClosed(TIMEFRAMES[frame]!, bars);
      } finally {
        bars.length = 0;
      }
    }
  }

  #reserve(slot: number): void {
    if (slot * STRIDE >= this.#state.length) this.#grow(slot + 1);
    while (this.#days.length <= slot) this.#days.push(this.#dayOf(this.#days.length));
    if (slot >= this.#slots) this.#slots = slot + 1;
  }

  #grow(slots: number): void {
    const before = this.#state;
    const capacity = Math.max(slots, (before.length / STRIDE) * 2);
    this.#state = new Float64Array(capacity * STRIDE);
    this.#state.set(before);
    const kind = new Uint8Array(capacity);
    kind.set(this.#kind);
    this.#kind = kind;
    for (let base = before.length; base < this.#state.length; base += STRIDE) this.#blank(base);
  }

  #blank(base: number): void {
    for (const at of LONGER) {
      this.#state[base + at + START] = Number.NEGATIVE_INFINITY;
      this.#state[base + at + END] = Number.NEGATIVE_INFINITY;
      this.#state[base + at + OPEN] = Number.NaN;
    }
  }
}
