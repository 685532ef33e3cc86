import type { OrderFiller } from './order-filler.ts';
import { matchOpening, matchTick, matchWithin } from './order-matching.ts';
import type { OrderRegister } from './order-register.ts';
import type { RunMoment } from './run-moment.ts';
import { dayOf, endsDay, type SeriesCursor } from './series-cursor.ts';
import type { WorkingOrder } from './working-order.ts';

/** Meets the resting orders of an instrument with its bars and ticks, in order of arrival, and has filled what matches. */
export class OrderMatcher {
  /** By instrument, the series its orders match on. */
  readonly #cursors: readonly SeriesCursor[];
  readonly #register: OrderRegister;
  readonly #filler: OrderFiller;
  readonly #moment: RunMoment;
  /** Bar that the count of ambiguous bars has counted last. */
  #ambiguous = -1;

  constructor(options: {
    readonly cursors: readonly SeriesCursor[];
    readonly register: OrderRegister;
    readonly filler: OrderFiller;
    readonly moment: RunMoment;
  }) {
    this.#cursors = options.cursors;
    this.#register = options.register;
    this.#filler = options.filler;
    this.#moment = options.moment;
  }

  /** A bar of the instrument's series opens. */
  opening(instrument: number, index: number): void {
    const cursor = this.#cursors[instrument]!;
    const { orders } = this.#register;
    const open = cursor.bars.open[index]!;
    const resting = orders.of(instrument);
    for (let i = 0, count = resting.length; i < count; i++) {
      const order = resting[i]!;
      if (!this.#isPresent(order, cursor, index)) continue;
      const price = matchOpening(order, open);
      if (price > 0) this.#filler.fill(order, price, cursor.bars.volume[index]!);
    }
    orders.sweep(instrument);
  }

  /** The rest of the bar: stops before limits, which is the worse for the account; then orders born within it. */
  within(instrument: number, index: number): void {
    const { orders } = this.#register;
    const resting = orders.of(instrument);
    const count = resting.length;
    this.#moment.within = index;
    for (let i = 0; i < count; i++) if (resting[i]!.type !== 'limit') this.#meetBar(resting[i]!, index);
    for (let i = 0; i < count; i++) if (resting[i]!.type === 'limit') this.#meetBar(resting[i]!, index);
    for (let i = count; i < resting.length; i++) this.#meetRest(resting[i]!, index);
    this.#moment.within = -1;
  }

  /** One trade or quote; without a quote `bid` and `ask` are NaN. */
  tick(
    instrument: number,
    index: number,
    of: { readonly last: number; readonly bid: number; readonly ask: number; readonly size: number },
  ): void {
    const cursor = this.#cursors[instrument]!;
    const resting = this.#register.orders.of(instrument);
    for (let i = 0, count = resting.length; i < count; i++) {
      const order = resting[i]!;
      if (!this.#isPresent(order, cursor, index)) continue;
      const price = matchTick(order, of.last, of.bid, of.ask);
      if (price > 0) this.#filler.fill(order, price, of.size);
    }
  }

  /** What fills at the close, where the trading day ends with this bar or tick. */
  close(instrument: number, index: number, price: number): void {
    const cursor = this.#cursors[instrument]!;
    const { orders } = this.#register;
    if (endsDay(cursor, index)) {
      const resting = orders.of(instrument);
      for (let i = 0, count = resting.length; i < count; i++) {
        const order = resting[i]!;
        if (order.type !== 'market-on-close' || !this.#isPresent(order, cursor, index)) continue;
        this.#filler.fill(order, price, cursor.bars.volume[index]!);
      }
    }
    orders.sweep(instrument);
  }

  #meetBar(order: WorkingOrder, index: number): void {
    if (order.type === 'market-on-close') return;
    const cursor = this.#cursors[order.instrument]!;
    if (!this.#isPresent(order, cursor, index)) return;
    const price = priceWithin(order, cursor, index);
    if (!(price > 0)) return;
    if (order.type !== 'limit' && this.#hasRival(order, cursor, index)) this.#countAmbiguous();
    this.#filler.fill(order, price, cursor.bars.volume[index]!);
  }

  /** An order whose entry filled within this very bar: its stop is taken if touched, its target only if the close is there. */
  #meetRest(order: WorkingOrder, index: number): void {
    if (!order.isOpen || order.bornWithin !== index) return;
    const { high, low, close, volume } = this.#cursors[order.instrument]!.bars;
    const { isBuy, stop, limit } = order;
    const isStop = order.type === 'stop';
    const isReached = isStop
      ? isBuy
        ? high[index]! >= stop
        : low[index]! <= stop
      : isBuy
        ? close[index]! <= limit
        : close[index]! >= limit;
    if (!isReached) return;
    this.#countAmbiguous();
    this.#filler.fill(order, isStop ? stop : limit, volume[index]!);
  }

  #isPresent(order: WorkingOrder, cursor: SeriesCursor, index: number): boolean {
    if (!order.isOpen || order.firstBar > index) return false;
    if (!order.isDay) return true;
    const day = dayOf(cursor, index);
    if (order.day < 0) order.day = day;
    if (order.day === day) return true;
    this.#register.end(order, 'expired');
    return false;
  }

  /** Whether the same bar could also have filled an order that this one cancels. */
  #hasRival(order: WorkingOrder, cursor: SeriesCursor, index: number): boolean {
    return this.#register.orders
      .of(order.instrument)
      .some(
        (other) =>
          other !== order &&
          other.isOpen &&
          other.type === 'limit' &&
          order.isPairedWith(other) &&
          priceWithin(other, cursor, index) > 0,
      );
  }

  #countAmbiguous(): void {
    if (this.#ambiguous !== this.#moment.bar) this.#register.counts.ambiguousBars += 1;
    this.#ambiguous = this.#moment.bar;
  }
}

function priceWithin(order: WorkingOrder, { bars }: SeriesCursor, index: number): number {
  const { open, high, low, close } = bars;
  return matchWithin(order, open[index]!, high[index]!, low[index]!, close[index]!);
}
