import { slippedPrice, type TradingCosts } from '#domain/orders/trading-costs';
import type { FillView, OrderSize, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import { type Units, unitsFromNumber } from '#domain/values/units';
import { OrderListHash } from '../order-list-hash.ts';
import type { AccountBooks } from './account-books.ts';
import type { AccountTerms } from './account-request.ts';
import { OrderBook } from './order-book.ts';
import { sizeFault, termsFault } from './order-faults.ts';
import type { OrderJudge } from './order-judge.ts';
import { matchOpening, matchTick, matchWithin } from './order-matching.ts';
import { sizeByEquity, toStep } from './order-sizing.ts';
import { dayOf, endsDay, type SeriesCursor } from './series-cursor.ts';
import { TradeBook } from './trade-book.ts';
import { WorkingOrder } from './working-order.ts';

/** An instrument as the desk knows it. */
export interface DeskInstrument {
  readonly symbol: string;
  /** The series its orders match on. */
  readonly cursor: SeriesCursor;
  /** Smallest quantity, in units. */
  readonly step: Units;
}

/** How many orders came to which end, and what had to be assumed. */
export interface OrderCounts {
  placed: number;
  filled: number;
  cancelled: number;
  expired: number;
  refused: number;
  /** Bars that could have filled both a stop and a target, or whose course after an entry is unknown. */
  ambiguousBars: number;
}

/** What the desk is told by the run as it goes on. */
export interface DeskMoment {
  /** Instant that orders and fills bear. */
  stamp: number;
  /** Place on the curve of equity. */
  bar: number;
}

const MARKET: OrderTerms = {};

/** Takes orders, matches them, books their fills. One account, one venue. */
export class OrderDesk {
  readonly counts: OrderCounts = {
    placed: 0,
    filled: 0,
    cancelled: 0,
    expired: 0,
    refused: 0,
    ambiguousBars: 0,
  };
  readonly moment: DeskMoment = { stamp: Number.NaN, bar: 0 };
  readonly orders: OrderBook;
  readonly trades: TradeBook;
  readonly hash = new OrderListHash();
  lastRefusal = '';
  /** Told every fill while the run goes on. */
  onFill: ((instrument: number, fill: FillView) => void) | undefined;
  readonly #books: AccountBooks;
  readonly #instruments: readonly DeskInstrument[];
  readonly #costs: TradingCosts;
  readonly #leverage: number;
  readonly #allowsShort: boolean;
  readonly #judge: OrderJudge | undefined;
  #ids = 0;
  /** Bar that {@link OrderCounts.ambiguousBars} has counted last. */
  #ambiguous = -1;
  /** Bar within whose course orders are being matched, −1 at an opening. */
  #within = -1;

  constructor(options: {
    readonly books: AccountBooks;
    readonly instruments: readonly DeskInstrument[];
    readonly account: AccountTerms;
    readonly judge: OrderJudge | undefined;
  }) {
    const { books, instruments, account, judge } = options;
    this.#books = books;
    this.#instruments = instruments;
    this.#costs = account.costs ?? {};
    this.#leverage = account.leverage ?? 1;
    this.#allowsShort = account.allowsShort ?? true;
    this.#judge = judge;
    this.orders = new OrderBook(instruments.length);
    this.trades = new TradeBook(instruments.length);
  }

  /** Takes an order that may fill from `firstBar` on. Its number, or 0 when it is refused. */
  place(
    instrument: number,
    isBuy: boolean,
    size: OrderSize | 'all',
    terms: OrderTerms = MARKET,
    firstBar: number,
  ): number {
    this.lastRefusal = '';
    const { step } = this.#instruments[instrument]!;
    let quantity = 0;
    let percent = 0;
    if (size !== 'all') {
      if ('percentOfEquity' in size) percent = size.percentOfEquity;
      else quantity = toStep(this.#unitsOf(instrument, size), step);
      if (!(percent > 0 || quantity > 0)) return this.refuse(sizeFault(size, step));
    }
    const fault = terms === MARKET ? '' : termsFault(terms);
    if (fault !== '') return this.refuse(fault);
    const order = new WorkingOrder(this.#ids + 1, instrument, isBuy, terms, this.moment.stamp, firstBar);
    order.quantity = quantity;
    order.left = quantity;
    order.percent = percent;
    order.closesAll = size === 'all';
    if (!order.isSizedAtFill) {
      const reason = this.#verdict(order, quantity, this.#books.last[instrument]!);
      if (reason !== '') return this.refuse(reason);
      order.isJudged = true;
      this.#list(order);
    }
    this.#ids += 1;
    this.counts.placed += 1;
    this.orders.add(order);
    return order.id;
  }

  /** Says no to an order; always 0. */
  refuse(reason: string): 0 {
    this.lastRefusal = reason;
    this.counts.refused += 1;
    return 0;
  }

  /** A bar of the instrument's series opens. */
  matchOpening(instrument: number, index: number): void {
    const { cursor } = this.#instruments[instrument]!;
    const open = cursor.bars.open[index]!;
    this.#books.last[instrument] = open;
    const orders = this.orders.of(instrument);
    for (let i = 0, count = orders.length; i < count; i++) {
      const order = orders[i]!;
      if (!this.#isPresent(order, cursor, index)) continue;
      const price = matchOpening(order, open);
      if (price > 0) this.#fill(order, price, cursor.bars.volume[index]!);
    }
    this.orders.sweep(instrument);
  }

  /** The rest of the bar: stops before limits, which is the worse for the account; then what fills at the close. */
  matchWithin(instrument: number, index: number): void {
    const { cursor } = this.#instruments[instrument]!;
    const { open, high, low, close, volume } = cursor.bars;
    const orders = this.orders.of(instrument);
    const h = high[index]!;
    const l = low[index]!;
    const c = close[index]!;
    this.#within = index;
    const count = orders.length;
    for (const isStopPass of [true, false]) {
      for (let i = 0; i < count; i++) {
        const order = orders[i]!;
        if (order.type === 'market-on-close' || (order.type === 'limit') === isStopPass) continue;
        if (!this.#isPresent(order, cursor, index)) continue;
        const price = matchWithin(order, open[index]!, h, l, c);
        if (!(price > 0)) continue;
        if (isStopPass && this.#hasRival(order, open[index]!, h, l, c)) this.#countAmbiguous(index);
        this.#fill(order, price, volume[index]!);
      }
    }
    for (let i = count; i < orders.length; i++) this.#matchBorn(orders[i]!, index, h, l, c, volume[index]!);
    this.#within = -1;
    this.#books.last[instrument] = c;
    if (endsDay(cursor, index)) this.#matchClose(instrument, index, c);
    this.orders.sweep(instrument);
  }

  /** One trade or quote. */
  matchTick(instrument: number, index: number, last: number, bid: number, ask: number, size: number): void {
    const { cursor } = this.#instruments[instrument]!;
    const orders = this.orders.of(instrument);
    for (let i = 0, count = orders.length; i < count; i++) {
      const order = orders[i]!;
      if (!this.#isPresent(order, cursor, index)) continue;
      const price = matchTick(order, last, bid, ask);
      if (price > 0) this.#fill(order, price, size);
    }
    if (endsDay(cursor, index)) this.#matchClose(instrument, index, last);
    this.orders.sweep(instrument);
  }

  /** Fills an order at once, at a price that is known already. */
  fillNow(id: number, price: number): void {
    const order = this.orders.find(id);
    if (!order) return;
    this.#fill(order, price, 0);
    this.orders.sweep(order.instrument);
  }

  /** Leaves a position outside all rules: at the end, after ruin, for a delisting. */
  forceClose(instrument: number, price: number): void {
    const held = this.#books.ledger.quantityUnits(instrument);
    if (held === 0) return;
    const order = new WorkingOrder(++this.#ids, instrument, held < 0, MARKET, this.moment.stamp, 0);
    order.closesAll = true;
    this.counts.placed += 1;
    this.orders.add(order);
    this.#book(order, Math.abs(held), price);
    this.orders.sweep(instrument);
  }

  cancel(id: number): boolean {
    const order = this.orders.find(id);
    if (!order) return false;
    return this.#close(order, 'cancelled');
  }

  cancelAll(instrument?: number): void {
    for (const order of this.orders.all())
      if (instrument === undefined || order.instrument === instrument) this.#close(order, 'cancelled');
  }

  #matchClose(instrument: number, index: number, close: number): void {
    const { cursor } = this.#instruments[instrument]!;
    const orders = this.orders.of(instrument);
    for (let i = 0, count = orders.length; i < count; i++) {
      const order = orders[i]!;
      if (order.type !== 'market-on-close' || !this.#isPresent(order, cursor, index)) continue;
      this.#fill(order, close, cursor.bars.volume[index]!);
    }
  }

  /** An order whose entry filled within this very bar: its stop is taken if touched, its target only if the close is there. */
  #matchBorn(
    order: WorkingOrder,
    index: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): void {
    if (!order.isOpen || order.bornWithin !== index) return;
    if (order.type === 'stop') {
      if (order.isBuy ? high < order.stop : low > order.stop) return;
      this.#countAmbiguous(index);
      this.#fill(order, order.stop, volume);
    } else if (order.isBuy ? close <= order.limit : close >= order.limit) {
      this.#countAmbiguous(index);
      this.#fill(order, order.limit, volume);
    }
  }

  #isPresent(order: WorkingOrder, cursor: SeriesCursor, index: number): boolean {
    if (!order.isOpen || order.firstBar > index) return false;
    if (!order.isDay) return true;
    const day = dayOf(cursor, index);
    if (order.day < 0) order.day = day;
    if (order.day === day) return true;
    this.#close(order, 'expired');
    return false;
  }

  /** Whether the same bar could also have filled an order that this one cancels. */
  #hasRival(order: WorkingOrder, open: number, high: number, low: number, close: number): boolean {
    return this.orders
      .of(order.instrument)
      .some(
        (other) =>
          other !== order &&
          other.isOpen &&
          other.type === 'limit' &&
          isPair(order, other) &&
          matchWithin(other, open, high, low, close) > 0,
      );
  }

  #countAmbiguous(index: number): void {
    if (this.#ambiguous !== this.moment.bar || index < 0) this.counts.ambiguousBars += 1;
    this.#ambiguous = this.moment.bar;
  }

  #fill(order: WorkingOrder, matched: number, volume: number): void {
    const { instrument, isBuy } = order;
    const { step } = this.#instruments[instrument]!;
    const isLimit = order.type === 'limit' || order.type === 'stop-limit';
    const { slippage, volumeShareMax } = this.#costs;
    let price = matched;
    let quantity = this.#quantityAt(order, price);
    if (slippage !== undefined && !isLimit && quantity > 0) {
      price = slippedPrice(slippage, matched, isBuy, quantity / 1e8, volume);
      if (order.percent > 0) quantity = this.#quantityAt(order, price);
    }
    if (!(quantity > 0)) {
      this.#close(order, 'cancelled', 'there is nothing to trade: no position to reduce, or too little cash');
      return;
    }
    if (order.quantity === 0) {
      order.quantity = quantity;
      order.left = quantity;
    }
    if (volumeShareMax !== undefined) {
      const taken = toStep(Math.floor(volume * volumeShareMax * 1e8), step);
      if (taken <= 0) return;
      quantity = Math.min(quantity, taken);
    }
    const reason = this.#obstacle(order, quantity, price);
    if (reason !== '') {
      this.#close(order, 'cancelled', reason);
      this.counts.refused += 1;
      return;
    }
    this.#book(order, quantity, price);
  }

  /** Units an order is for, at this price and in the present state of the account. */
  #quantityAt(order: WorkingOrder, price: number): Units {
    const held = this.#books.ledger.quantityUnits(order.instrument);
    const reducible = held > 0 === order.isBuy ? 0 : Math.abs(held);
    if (order.closesAll && order.quantity === 0) return reducible;
    if (order.percent > 0 && order.quantity === 0)
      return sizeByEquity(this.#books, {
        instrument: order.instrument,
        percent: order.percent,
        price: unitsFromNumber(price),
        step: this.#instruments[order.instrument]!.step,
        leverage: this.#leverage,
        commission: this.#costs.commission,
      });
    return order.reduceOnly ? Math.min(order.left, reducible) : order.left;
  }

  /** Why a fill cannot be, empty when it can. */
  #obstacle(order: WorkingOrder, quantity: Units, price: number): string {
    const { instrument, isBuy } = order;
    const held = this.#books.ledger.quantityUnits(instrument);
    const isReducing = held !== 0 && held > 0 !== isBuy && quantity <= Math.abs(held);
    if (!isReducing && !this.#allowsShort && !isBuy)
      return 'the account may not be short: the order sells more than is held';
    if (!order.isJudged && order.isSizedAtFill && !order.closesAll) {
      order.isJudged = true;
      const verdict = this.#verdict(order, quantity, price);
      if (verdict !== '') return verdict;
    }
    if (isReducing || (order.percent > 0 && this.#books.held.length === 0)) return '';
    const rate = this.#books.rateOf(instrument);
    const opened = held > 0 === isBuy || held === 0 ? quantity : quantity - Math.abs(held);
    const fee = this.#books.ledger.estimatedFee(price, quantity / 1e8);
    const needed = ((opened / 1e8) * price + fee) * rate;
    const freed = opened === quantity ? 0 : Math.abs(this.#books.valueOf(instrument));
    const available = this.#books.equity * this.#leverage - this.#books.gross + freed;
    if (needed <= available * (1 + 1e-12)) return '';
    return `the order needs ${needed.toFixed(2)} ${this.#books.currency}, above the buying power of ${Math.max(0, available).toFixed(2)}`;
  }

  #verdict(order: WorkingOrder, quantity: Units, price: number): string {
    if (Number.isNaN(this.#books.rateOf(order.instrument)))
      return `no exchange rate is known yet for ${this.#instruments[order.instrument]!.symbol}`;
    if (!this.#judge) return '';
    const symbol = this.#instruments[order.instrument]!.symbol;
    return this.#judge.judge(this.#books, order, symbol, quantity, price);
  }

  #book(order: WorkingOrder, quantity: Units, price: number): void {
    const { instrument, isBuy } = order;
    const { ledger } = this.#books;
    const { stamp, bar } = this.moment;
    const held = ledger.quantityUnits(instrument);
    const exactPrice = unitsFromNumber(price);
    if (order.quantity === 0) {
      order.quantity = quantity;
      order.left = quantity;
    }
    this.#list(order);
    ledger.book(instrument, isBuy, quantity, exactPrice);
    this.#books.refresh(instrument);
    const { realized, fee } = ledger;
    this.hash.addFill({ eventTime: stamp, quantity, price: exactPrice, fee });
    this.trades.add({ instrument, held, isBuy, quantity, price, realized, fee, time: stamp, bar });
    order.left -= quantity;
    if (order.left <= 0) {
      this.orders.close(order);
      this.counts.filled += 1;
    }
    if (order.group !== undefined || order.bracketOf !== 0) this.#cancelPairs(order);
    if (order.terms.bracket && !order.isOpen) this.#placeBracket(order);
    if (this.onFill === undefined) return;
    const { symbol } = this.#instruments[instrument]!;
    this.onFill(instrument, {
      orderId: order.id,
      symbol,
      side: isBuy ? 'buy' : 'sell',
      quantity: quantity / 1e8,
      price,
      fee: fee / 1e8,
      time: stamp,
    });
  }

  #cancelPairs(order: WorkingOrder): void {
    // Legs of a bracket only reduce, so a partly filled one may leave the other standing.
    if (order.bracketOf !== 0 && order.isOpen) return;
    for (const other of this.orders.all())
      if (other !== order && isPair(order, other)) this.#close(other, 'cancelled');
  }

  #placeBracket(entry: WorkingOrder): void {
    const { takeProfit, stopLoss } = entry.terms.bracket!;
    const legs: OrderTerms[] = [];
    if (stopLoss !== undefined) legs.push({ type: 'stop', stop: stopLoss, reduceOnly: true });
    if (takeProfit !== undefined) legs.push({ type: 'limit', limit: takeProfit, reduceOnly: true });
    for (const terms of legs) {
      const leg = new WorkingOrder(++this.#ids, entry.instrument, !entry.isBuy, terms, this.moment.stamp, 0);
      leg.quantity = entry.quantity;
      leg.left = entry.quantity;
      leg.bracketOf = entry.id;
      leg.bornWithin = this.#within;
      leg.isJudged = true;
      this.counts.placed += 1;
      this.#list(leg);
      this.orders.add(leg);
    }
  }

  #close(order: WorkingOrder, how: 'cancelled' | 'expired', reason = ''): boolean {
    if (!this.orders.close(order)) return false;
    if (reason !== '') this.lastRefusal = reason;
    this.counts[how] += 1;
    return true;
  }

  #list(order: WorkingOrder): void {
    if (order.isListed) return;
    order.isListed = true;
    this.hash.addOrder({
      time: order.stamp,
      symbol: this.#instruments[order.instrument]!.symbol,
      side: order.isBuy ? 'buy' : 'sell',
      quantity: order.quantity,
      type: order.type,
      limitPrice: order.limit > 0 ? unitsFromNumber(order.limit) : undefined,
      stopPrice: order.stop > 0 ? unitsFromNumber(order.stop) : undefined,
    });
  }

  #unitsOf(instrument: number, size: Exclude<OrderSize, { percentOfEquity: number }>): Units {
    if ('quantity' in size) {
      const units = Math.round(size.quantity * 1e8);
      return Number.isFinite(units) ? units : Number.NaN;
    }
    const distance = Math.abs(this.#books.last[instrument]! - size.stop) * this.#books.rateOf(instrument);
    const units = Math.floor((((this.#books.equity * size.riskPercent) / 100) * 1e8) / distance);
    return Number.isFinite(units) ? units : Number.NaN;
  }
}

function isPair(order: WorkingOrder, other: WorkingOrder): boolean {
  return (
    (order.bracketOf !== 0 && order.bracketOf === other.bracketOf) ||
    (order.group !== undefined && order.group === other.group)
  );
}
