import type { Order, OrderChange } from '#domain/orders/order';
import { isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_ONE, DECIMAL_ZERO, type Decimal, multiplyDecimal } from '#domain/values/decimal';
import type { SeededRandom } from '#domain/values/seeded-random';
import type {
  BrokerBalance,
  BrokerEvent,
  BrokerFill,
  BrokerOrder,
  BrokerOrderRef,
  BrokerOrderReport,
  BrokerPosition,
} from '#engine/ports/broker';

interface HeldOrder {
  report: BrokerOrderReport;
  readonly expireTime: number | undefined;
  isTriggered: boolean;
}

/** The truth: every order it has, every fill it made, what is held and the cash, whatever anybody heard of it. */
export class SeededExchange {
  readonly fillsMade: BrokerFill[] = [];
  /** Hears everything that happens, in order. */
  listener: (event: BrokerEvent) => void = () => undefined;
  readonly prices: Map<string, number>;
  readonly #random: SeededRandom;
  readonly #now: () => number;
  readonly #orders = new Map<string, HeldOrder>();
  readonly #ids = new Map<string, string>();
  readonly #held = new Map<string, Decimal>();
  readonly #feesTold = new Map<string, { time: number; fee: Decimal }>();
  readonly #tellsFeesLate: boolean;
  #cash: Decimal;
  #count = 0;

  constructor(options: {
    random: SeededRandom;
    now: () => number;
    cash: Decimal;
    prices: Map<string, number>;
    tellsFeesLate: boolean;
  }) {
    this.#random = options.random;
    this.#now = options.now;
    this.#cash = options.cash;
    this.prices = options.prices;
    this.#tellsFeesLate = options.tellsFeesLate;
  }

  /** Answers the event that the command's own answer carries. */
  submit(order: BrokerOrder): BrokerEvent {
    const { clientOrderId } = order;
    const eventTime = this.#now();
    const known = this.#ids.get(clientOrderId);
    if (known !== undefined) return { kind: 'acknowledged', clientOrderId, venueOrderId: known, eventTime };
    if (this.#random.next() < 0.06) {
      this.#ids.set(clientOrderId, this.#place(order, 'rejected', 'the exchange does not like it'));
      return { kind: 'rejected', clientOrderId, reason: 'the exchange does not like it', eventTime };
    }
    const venueOrderId = this.#place(order, 'working');
    this.#ids.set(clientOrderId, venueOrderId);
    const answer: BrokerEvent = { kind: 'acknowledged', clientOrderId, venueOrderId, eventTime };
    this.listener(answer);
    this.#match(venueOrderId);
    if (order.timeInForce === 'ioc' || order.timeInForce === 'fok')
      this.#end(venueOrderId, 'cancelled', 'not filled at once');
    return answer;
  }

  /** Somebody places an order elsewhere, so far from the market that it rests. */
  placeElsewhere(order: BrokerOrder): void {
    const venueOrderId = this.#place(order, 'working');
    const held = this.#orders.get(venueOrderId)!;
    held.report = { ...held.report, clientOrderId: null };
    this.listener({ kind: 'external', report: held.report });
  }

