import type { ExchangeCalendar } from '#domain/instruments/calendar/exchange-calendar';
import { type Bar, barAt } from '#domain/market/bar';
import { BarBuilder } from '#domain/market/bar-builder';
import { allocateTicks, QUOTE_TICK, TRADE_TICK } from '#domain/market/tick-batch';
import { type Timeframe, timeframeMs } from '#domain/market/timeframe';
import { TradingDay } from '#domain/market/trading-day';

/** One trade or quote as an account's course takes it; what it does not say is NaN. */
export interface CourseRow {
  readonly symbol: string;
  readonly time: number;
  readonly last: number;
  readonly bid: number;
  readonly ask: number;
  readonly size: number;
}

/** A bar that has closed, and when it did. */
export interface RunBar {
  readonly instrument: number;
  readonly bar: Bar;
  readonly end: number;
}

const NOON_MS = 43_200_000;

/**
 * The bars of a run, made of the very ticks its orders meet. A bar has closed when a tick after its end is there, and not
 * before: ticks of the end itself are met first, as a backtest does it.
 */
export class RunBars {
  readonly #timeframe: Timeframe;
  readonly #days: readonly (TradingDay | undefined)[];
  readonly #builder: BarBuilder;
  readonly #batch = allocateTicks(1);
  #closed: RunBar[] = [];
  #late: number[] = [];

  /** By instrument; bars of what is made `ofQuotes` are of the middle between bid and ask. */
  constructor(
    timeframe: Timeframe,
    instruments: readonly { readonly calendar: ExchangeCalendar; readonly isOfQuotes: boolean }[],
  ) {
    this.#timeframe = timeframe;
    this.#days = instruments.map(({ calendar }) =>
      timeframe === '1d' ? new TradingDay(calendar) : undefined,
    );
    this.#builder = new BarBuilder({
      dayOf: (slot) => new TradingDay(instruments[slot]?.calendar),
      onLate: (_slot, time, late) => {
        if (late === timeframe) this.#late.push(time);
      },
      onClosed: (closed, bars) => {
        if (closed !== timeframe) return;
        for (let i = 0; i < bars.length; i++) this.#add(bars.slot[i]!, barAt(bars, i));
      },
    });
    for (const [slot, { isOfQuotes }] of instruments.entries())
      this.#builder.setPriceSource(slot, isOfQuotes ? 'quotes' : 'trades');
  }

  /** Takes out the times of ticks that came after their bar had closed. */
  takeLate(): number[] {
    if (this.#late.length === 0) return this.#late;
    const late = this.#late;
    this.#late = [];
    return late;
  }

  /** Takes a tick into the bar being formed. */
  take(instrument: number, { time, last, bid, ask, size }: CourseRow): void {
    const batch = this.#batch;
    batch.length = 1;
    batch.slot[0] = instrument;
    batch.kind[0] = Number.isNaN(last) ? QUOTE_TICK : TRADE_TICK;
    batch.eventTime[0] = time;
    batch.price[0] = last;
    batch.bid[0] = bid;
    batch.ask[0] = ask;
    batch.size[0] = size;
    this.#builder.take(batch);
  }

  /**
   * Takes out the bars that ended before `time`, in order of their ends; those of instruments other than `own` only when
   * they did so `lagMs` before: their last ticks may still be on their way.
   */
  takeEnded(time: number, own: number | undefined, lagMs: number): readonly RunBar[] {
    const whole = Math.ceil(time) - 1;
    if (own !== undefined) this.#builder.closeUntil(whole, (slot) => slot !== own);
    this.#builder.closeUntil(whole - lagMs, (slot) => slot === own);
    if (this.#closed.length === 0) return this.#closed;
    const isDue = ({ instrument, end }: RunBar): boolean => end < (instrument === own ? time : time - lagMs);
    const due = this.#closed.filter(isDue);
    if (due.length === 0) return due;
    this.#closed = this.#closed.filter((one) => !isDue(one));
    return due.sort((a, b) => a.end - b.end || a.instrument - b.instrument);
  }

  #add(instrument: number, bar: Bar): void {
    const day = this.#days[instrument];
    day?.find(bar.time + NOON_MS);
    const end = day ? day.end : bar.time + timeframeMs(this.#timeframe);
    this.#closed.push({ instrument, bar, end });
  }
}
