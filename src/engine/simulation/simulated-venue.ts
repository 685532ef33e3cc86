import type { OrderBook } from '#domain/market/order-book';
import type { Fill, Order, OrderChange } from '#domain/orders/order';
import { isAtVenue, isOpenStatus } from '#domain/orders/order-state';
import type { TradingHours } from '#domain/orders/session-queue';
import { termsFault } from '#domain/orders/terms-fault';
import { slippedPrice } from '#domain/orders/trading-costs';
import type { VenueProfile } from '#domain/orders/venue-profiles';
import {
  DECIMAL_PLACES,
  DECIMAL_ZERO,
  type Decimal,
  decimalFromNumber,
  decimalToNumber,
} from '#domain/values/decimal';
import type { BrokerConnection, BrokerEvent, BrokerOrder, BrokerOrderRef } from '#engine/ports/broker';
import { DelayedCommands } from './delayed-commands.ts';
import { type MatchingBar, MatchingCore } from './matching/matching-core.ts';
import { isAsGood, tradablePrice } from './matching/matching-rules.ts';
import { legFills, naturalPrice, type VenueCombo, VenueCombos } from './venue-combos.ts';
import { VenueFees } from './venue-fees.ts';
import { bestOf, VenueMarket } from './venue-market.ts';
import { arrivalOf, atMost, VenueOrder } from './venue-order.ts';
import { VenueVoice } from './venue-voice.ts';

const DAY_MS = 86_400_000;
const NOT_HERE = 'no such order rests here';
/** Closed orders that are forgotten together. */
const SWEEP_AT = 64;

export interface SimulatedVenueOptions {
  readonly profile: VenueProfile;
  /** Told synchronously; may send commands from within. */
  readonly sink: (event: BrokerEvent) => void;
  /** Units of a symbol that the account holds, negative when short: what orders that may only reduce go by. */
  readonly heldOf: (symbol: string) => Decimal;
  /** When the day of an order ends; whenever {@link SimulatedVenue.endDay} is called unless told. */
  readonly hours?: Pick<TradingHours, 'dayEnd'> | undefined;
}

/**
 * The venue of replay and paper: the commands of a broker's connection on the matching core that backtests use. Orders
 * meet ticks, books or bars from the moment they arrive; nothing in it reads a clock or a random source, so the same
 * calls give the same events.
 */
export class SimulatedVenue implements Pick<BrokerConnection, 'submit' | 'cancel' | 'replace'> {
  readonly #options: SimulatedVenueOptions;
  readonly #core: MatchingCore<VenueOrder>;
  readonly #fees: VenueFees;
  readonly #combos = new VenueCombos();
  readonly #voice: VenueVoice;
  readonly #markets = new Map<string, VenueMarket>();
  readonly #known = new Set<string>();
  readonly #byId = new Map<string, VenueOrder>();
  readonly #delayed = new DelayedCommands();
  /** Replaced while data is met: they lose their place in the row afterwards. */
  #demoted: VenueOrder[] = [];
  #time = Number.NEGATIVE_INFINITY;
  #closed = 0;
  #isMatching = false;
  #isOnBook = false;
  #newest = 0;

