import { firstIndexFrom } from '#domain/values/first-index-from';
import type { RunSeries } from './account-host.ts';
import type { LoopParts, RunLoop } from './run-loop.ts';
import { isSignalModule } from './signal-strategy.ts';

/** The same as an `InstantLoop` for a single series of bars in one currency, where nothing but bars and orders happens. */
export class BarLoop implements RunLoop {
  events = 0;
  readonly #series: RunSeries;
  readonly #parts: LoopParts;
  /** First bar of the next trading day; the length where nobody asks for days. */
  #nextDay: number;

  constructor(series: RunSeries, parts: LoopParts) {
    this.#series = series;
    this.#parts = parts;
    this.#nextDay = parts.schedule.nextDay === Number.POSITIVE_INFINITY ? series.cursor.bars.length : 0;
  }

  advance(goal: number): void {
    const { cursor, context, place } = this.#series;
    const { books, desk, equity, calls } = this.#parts;
    const { open, close, length } = cursor.bars;
    const { orders } = desk;
    const { quantity } = books;
    const { values } = equity;
    const { strategy, memory } = calls;
    const hasBars = strategy.onBar !== undefined;
    calls.caller = context;
    calls.calling = 'onBar';
    const signals = isSignalModule(strategy) ? strategy.signalsOf(context.symbol) : undefined;
    const end = Math.min(length, goal);
    let nextDay = this.#nextDay;
    let opening = open[this.events]!;
    for (let i = this.events; i < end; i++) {
      if (i === nextDay) nextDay = this.#beginDay(i);
      if (signals && orders.count === 0) {
        // Nothing rests, so nothing but a signal changes the account: bars before it are only marked.
        const until = Math.min(end, nextDay);
        const from = i;
        i = signals.quietUntil(from, until);
        if (i < until) {
          // Asked for before the bars are marked: what is seldom in the cache is on its way meanwhile.
          opening = i + 1 < length ? open[i + 1]! : Number.NaN;
          place.index = i;
          desk.moment.follow();
        }
        this.#mark(from, i);
        if (i === until) {
          i -= 1;
          continue;
        }
      }
      if (orders.count > 0) this.#open(i, opening);
      place.index = i;
      if (orders.count > 0) this.#matchWithin(i);
      const price = close[i]!;
      books.mark(0, price);
      // For the loop alone, and ahead of need: bars that are traded on are seldom in the cache, and the strategy takes a while.
      opening = i + 1 < length ? open[i + 1]! : Number.NaN;
      if (hasBars) strategy.onBar!(context, memory);
      const held = quantity[0]!;
      let value = books.plainCash;
      if (held !== 0) {
        value += held * price;
        if (value <= 0) value = this.#ruin();
      }
      values[i] = value;
    }
    this.#nextDay = nextDay;
    this.events = end;
    equity.length = end;
  }

  /** Equity at the closes from `from` to before `until`, within which no order rests. */
  #mark(from: number, until: number): void {
    const { cursor, place } = this.#series;
    const { books, equity } = this.#parts;
    const { close } = cursor.bars;
    const { values } = equity;
    const cash = books.plainCash;
    const held = books.quantity[0]!;
    if (held === 0) {
      for (let i = from; i < until; i++) values[i] = cash;
    } else {
      for (let i = from; i < until; i++) {
        const value = cash + held * close[i]!;
        values[i] = value;
        if (!(value <= 0)) continue;
        place.index = i;
        books.mark(0, close[i]!);
        values[i] = this.#ruin();
        this.#mark(i + 1, until);
        break;
      }
    }
    if (until === from) return;
    place.index = until - 1;
    books.mark(0, close[until - 1]!);
  }

  /** The trading day of a bar begins; the first bar of the next. */
  #beginDay(index: number): number {
    const { closeKeys, closeOffset } = this.#series.cursor;
    const { schedule } = this.#parts;
    schedule.beginDay(closeKeys[index]! + closeOffset);
    return firstIndexFrom(closeKeys, index + 1, schedule.nextDay - closeOffset);
  }

  /** Opens a bar that orders wait for. */
  #open(index: number, price: number): void {
    const { desk, schedule } = this.#parts;
    const time = this.#series.cursor.openKeys[index]!;
    if (schedule.isHalted(0, time)) return;
    desk.moment.key = time;
    desk.moment.stamp = time;
    desk.moment.bar = index;
    desk.matchOpening(0, index, price);
  }

  #matchWithin(index: number): void {
    const { desk, schedule } = this.#parts;
    desk.moment.follow();
    if (!schedule.isHalted(0, desk.moment.key)) desk.matchWithin(0, index);
  }

  #ruin(): number {
    this.#parts.desk.moment.follow();
    return this.#parts.closing.ruin();
  }
}
