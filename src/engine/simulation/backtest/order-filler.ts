import { withFill } from '#domain/orders/combo-fills';
import { FeeTiers } from '#domain/orders/fee-tiers';
import type { ListedFill } from '#domain/orders/order-list';
import { slippedPrice, type TradingCosts } from '#domain/orders/trading-costs';
import type { FillView } from '#domain/strategies/sdk/strategy-context';
import { type Units, unitsFromNumber } from '#domain/values/units';
import type { Writable } from '#domain/values/writable';
import type { AccountBooks } from './account-books.ts';
import type { AccountTerms } from './account-request.ts';
import { ExitOrders } from './exit-orders.ts';
import type { FillCheck } from './fill-check.ts';
import type { OrderRegister } from './order-register.ts';
import { sizeByEquity, toStep } from './order-sizing.ts';
import type { RunMoment } from './run-moment.ts';
import { TradeBook, type TradeFill } from './trade-book.ts';
import type { WorkingOrder } from './working-order.ts';

/** An instrument as orders know it. */
interface FilledInstrument {
  readonly symbol: string;
  /** Smallest quantity, in units. */
  readonly step: Units;
}

/** Fills orders: how much, at which price after slippage, booked in the ledger, the trades and the order list. */
export class OrderFiller {
  readonly trades: TradeBook;
  /** Told every fill while the run goes on. */
  onFill: ((instrument: number, fill: FillView) => void) | undefined;
  readonly #books: AccountBooks;
  readonly #instruments: readonly FilledInstrument[];
  readonly #costs: TradingCosts;
  readonly #leverage: number;
  readonly #tiers: FeeTiers | undefined;
  readonly #register: OrderRegister;
  readonly #check: FillCheck;
  readonly #moment: RunMoment;
  readonly #exits: ExitOrders;
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
    const tiers = this.#costs.commission?.tiers;
    this.#tiers = tiers && new FeeTiers(tiers);
    this.#register = options.register;
    this.#check = options.check;
    this.#moment = options.moment;
    this.#exits = new ExitOrders(options.register, options.moment);
    this.trades = new TradeBook(options.instruments.length);
    const unknown = Number.NaN;
    this.#listed = {
      order: 0,
      symbol: '',
      side: 'buy',
      eventTime: unknown,
      quantity: unknown,
      price: unknown,
      fee: unknown,
    };
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

  /** As `MatchedOrders.fill` has it: slippage, the share of the volume, and what stands against the fill. */
  fill(order: WorkingOrder, matched: number, volume: number, available = Number.POSITIVE_INFINITY): number {
    const { slippage, volumeShareMax } = this.#costs;
    let price = matched;
    let quantity = this.#quantityAt(order, price);
    if (slippage !== undefined && quantity > 0 && order.working !== 'limit') {
      price = slippedPrice(slippage, matched, order.isBuy, quantity / 1e8, volume);
      if (order.percent > 0) quantity = this.#quantityAt(order, price);
    }
    if (!(quantity > 0)) {
      const reason = 'there is nothing to trade: no position to reduce, or too little cash';
      this.#register.end(order, 'cancelled', reason);
      return 0;
    }
    order.settle(quantity);
    const whole = quantity;
    if (volumeShareMax !== undefined) quantity = this.#stepped(order, volume * volumeShareMax, quantity);
    if (available !== Number.POSITIVE_INFINITY) quantity = this.#stepped(order, available, quantity);
    if (quantity <= 0 || (quantity < whole && order.terms.timeInForce === 'fok')) return 0;
    const reason = this.#check.obstacle(order, quantity, price);
    if (reason !== '') {
      this.#register.refuseFill(order, reason);
      return 0;
    }
    this.book(order, quantity, price);
    return quantity / 1e8;
  }

  /** The quantity, or as much of it as `units` of the instrument are. */
  #stepped({ instrument }: WorkingOrder, units: number, quantity: Units): Units {
    return Math.min(quantity, toStep(Math.floor(units * 1e8), this.#instruments[instrument]!.step));
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
    if (this.#tiers) this.#chargeBy(this.#tiers, order, (quantity / 1e8) * price);
    ledger.book(instrument, isBuy, quantity, exactPrice);
    this.#books.refresh(instrument);
    const { realized, fee } = ledger;
    traded.realized = realized;
    traded.fee = fee;
    this.trades.add(traded);
    listed.order = order.listed;
    listed.eventTime = this.#moment.stamp;
    listed.symbol = this.#instruments[instrument]!.symbol;
    listed.side = isBuy ? 'buy' : 'sell';
    listed.quantity = quantity;
    listed.price = exactPrice;
    listed.fee = fee;
    register.hash.addFill(listed);
    if (order.terms.exits) this.#average(order, quantity, exactPrice);
    order.left -= quantity;
    if (order.left <= 0) register.complete(order);
    register.cancelPairs(order, quantity);
    if (!order.isOpen) this.#exits.place(order, this.#instruments[instrument]!.step);
    if (this.onFill !== undefined) this.#tell(order, quantity, price, fee);
  }

  #average(order: WorkingOrder, quantity: Units, price: Units): void {
    const { symbol } = this.#instruments[order.instrument]!;
    const before = {
      symbol,
      side: order.isBuy ? 'buy' : 'sell',
      quantity: BigInt(order.quantity),
      filledQuantity: BigInt(order.quantity - order.left),
      averagePrice: order.averagePrice,
    } as const;
    const fill = { symbol, quantity: BigInt(quantity), price: BigInt(price) };
    order.averagePrice = withFill(before, fill).averagePrice;
  }

  /** Has the ledger charge what the account's tier says of a fill of that value. */
  #chargeBy(tiers: FeeTiers, { instrument, isMaker }: WorkingOrder, value: number): void {
    const { stamp } = this.#moment;
    this.#books.ledger.ofValue = unitsFromNumber(tiers.rateAt(stamp, isMaker));
    tiers.add(stamp, value * this.#books.rateOf(instrument));
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
