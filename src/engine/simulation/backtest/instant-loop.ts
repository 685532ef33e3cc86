import type { RunSeries } from './account-host.ts';
import type { OpeningQueue } from './opening-queue.ts';
import type { LoopParts, RunLoop } from './run-loop.ts';
import type { SeriesPlace } from './series-context.ts';
import { keyAt } from './series-cursor.ts';
import { SeriesMerge } from './series-merge.ts';
import { isSignalModule, type SignalModule, type SignalsAhead } from './signal-strategy.ts';
import type { WorkingOrder } from './working-order.ts';

/** Bars that a strategy of signals is taken ahead at most. */
const AHEAD_BARS = 4_096;

/** A series with what every instant asks of it. */
interface Lane extends RunSeries {
  readonly close: Float64Array;
  readonly resting: readonly WorkingOrder[];
  /** Whether its strategy can be taken ahead of the account. */
  readonly canPassOver: boolean;
  signals: SignalsAhead | undefined;
  /** Bar before which the strategy wants nothing, as far as it was taken ahead; 0 where it cannot be. */
  quietUntil: number;
}

/** Walks many series, instant by instant: openings, then what closes is matched, then the strategy is called. */
export class InstantLoop implements RunLoop {
  events = 0;
  readonly #series: readonly Lane[];
  readonly #parts: LoopParts;
  readonly #ahead: SignalModule | undefined;
  readonly #openings: OpeningQueue;
  readonly #isByLabel: boolean;
  /** Series that close at the very same instants all along, which have one place and are merged as one. */
  readonly #groups: readonly (readonly number[])[];
  readonly #merge: SeriesMerge;
  /** Series that close at the instant being handled, then those of them whose strategy is called. */
  readonly #slice: Int32Array;

  constructor(
    series: readonly RunSeries[],
    parts: LoopParts,
    { openings, isByLabel }: { readonly openings: OpeningQueue; readonly isByLabel: boolean },
  ) {
    const { desk, calls } = parts;
    this.#ahead = isSignalModule(calls.strategy) ? calls.strategy : undefined;
    this.#series = series.map((one) => ({
      ...one,
      close: one.cursor.bars.close,
      resting: desk.orders.of(one.instrument),
      canPassOver: one.cursor.kind === 'bars' && isOnlyOne(one, series),
      signals: undefined,
      quietUntil: 0,
    }));
    this.#parts = parts;
    this.#openings = openings;
    this.#isByLabel = isByLabel;
    const groups = new Map<SeriesPlace, number[]>();
    for (const [i, { place }] of series.entries()) groups.set(place, [...(groups.get(place) ?? []), i]);
    this.#groups = [...groups.values()];
    this.#merge = new SeriesMerge(
      Float64Array.from(this.#groups, ([first]) => keyAt(series[first!]!.cursor, 0)),
    );
    this.#slice = new Int32Array(series.length);
  }

  advance(goal: number): void {
    while (this.events < goal && this.#merge.key !== Number.POSITIVE_INFINITY) this.#handleInstant();
  }

  #handleInstant(): void {
    const { key } = this.#merge;
    const { books, desk, equity, schedule, closing } = this.#parts;
    const { moment } = desk;
    const { quantity } = books;
    this.#handleOpenings(key);
    schedule.keep(key);
    const count = this.#takeSlice(key);
    const slice = this.#slice;
    moment.key = key;
    moment.stamp = this.#isByLabel ? Math.floor(key) : key;
    moment.bar = equity.length;
    let awake = 0;
    for (let i = 0; i < count; i++) {
      const lane = this.#series[slice[i]!]!;
      const { index } = lane.place;
      const isAwake = index >= lane.quietUntil;
      if (lane.isMatching) {
        if (lane.resting.length > 0) this.#matchResting(lane, index);
        // Nobody asks for the price of what is not held while its strategy wants nothing.
        else if (isAwake || quantity[lane.instrument] !== 0) books.mark(lane.instrument, lane.close[index]!);
      }
      if (isAwake) slice[awake++] = slice[i]!;
    }
    this.events += count;
    for (let i = 0; i < awake; i++) this.#callStrategy(this.#series[slice[i]!]!);
    equity.add(moment.stamp, closing.judge(books.equity));
  }

  /** Moves every series that closes at `key` on to it; how many of the slice they are. */
  #takeSlice(key: number): number {
    const merge = this.#merge;
    const slice = this.#slice;
    let count = 0;
    let groups = 0;
    while (merge.key === key) {
      const group = this.#groups[merge.winner]!;
      for (let i = 0; i < group.length; i++) slice[count++] = group[i]!;
      const { cursor, place } = this.#series[group[0]!]!;
      place.index += 1;
      merge.advance(keyAt(cursor, place.index + 1));
      groups += 1;
      // More than one tick of one instant: each is handled by itself.
      if (cursor.kind !== 'bars') break;
    }
    if (groups > 1) slice.subarray(0, count).sort();
    return count;
  }

  #matchResting({ instrument, cursor, close, resting }: Lane, index: number): void {
    const { desk, books, schedule } = this.#parts;
    const price = close[index]!;
    const isHalted = schedule.isHalted(instrument, desk.moment.key);
    if (cursor.kind === 'bars') {
      if (!isHalted) desk.matchWithin(instrument, index);
      books.mark(instrument, price);
      if (resting.length > 0) this.#openings.await(instrument, index + 1);
      return;
    }
    books.mark(instrument, price);
    if (isHalted) return;
    const { quotes, rows } = cursor;
    if (rows) {
      const { last, bid, ask, size } = rows;
      desk.matchTick(instrument, index, {
        last: last[index]!,
        bid: bid[index]!,
        ask: ask[index]!,
        size: size[index]!,
      });
      return;
    }
    const bid = quotes ? quotes.bid[index]! : Number.NaN;
    const ask = quotes ? quotes.ask[index]! : Number.NaN;
    desk.matchTick(instrument, index, { last: price, bid, ask, size: cursor.bars.volume[index]! });
  }

  #callStrategy(lane: Lane): void {
    if (this.#ahead !== undefined && lane.canPassOver) {
      const { index } = lane.place;
      if (index < lane.quietUntil) return;
      lane.signals ??= this.#ahead.signalsOf(lane.context.symbol);
      lane.quietUntil = lane.signals.quietUntil(index, Math.min(lane.close.length, index + AHEAD_BARS));
      if (index < lane.quietUntil) return;
    }
    const { schedule, calls } = this.#parts;
    if (schedule.isDelisted(lane.instrument)) return;
    if (lane.cursor.kind === 'bars') calls.bar(lane.context);
    else calls.tick(lane.context);
  }

  /** Openings before `key`, in time: what waits for them fills. */
  #handleOpenings(key: number): void {
    const { desk, equity, schedule } = this.#parts;
    const openings = this.#openings;
    while (openings.time < key) {
      const { time } = openings;
      const { instrument, bar, price } = openings.take();
      schedule.keep(time);
      if (schedule.isHalted(instrument, time) || schedule.isDelisted(instrument)) continue;
      desk.moment.key = time;
      desk.moment.stamp = time;
      desk.moment.bar = equity.length;
      desk.matchOpening(instrument, bar, price);
    }
  }
}

function isOnlyOne(series: RunSeries, all: readonly RunSeries[]): boolean {
  return all.every((other) => other === series || other.instrument !== series.instrument);
}
