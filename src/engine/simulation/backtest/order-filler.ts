import type { ListedFill } from '#domain/orders/order-list';
import { slippedPrice, type TradingCosts } from '#domain/orders/trading-costs';
import type { FillView, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import { type Units, unitsFromNumber } from '#domain/values/units';
import type { AccountBooks } from './account-books.ts';
import type { AccountTerms } from './account-request.ts';
import type { FillCheck } from './fill-check.ts';
import type { OrderRegister } from './order-register.ts';
import { sizeByEquity, toStep } from './order-sizing.ts';
import type { RunMoment } from './run-moment.ts';
import { TradeBook, type TradeFill } from './trade-book.ts';
import { WorkingOrder } from './working-order.ts';

/** An instrument as orders know it. */
interface FilledInstrument {
  readonly symbol: string;
  /** Smallest quantity, in units. */
  readonly step: Units;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Fills orders: how much, at which price after slippage, booked in the ledger, the trades and the order list. */
export class OrderFiller {
  readonly trades: TradeBook;
  /** Told every fill while the run goes on. */
  onFill: ((instrument: number, fill: FillView) => void) | undefined;
  readonly #books: AccountBooks;
  readonly #instruments: readonly FilledInstrument[];
  readonly #costs: TradingCosts;
  readonly #leverage: number;
  readonly #register: OrderRegister;
  readonly #check: FillCheck;
  readonly #moment: RunMoment;
  // What the trades and the list are told of a fill: neither keeps it, so the next is written over it.
  readonly #traded: Writable<TradeFill>;
  readonly #listed: Writable<ListedFill>;

  constructor(options: {
    readonly books: AccountBooks;
    readonly instruments: readonly FilledInstrument[];
    readonly account: AccountTerms;
    readonly register: OrderRegister;
    readonly check: FillCheck;
    readonly moment: RunMoment;
  }) {
    this.#books = options.books;
    this.#instruments = options.instruments;
    this.#costs = options.account.costs ?? {};
    this.#leverage = options.account.leverage ?? 1;
    this.#register = options.register;
    this.#check = options.check;
    this.#moment = options.moment;
    this.trades = new TradeBook(options.instruments.length);
    const unknown = Number.NaN;
    this.#listed = { eventTime: unknown, quantity: unknown, price: unknown, fee: unknown };
    this.#traded = {
      instrument: 0,
      held: unknown,
      isBuy: true,
      quantity: unknown,
      price: unknown,
      realized: unknown,
      fee: unknown,
      time: unknown,
      bar: 0,
    };
  }

  /** Fills an order at the price it has matched, as far as the volume of the bar or tick allows; or ends it. */
  fill(order: WorkingOrder, matched: number, volume: number): void {
    const { slippage, volumeShareMax } = this.#costs;
    let price = matched;
    let quantity = this.#quantityAt(order, price);
    if (slippage !== undefined && quantity > 0 && order.type !== 'limit' && order.type !== 'stop-limit') {
      price = slippedPrice(slippage, matched, order.isBuy, quantity / 1e8, volume);
      if (order.percent > 0) quantity = this.#quantityAt(order, price);
    }
    if (!(quantity > 0)) {
      const reason = 'there is nothing to trade: no position to reduce, or too little cash';
      this.#register.end(order, 'cancelled', reason);
      return;
    }
    order.settle(quantity);
    if (volumeShareMax !== undefined) {
      const { step } = this.#instruments[order.instrument]!;
      const taken = toStep(Math.floor(volume * volumeShareMax * 1e8), step);
      if (taken <= 0) return;
      quantity = Math.min(quantity, taken);
    }
    const reason = this.#check.obstacle(order, quantity, price);
    if (reason !== '') {
      this.#register.end(order, 'cancelled', reason);
      this.#register.counts.refused += 1;
      return;
    }
    this.book(order, quantity, price);
  }

  /** Books a fill that nothing stands against. */
  book(order: WorkingOrder, quantity: Units, price: number): void {
    const { instrument, isBuy } = order;
    const { ledger } = this.#books;
    const register = this.#register;
    const traded = this.#traded;
    const listed = this.#listed;
    const exactPrice = unitsFromNumber(price);
    order.settle(quantity);
    register.list(order);
    traded.instrument = instrument;
    traded.held = ledger.quantityUnits(instrument);
    traded.isBuy = isBuy;
    traded.quantity = quantity;
    traded.price = price;
    traded.time = this.#moment.stamp;
    traded.bar = this.#moment.bar;
    ledger.book(instrument, isBuy, quantity, exactPrice);
    this.#books.refresh(instrument);
    const { realized, fee } = ledger;
    traded.realized = realized;
    traded.fee = fee;
    this.trades.add(traded);
    listed.eventTime = this.#moment.stamp;
    listed.quantity = quantity;
    listed.price = exactPrice;
    listed.fee = fee;
    register.hash.addFill(listed);
    order.left -= quantity;
    if (order.left <= 0) register.complete(order);
    register.cancelPairs(order);
    if (order.terms.bracket && !order.isOpen) this.#placeBracket(order);
    if (this.onFill !== undefined) this.#tell(order, quantity, price, fee);
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

  #placeBracket(entry: WorkingOrder): void {
    const register = this.#register;
    const { takeProfit, stopLoss } = entry.terms.bracket!;
    const legs: OrderTerms[] = [];
    if (stopLoss !== undefined) legs.push({ type: 'stop', stop: stopLoss, reduceOnly: true });
    if (takeProfit !== undefined) legs.push({ type: 'limit', limit: takeProfit, reduceOnly: true });
    for (const terms of legs) {
      const { instrument, isBuy } = entry;
      const leg = new WorkingOrder(register.nextId, instrument, !isBuy, terms, this.#moment.stamp, 0);
      leg.settle(entry.quantity);
      leg.bracketOf = entry.id;
      leg.bornWithin = this.#moment.within;
      leg.isJudged = true;
      register.list(leg);
      register.add(leg);
    }
  }

  #tell({ id, instrument, isBuy }: WorkingOrder, quantity: Units, price: number, fee: Units): void {
    this.onFill!(instrument, {
      orderId: id,
      symbol: this.#instruments[instrument]!.symbol,
      side: isBuy ? 'buy' : 'sell',
      quantity: quantity / 1e8,
      price,
      fee: fee / 1e8,
      time: this.#moment.stamp,
    });
  }
}