  constructor(options: SimulatedVenueOptions) {
    this.#options = options;
    this.#fees = new VenueFees(options.profile.costs.commission);
    this.#voice = new VenueVoice(options.sink, () => this.#time);
    this.#core = new MatchingCore<VenueOrder>(0, {
      fill: (order, price, volume, available) => this.#fill(order, price, volume, available),
      end: (order, how, reason) => this.#end(order, how, reason),
      assumed: () => undefined,
    });
  }

  /** Time goes on, never back: commands that were on their way arrive. */
  advance(time: number): void {
    for (let next = this.#delayed.take(time); next; next = this.#delayed.take(time)) {
      if (next.time > this.#time) this.#time = next.time;
      next.run();
    }
    if (time > this.#time) this.#time = time;
  }

  submit(order: BrokerOrder): void {
    const { clientOrderId } = order;
    if (this.#known.has(clientOrderId)) {
      this.#voice.say('rejected', clientOrderId, 'this order was already received');
      return;
    }
    const fault = termsFault(order, this.#time, DECIMAL_PLACES) ?? this.#postOnlyFault(order);
    if (fault !== undefined) {
      this.#voice.say('rejected', clientOrderId, fault);
      return;
    }
    this.#known.add(clientOrderId);
    const arrival = this.#time + this.#options.profile.latencyMs;
    this.#rest(order, Math.max(arrival, order.waitsUntil ?? arrival), order.quantity);
    this.#afterDelay(() => this.#acknowledge(clientOrderId));
  }

  cancel({ clientOrderId }: BrokerOrderRef): void {
    this.#afterDelay(() => this.#cancelNow(clientOrderId));
  }

  /** An order keeps its place in the row when it only becomes smaller. */
  replace({ clientOrderId }: BrokerOrderRef, change: OrderChange, terms: BrokerOrder): void {
    this.#afterDelay(() => this.#replaceNow(clientOrderId, change, terms));
  }

  /** One trade or quote; what is 0 or NaN is not known. Allocates nothing where no order rests in the symbol. */
  onTick(symbol: string, time: number, last: number, bid: number, ask: number, size: number): void {
    this.advance(time);
    const market = this.#marketOf(symbol);
    market.take(time, last, bid, ask);
    if (this.#core.orders.of(market.instrument).length > 0) {
      this.#begin(time, market.isDayStart);
      this.#core.tick(market.instrument, market.tick(size), market.hasBook(time));
      this.#finish(market);
    }
    this.#meetCombos(symbol, time);
  }

  /** Combinations with a leg in the symbol, each whole or not at all. */
  #meetCombos(symbol: string, time: number): void {
    for (const combo of this.#combos.touching(symbol)) {
      const { instrument } = combo.market;
      if (this.#core.orders.of(instrument).length === 0) continue;
      this.#begin(time, false);
      this.#core.combination(instrument, naturalPrice(combo));
      this.#finish(combo.market);
    }
  }

  /**
   * The standing offers of a symbol: orders take its levels, best first, without slippage, which these are. While books keep
   * coming ticks only trigger.
   */
  onBook(symbol: string, time: number, book: Pick<OrderBook, 'bids' | 'asks'>): void {
    this.advance(time);
    const market = this.#marketOf(symbol);
    if (!market.takeBook(time, bestOf(book.bids), bestOf(book.asks))) return;
    if (this.#core.orders.of(market.instrument).length > 0) {
      this.#begin(time, false);
      this.#isOnBook = true;
      this.#core.book(market.instrument, book);
      this.#isOnBook = false;
      this.#finish(market);
    }
    this.#meetCombos(symbol, time);
  }

  /** A whole bar whose data begins at `time`. */
  onBar(symbol: string, time: number, bar: MatchingBar): void {
    this.advance(time);
    const market = this.#marketOf(symbol);
    market.take(time, bar.open, Number.NaN, Number.NaN);
    this.#begin(time, market.isDayStart);
    this.#core.opening(market.instrument, bar.open, bar.volume);
    this.#core.within(market.instrument, 0, bar);
    this.#finish(market);
    market.take(time, bar.close, Number.NaN, Number.NaN);
    this.#meetCombos(symbol, time);
  }

  /** The trading day ends: what trades at the close does, at the last price of the day; day orders of it expire. */
  endDay(time: number): void {
    this.advance(time);
    this.#begin(time, false);
    const closing = new Set<number>();
    for (const order of this.#core.orders.all())
      if (order.manner.auction === 'close' && this.#endsBy(order, time)) closing.add(order.instrument);
    for (const { instrument, last } of this.#markets.values())
      if (last > 0 && closing.has(instrument)) this.#core.close(instrument, last, Number.NaN);
    for (const order of this.#core.orders.all())
      if (order.isOpen && order.validity === 'day' && this.#endsBy(order, time))
        this.#end(order, 'expired', 'the trading day ended');
    for (const market of this.#markets.values()) this.#finish(market);
  }

  /** Fills an order of the venue's own at a price, whatever the market says: a position that is closed out. */
  forceFill(order: BrokerOrder, price: Decimal, time: number): void {
    this.advance(time);
    this.#known.add(order.clientOrderId);
    const { quantity } = order;
    const fee = this.#fees.charge({
      symbol: order.symbol,
      price,
      quantity,
      isMaker: false,
      time: this.#time,
    });
    this.#voice.filled(order, { price, quantity, fee, filled: quantity, isMaker: false });
  }

  /** Ends what rests, whatever is on its way to it. */
  endAll(reason: string): void {
    for (const order of [...this.#byId.values()]) this.#end(order, 'cancelled', reason);
  }

  /** Takes back what was at the venue before a start, without events; closed orders are only remembered, so that a repeat is
   * refused. `fills` oldest first: fees may go by what was traded. */
  restore(
    orders: readonly Order[],
    fills: readonly Fill[],
    instrumentOf: (symbol: string) => BrokerOrder['instrument'],
  ): void {
    for (const { eventTime, price, quantity } of fills) this.#fees.count(eventTime, price, quantity);
    for (const order of orders) {
      const { clientOrderId, status } = order;
      if (this.#known.has(clientOrderId)) continue;
      if (isOpenStatus(status) && !isAtVenue(status)) continue;
      this.#known.add(clientOrderId);
      if (!isOpenStatus(status)) continue;
      const terms = { ...order, instrument: instrumentOf(order.symbol) };
      this.#rest(terms, arrivalOf(order), order.quantity - order.filledQuantity);
      this.#resume(order, terms);
    }
  }

  /** Resting orders in order of arrival, with what is left to fill. */
  openOrders(): readonly VenueOrder[] {
    return [...this.#byId.values()];
  }

  /** What became of an order: still resting, closed, or never seen here. */
  ask(clientOrderId: string): 'open' | 'closed' | 'unknown' {
    if (this.#byId.has(clientOrderId)) return 'open';
    return this.#known.has(clientOrderId) ? 'closed' : 'unknown';
  }

  /** What was on its way when the engine stopped arrives. */
  #resume(order: Order, terms: BrokerOrder): void {
    const { clientOrderId, status, pendingChange } = order;
    const time = order.updatedTime + this.#options.profile.latencyMs;
    const commands = {
      sent: () => this.#acknowledge(clientOrderId),
      'pending-cancel': () => this.#cancelNow(clientOrderId),
      'pending-replace': () =>
        pendingChange && this.#replaceNow(clientOrderId, pendingChange, { ...terms, ...pendingChange }),
    };
    if (status in commands) this.#delayed.add(time, commands[status as keyof typeof commands]);
  }

  #endsBy({ order, arrival }: VenueOrder, time: number): boolean {
    const { hours } = this.#options;
    return hours === undefined || hours.dayEnd(order.symbol, arrival) <= time;
  }

  #rest(order: BrokerOrder, arrival: number, leftQuantity: Decimal): void {
    const { instrument } = this.#marketOf(order.symbol);
    if (order.legs !== undefined)
      this.#combos.add(order.symbol, order.legs, (symbol) => this.#marketOf(symbol));
    const resting = new VenueOrder(++this.#newest, instrument, order, arrival, leftQuantity);
    this.#byId.set(order.clientOrderId, resting);
    this.#core.orders.add(resting);
  }

  #marketOf(symbol: string): VenueMarket {
    const known = this.#markets.get(symbol);
    if (known) return known;
    const market = new VenueMarket(this.#core.orders.addInstrument());
    this.#markets.set(symbol, market);
    return market;
  }

  #afterDelay(run: () => void): void {
    const { latencyMs } = this.#options.profile;
    if (latencyMs === 0) run();
    else this.#delayed.add(this.#time + latencyMs, run);
  }

  /** Data is met from here to {@link #finish}. */
  #begin(time: number, isDayStart: boolean): void {
    const { place } = this.#core;
    place.at = time;
    place.time = time;
    place.day = Math.floor(time / DAY_MS);
    place.isDayStart = isDayStart;
    this.#isMatching = true;
  }

  #finish({ instrument }: VenueMarket): void {
    const { orders } = this.#core;
    this.#isMatching = false;
    orders.sweep(instrument);
    for (const order of this.#demoted) orders.moveToBack(order);
    if (this.#demoted.length > 0) this.#demoted = [];
    for (const order of orders.of(instrument)) if (order.hasMoved()) this.#tellStop(order);
  }

  /** A stop that trails has moved far enough to be kept: there it stands after a start. */
  #tellStop(resting: VenueOrder): void {
    const { clientOrderId } = resting.order;
    const change = { stopPrice: decimalFromNumber(resting.keepStop()) };
    this.#voice.replaced(clientOrderId, change);
  }

  #demote(order: VenueOrder): void {
    if (this.#isMatching) this.#demoted.push(order);
    else this.#core.orders.moveToBack(order);
  }

  #fill(resting: VenueOrder, matched: number, volume: number, available: number): number {
    const { order, isMaker } = resting;
    const combo = order.legs === undefined ? undefined : this.#combos.of(order.symbol);
    if (combo) return this.#fillLegs(resting, combo);
    const { costs } = this.#options.profile;
    const wanted = this.#wanted(resting);
    if (wanted <= DECIMAL_ZERO) {
      this.#end(resting, 'cancelled', 'there is no position left to reduce');
      return 0;
    }
    const shared =
      costs.volumeShareMax === undefined || Number.isNaN(volume)
        ? Number.POSITIVE_INFINITY
        : volume * costs.volumeShareMax;
    const quantity = atMost(wanted, Math.min(shared, available), order.instrument.assetClass === 'option');
    if (quantity <= DECIMAL_ZERO || (quantity < wanted && order.timeInForce === 'fok')) return 0;
    const isSlipped = resting.working !== 'limit' && !this.#isOnBook;
    const price = decimalFromNumber(
      isSlipped
        ? slippedPrice(costs.slippage, matched, resting.isBuy, decimalToNumber(wanted), volume)
        : matched,
    );
    const fee = this.#fees.charge({ symbol: order.symbol, price, quantity, isMaker, time: this.#time });
    resting.take(quantity);
    const filled = order.quantity - resting.leftQuantity;
    if (resting.leftQuantity === DECIMAL_ZERO) this.#forget(resting);
    this.#voice.filled(order, { price, quantity, fee, filled, isMaker });
    return decimalToNumber(quantity);
  }

  /** Every leg at its own market, for all of what is left: what stands there for one leg says nothing of the others. */
  #fillLegs(resting: VenueOrder, combo: VenueCombo): number {
    const { order, leftQuantity, isMaker, working } = resting;
    const slippage = working === 'limit' ? undefined : this.#options.profile.costs.slippage;
    resting.take(leftQuantity);
    this.#forget(resting);
    for (const { symbol, side, ...fill } of legFills(combo, leftQuantity, slippage)) {
      const fee = this.#fees.charge({ ...fill, symbol, isMaker, time: this.#time });
      this.#voice.filled({ ...order, symbol, side }, { ...fill, fee, filled: order.quantity, isMaker });
    }
    return decimalToNumber(leftQuantity);
  }

  /** What is left of an order, or of the position that it may only reduce. */
  #wanted({ order, leftQuantity, isBuy }: VenueOrder): Decimal {
    if (!order.isReduceOnly) return leftQuantity;
    const held = this.#options.heldOf(order.symbol);
    const reducible = isBuy ? -held : held;
    return reducible < leftQuantity ? reducible : leftQuantity;
  }

  #postOnlyFault({ isPostOnly, limitPrice, side, symbol }: BrokerOrder): string | undefined {
    if (!isPostOnly || limitPrice === undefined) return undefined;
    const { last, bid, ask } = this.#marketOf(symbol);
    const isBuy = side === 'buy';
    return isAsGood(isBuy, tradablePrice(isBuy, last, bid, ask), decimalToNumber(limitPrice))
      ? 'it is post-only and would take what stands there'
      : undefined;
  }

  #cancelNow(clientOrderId: string): void {
    const order = this.#byId.get(clientOrderId);
    if (order) this.#end(order, 'cancelled', 'cancelled on request');
    else this.#voice.say('cancel-rejected', clientOrderId, NOT_HERE);
  }

  #replaceNow(clientOrderId: string, change: OrderChange, terms: BrokerOrder): void {
    const order = this.#byId.get(clientOrderId);
    const fault = order ? order.changeFault(terms, this.#time) : NOT_HERE;
    if (!order || fault !== undefined) {
      this.#voice.say('replace-rejected', clientOrderId, fault ?? NOT_HERE);
      return;
    }
    const { quantity } = order.order;
    const isOnlySmaller = Object.keys(change).join() === 'quantity' && terms.quantity <= quantity;
    order.change(terms);
    if (!isOnlySmaller) this.#demote(order);
    this.#voice.replaced(clientOrderId, change);
  }

  /** One that has ended on its way there is not. */
  #acknowledge(clientOrderId: string): void {
    if (this.#byId.has(clientOrderId)) this.#voice.acknowledge(clientOrderId);
  }

  #end(order: VenueOrder, kind: 'cancelled' | 'expired', reason: string): void {
    this.#forget(order);
    this.#voice.say(kind, order.order.clientOrderId, reason);
  }

  #forget(order: VenueOrder): void {
    this.#core.orders.close(order);
    this.#byId.delete(order.order.clientOrderId);
    this.#closed += 1;
    if (this.#isMatching || this.#closed < Math.max(SWEEP_AT, this.#byId.size)) return;
    for (const { instrument } of this.#markets.values()) this.#core.orders.sweep(instrument);
    this.#closed = 0;
  }
}
