import type { FillView, OrderSize, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import type { Units } from '#domain/values/units';
import { type MarketPlace, MatchingCore, type MatchingTick } from '../matching/matching-core.ts';
import type { RestingOrders } from '../matching/resting-orders.ts';
import type { OrderListHash } from '../order-list-hash.ts';
import type { AccountBooks } from './account-books.ts';
import type { AccountTerms } from './account-request.ts';
import { FillCheck } from './fill-check.ts';
import { sizeFault, termsFault } from './order-faults.ts';
import { OrderFiller } from './order-filler.ts';
import type { OrderJudge } from './order-judge.ts';
import { type OrderCounts, OrderRegister } from './order-register.ts';
import { toStep, unitsOfSize } from './order-sizing.ts';
import type { RunMoment } from './run-moment.ts';
import { dayOf, endsDay, type SeriesCursor } from './series-cursor.ts';
import type { TradeBook } from './trade-book.ts';
import type { WorkingOrder } from './working-order.ts';

/** An instrument as the desk knows it. */
export interface DeskInstrument {
  readonly symbol: string;
  /** The series its orders match on. */
  readonly cursor: SeriesCursor;
  /** Smallest quantity, in units. */
  readonly step: Units;
  /** Units that can be borrowed to be short. */
  readonly available: number;
}

const MARKET: OrderTerms = {};

/** Where a series stands; its day is worked out where an order asks for it. */
class DeskPlace implements MarketPlace {
  cursor: SeriesCursor;
  at = Number.NaN;
  time = Number.NaN;

  constructor(cursor: SeriesCursor) {
    this.cursor = cursor;
  }

  get day(): number {
    return dayOf(this.cursor, this.at);
  }

  get isDayStart(): boolean {
    return this.at === 0 || dayOf(this.cursor, this.at - 1) !== this.day;
  }
}

/** Takes orders, matches them, books their fills. One account, one venue. */
export class OrderDesk {
  /** What the desk is told by the run as it goes on. */
  readonly moment: RunMoment;
  readonly counts: OrderCounts;
  readonly orders: RestingOrders<WorkingOrder>;
  readonly hash: OrderListHash;
  readonly trades: TradeBook;
  readonly #books: AccountBooks;
  readonly #instruments: readonly DeskInstrument[];
  readonly #register: OrderRegister;
  readonly #check: FillCheck;
  readonly #filler: OrderFiller;
  readonly #core: MatchingCore<WorkingOrder>;
  readonly #place: DeskPlace;
  /** Whether any cost or limit goes by a bar's volume, which is seldom in the cache. */
  readonly #asksVolume: boolean;
  /** The bar being met, written over by the next. */
  readonly #bar = { open: Number.NaN, high: Number.NaN, low: Number.NaN, close: Number.NaN, volume: 0 };
  /** Whether orders are being filled: what is placed in answer leaves it to the outermost call to forget closed ones. */
  #isFilling = false;
  /** Bar that the count of those that left something open has counted last. */
  #assumed = -1;

  constructor(options: {
    readonly books: AccountBooks;
    readonly instruments: readonly DeskInstrument[];
    readonly account: AccountTerms;
    readonly judge: OrderJudge | undefined;
    readonly moment: RunMoment;
  }) {
    const { books, instruments, account, judge, moment } = options;
    const symbols = instruments.map(({ symbol }) => symbol);
    const place = new DeskPlace(instruments[0]!.cursor);
    const core = new MatchingCore<WorkingOrder>(
      symbols.length,
      {
        fill: (order, price, volume, available) => this.#filler.fill(order, price, volume, available),
        end: (order, how, reason) => void this.#register.end(order, how, how === 'expired' ? '' : reason),
        assumed: () => this.#countAssumed(),
      },
      place,
    );
    const register = new OrderRegister(symbols, core.orders);
    const check = new FillCheck({
      books,
      symbols,
      available: instruments.map((one) => one.available),
      account,
      judge,
    });
    const filler = new OrderFiller({ books, instruments, account, register, check, moment });
    this.moment = moment;
    this.counts = register.counts;
    this.orders = register.orders;
    this.hash = register.hash;
    this.trades = filler.trades;
    this.#books = books;
    this.#instruments = instruments;
    this.#register = register;
    this.#check = check;
    this.#filler = filler;
    this.#core = core;
    this.#place = place;
    const { slippage, volumeShareMax } = account.costs ?? {};
    this.#asksVolume = volumeShareMax !== undefined || slippage?.kind === 'volume-share';
  }

  /** Why the newest order was refused or could not fill; empty when it was not. */
  get lastRefusal(): string {
    return this.#register.lastRefusal;
  }

  /** Why the newest of the refused orders was; empty when none was. */
  get refusedBecause(): string {
    return this.#register.refusedBecause;
  }

  /** Has every fill told, once it is booked. */
  tellFills(listener: (instrument: number, fill: FillView) => void): void {
    this.#filler.onFill = listener;
  }

  /** Takes an order that may fill from `firstBar` on. Its number, or 0 when it is refused. */
  place(
    instrument: number,
    isBuy: boolean,
    size: OrderSize | 'all',
    terms: OrderTerms = MARKET,
    firstBar: number,
  ): number {
    const register = this.#register;
    register.lastRefusal = '';
    const { step } = this.#instruments[instrument]!;
    let quantity = 0;
    let percent = 0;
    if (size !== 'all') {
      if ('percentOfEquity' in size) percent = size.percentOfEquity;
      else quantity = toStep(unitsOfSize(this.#books, instrument, size), step);
      if (!(percent > 0 || quantity > 0)) return this.refuse(sizeFault(size, step));
    }
    const fault = terms === MARKET ? '' : termsFault(terms);
    if (fault !== '') return this.refuse(fault);
    const order = register.make(instrument, isBuy, terms, this.moment.stamp, firstBar);
    order.settle(quantity);
    order.percent = percent;
    order.closesAll = size === 'all';
    if (!order.isSizedAtFill) {
      const reason = this.#check.verdict(order, quantity, this.#books.last[instrument]!);
      if (reason !== '') return this.refuse(reason);
      order.isJudged = true;
      register.list(order);
    }
    register.add(order);
    return order.id;
  }

  /** Says no to an order; always 0. */
  refuse(reason: string): 0 {
    return this.#register.refuse(reason);
  }

  /** A bar of the instrument's series opens at a price. */
  matchOpening(instrument: number, index: number, open: number): void {
    const { bars } = this.#moveTo(instrument, index);
    this.#books.mark(instrument, open);
    this.#isFilling = true;
    this.#core.opening(instrument, open, this.#asksVolume ? bars.volume[index]! : Number.NaN);
    this.#isFilling = false;
  }

  /** The rest of the bar, and what fills at its close. */
  matchWithin(instrument: number, index: number): void {
    const { moment } = this;
    const { bars } = this.#moveTo(instrument, index);
    const bar = this.#bar;
    bar.open = bars.open[index]!;
    bar.high = bars.high[index]!;
    bar.low = bars.low[index]!;
    bar.close = bars.close[index]!;
    bar.volume = bars.volume[index]!;
    moment.within = index;
    this.#isFilling = true;
    this.#core.within(instrument, index, bar);
    moment.within = -1;
    this.#books.mark(instrument, bar.close);
    this.#close(instrument, index, bar.close, bar.volume);
  }

  /** One trade or quote. */
  matchTick(instrument: number, index: number, tick: MatchingTick): void {
    this.#moveTo(instrument, index);
    this.#isFilling = true;
    this.#core.tick(instrument, tick);
    this.#close(instrument, index, tick.last, tick.size);
  }

  #close(instrument: number, index: number, price: number, volume: number): void {
    if (endsDay(this.#instruments[instrument]!.cursor, index)) this.#core.close(instrument, price, volume);
    this.orders.sweep(instrument);
    this.#isFilling = false;
  }

  /** Tells the core where the market stands. */
  #moveTo(instrument: number, index: number): SeriesCursor {
    const { cursor } = this.#instruments[instrument]!;
    const place = this.#place;
    place.cursor = cursor;
    place.at = index;
    place.time = this.moment.key;
    return cursor;
  }

  #countAssumed(): void {
    if (this.#assumed !== this.moment.bar) this.counts.ambiguousBars += 1;
    this.#assumed = this.moment.bar;
  }

  /** Fills an order at once, at the newest price. */
  fillNow(id: number): void {
    const order = this.orders.find(id);
    if (!order) return;
    const { instrument } = order;
    const isWithin = this.#isFilling;
    this.#isFilling = true;
    this.#filler.fill(order, this.#books.last[instrument]!, 0);
    this.#isFilling = isWithin;
    if (!isWithin) this.orders.sweep(instrument);
  }

  /** Leaves a position outside all rules: at the end, after ruin, for a delisting. */
  forceClose(instrument: number, price: number): void {
    const held = this.#books.ledger.quantityUnits(instrument);
    if (held === 0) return;
    const order = this.#register.make(instrument, held < 0, MARKET, this.moment.stamp, 0);
    order.closesAll = true;
    this.#register.add(order);
    this.#filler.book(order, Math.abs(held), price);
    this.orders.sweep(instrument);
  }

  cancel(id: number): boolean {
    const order = this.orders.find(id);
    return order !== undefined && this.#register.end(order, 'cancelled');
  }

  cancelAll(instrument?: number): void {
    for (const order of this.orders.all())
      if (instrument === undefined || order.instrument === instrument) this.#register.end(order, 'cancelled');
  }
}