  cancel(ref: BrokerOrderRef): BrokerEvent | null {
    const { clientOrderId } = ref;
    const eventTime = this.#now();
    const held = this.#find(ref);
    if (!held || !isOpenStatus(held.report.status))
      return { kind: 'cancel-rejected', clientOrderId, reason: 'too late to cancel', eventTime };
    if (this.#random.next() < 0.1)
      return { kind: 'cancel-rejected', clientOrderId, reason: 'it is being filled', eventTime };
    this.#end(held.report.venueOrderId, 'cancelled', 'cancelled as asked', clientOrderId);
    return null;
  }

  replace(ref: BrokerOrderRef, change: OrderChange): BrokerEvent {
    const { clientOrderId } = ref;
    const eventTime = this.#now();
    const held = this.#find(ref);
    const quantity = change.quantity ?? held?.report.quantity ?? DECIMAL_ZERO;
    if (
      !held ||
      !isOpenStatus(held.report.status) ||
      quantity <= held.report.filledQuantity ||
      this.#random.next() < 0.1
    )
      return { kind: 'replace-rejected', clientOrderId, reason: 'cannot be changed now', eventTime };
    held.report = { ...held.report, ...change, quantity, updatedTime: eventTime };
    const { venueOrderId } = held.report;
    const told: BrokerEvent = { kind: 'replaced', clientOrderId, venueOrderId, change, eventTime };
    this.listener(told);
    this.#match(venueOrderId);
    return told;
  }

  /** The price of a symbol moves, and what it reaches trades. */
  move(symbol: string, price: number): void {
    this.prices.set(symbol, price);
    for (const [venueOrderId, { report }] of this.#orders)
      if (report.symbol === symbol && isOpenStatus(report.status)) this.#match(venueOrderId);
  }

  /** Ends what has passed its last day. */
  endDue(): void {
    for (const [venueOrderId, { report, expireTime }] of this.#orders)
      if (expireTime !== undefined && expireTime <= this.#now() && isOpenStatus(report.status))
        this.#end(venueOrderId, 'expired', 'its last day has passed');
  }

  now(): number {
    return this.#now();
  }

  /** The number that an order of ours has; undefined when it never arrived. */
  numberOf(clientOrderId: string): string | undefined {
    return this.#ids.get(clientOrderId);
  }

  order(ref: BrokerOrderRef): BrokerOrderReport | null {
    return this.#find(ref)?.report ?? null;
  }

  openOrders(): BrokerOrderReport[] {
    return this.all().filter(({ status }) => isOpenStatus(status));
  }

  all(): BrokerOrderReport[] {
    return [...this.#orders.values()].map(({ report }) => report);
  }

  fills(since: number): BrokerFill[] {
    return this.fillsMade.filter(({ eventTime }) => eventTime >= since).map((fill) => this.told(fill));
  }

  /** The fill with its fee, once that is told. */
  told(fill: BrokerFill): BrokerFill {
    const late = this.#feesTold.get(fill.fillId);
    if (!late) return fill;
    return { ...fill, fee: late.time <= this.#now() ? late.fee : null };
  }

  positions(): BrokerPosition[] {
    return [...this.#held].map(([symbol, quantity]) => ({ symbol, quantity, averagePrice: DECIMAL_ONE }));
  }

  balances(): BrokerBalance[] {
    return [{ currency: 'USD', cash: this.cash(), buyingPower: null, equity: null }];
  }

  /** Fees are taken when they are told. */
  cash(): Decimal {
    let due = DECIMAL_ZERO;
    for (const { time, fee } of this.#feesTold.values()) if (time > this.#now()) due += fee;
    return this.#cash + due;
  }

  #place(order: BrokerOrder, status: 'working' | 'rejected', reason?: string): string {
    this.#count += 1;
    const venueOrderId = `V${this.#count}`;
    const { clientOrderId, symbol, side, type, timeInForce, quantity, limitPrice, stopPrice } = order;
    this.#orders.set(venueOrderId, {
      expireTime: order.expireTime,
      isTriggered: type !== 'stop',
      report: {
        clientOrderId,
        venueOrderId,
        symbol,
        side,
        type,
        timeInForce,
        quantity,
        ...(limitPrice === undefined ? {} : { limitPrice }),
        ...(stopPrice === undefined ? {} : { stopPrice }),
        status,
        filledQuantity: DECIMAL_ZERO,
        averagePrice: DECIMAL_ZERO,
        ...(reason === undefined ? {} : { reason }),
        updatedTime: this.#now(),
      },
    });
    return venueOrderId;
  }

  #find({ clientOrderId, venueOrderId }: BrokerOrderRef): HeldOrder | undefined {
    return this.#orders.get(this.#ids.get(clientOrderId) ?? venueOrderId ?? '');
  }

  #match(venueOrderId: string): void {
    const held = this.#orders.get(venueOrderId);
    const price = held && this.prices.get(held.report.symbol);
    if (!held || price === undefined) return;
    const { report } = held;
    const isBuy = report.side === 'buy';
    const reaches = (level: Decimal | undefined, isAbove: boolean): boolean =>
      level === undefined || (isAbove ? price * 1e8 >= Number(level) : price * 1e8 <= Number(level));
    if (!held.isTriggered && reaches(report.stopPrice, isBuy)) held.isTriggered = true;
    if (!held.isTriggered || !reaches(report.limitPrice, !isBuy)) return;
    const left = report.quantity - report.filledQuantity;
    const isPart = report.timeInForce !== 'fok' && left > DECIMAL_ONE && this.#random.next() < 0.4;
    const part = BigInt(this.#random.nextInteger(1, Math.max(1, Number(left / DECIMAL_ONE) - 1)));
    this.#fill(held, isPart ? part * DECIMAL_ONE : left, price);
  }

  #fill(held: HeldOrder, quantity: Decimal, price: number): void {
    const { report } = held;
    const units = BigInt(Math.round(price * 100)) * 1_000_000n;
    const fee = multiplyDecimal(units, quantity) / 10_000n;
    const fill: BrokerFill = {
      fillId: `F${this.fillsMade.length + 1}`,
      clientOrderId: report.clientOrderId,
      venueOrderId: report.venueOrderId,
      symbol: report.symbol,
      side: report.side,
      quantity,
      price: units,
      fee,
      eventTime: this.#now(),
    };
    const value = multiplyDecimal(units, quantity);
    this.#cash += (report.side === 'buy' ? -value : value) - fee;
    const signed = report.side === 'buy' ? quantity : -quantity;
    this.#held.set(report.symbol, (this.#held.get(report.symbol) ?? DECIMAL_ZERO) + signed);
    const filledQuantity = report.filledQuantity + quantity;
    const status = filledQuantity === report.quantity ? 'filled' : 'partially-filled';
    held.report = { ...report, filledQuantity, averagePrice: units, status, updatedTime: this.#now() };
    this.fillsMade.push(fill);
    if (this.#tellsFeesLate && this.#random.next() < 0.5)
      this.#feesTold.set(fill.fillId, { time: this.#now() + this.#random.nextInteger(1, 90_000), fee });
    this.listener({ kind: 'filled', fill: this.told(fill) });
  }

  #end(venueOrderId: string, kind: 'cancelled' | 'expired', reason: string, asked?: string): void {
    const held = this.#orders.get(venueOrderId);
    if (!held || !isOpenStatus(held.report.status)) return;
    const eventTime = this.#now();
    held.report = { ...held.report, status: kind, reason, updatedTime: eventTime };
    const clientOrderId = asked ?? held.report.clientOrderId;
    if (clientOrderId !== null) this.listener({ kind, clientOrderId, reason, eventTime });
  }
}

/** The terms of one of ours as the exchange has them must be these. */
export function sameTerms(order: Order, report: BrokerOrderReport): boolean {
  return (
    order.quantity === report.quantity &&
    order.filledQuantity === report.filledQuantity &&
    order.limitPrice === report.limitPrice &&
    order.symbol === report.symbol &&
    order.side === report.side
  );
}
