import type { Order } from '#domain/orders/order';
import { termsFault } from '#domain/orders/terms-fault';
import {
  DECIMAL_ONE,
  DECIMAL_PLACES,
  type Decimal,
  decimalFromNumber,
  decimalToNumber,
} from '#domain/values/decimal';
import { toldDecimal } from '#domain/values/told-number';
import type { BrokerOrder } from '#engine/ports/broker';
import { type MatchingTerms, RestingOrder } from './matching/resting-order.ts';

const DAY_MS = 86_400_000;
/** Share of its distance that a trailing stop moves before it is kept. */
const KEPT_MOVE = 0.1;

/** An order at the simulated venue, with its exact amounts. */
export class VenueOrder extends RestingOrder {
  order: BrokerOrder;
  leftQuantity: Decimal;
  #keptStop: number;

  constructor(id: number, instrument: number, order: BrokerOrder, arrival: number, leftQuantity: Decimal) {
    super(id, instrument, order.side === 'buy', matchingTermsOf(order), arrival);
    this.order = order;
    this.leftQuantity = leftQuantity;
    this.left = Number(leftQuantity);
    this.#keptStop = this.stop;
  }

  /** Whether a stop that follows the market has gone far since it was kept last. */
  hasMoved(): boolean {
    const { stop } = this;
    if (Number.isNaN(stop) || stop === this.#keptStop) return false;
    // One that does not trail has broken even.
    if (this.working === 'stop') return this.terms.breakEven !== undefined;
    if (this.working !== 'trailing-stop' && this.working !== 'trailing-stop-limit') return false;
    const { trailAmount = Number.NaN, trailPercent = 0 } = this.terms;
    const distance = trailAmount > 0 ? trailAmount : (stop * trailPercent) / 100;
    return !(Math.abs(stop - this.#keptStop) < distance * KEPT_MOVE);
  }

  /** Keeps where the stop stands; that price. */
  keepStop(): number {
    // As the journal has it, in whole 10⁻⁸.
    this.#keptStop = decimalToNumber(decimalFromNumber(this.stop));
    return this.#keptStop;
  }

  take(quantity: Decimal): void {
    this.leftQuantity -= quantity;
    this.left = Number(this.leftQuantity);
  }

  /** Why it cannot have these terms; undefined when it can. */
  changeFault(terms: BrokerOrder, time: number): string | undefined {
    const filled = this.order.quantity - this.leftQuantity;
    if (terms.quantity <= filled) return `${toldDecimal(filled)} of it have filled already`;
    return termsFault(terms, time, DECIMAL_PLACES);
  }

  /** The same order with other terms; what has filled counts towards their quantity. */
  change(order: BrokerOrder): void {
    const filled = this.order.quantity - this.leftQuantity;
    this.order = order;
    this.leftQuantity = order.quantity - filled;
    this.left = Number(this.leftQuantity);
    const terms = matchingTermsOf(order);
    // Where it was last said to stand is no wish to have it there: it may have moved on since.
    const { stop, ...others } = terms;
    const isKept = stop === this.#keptStop && this.moved !== undefined;
    const before = this.terms.stop === undefined ? {} : { stop: this.terms.stop };
    this.replaceTerms(isKept ? { ...others, ...before } : terms);
  }
}

/** So much of a quantity as there are units of it; of contracts whole ones. */
export function atMost(quantity: Decimal, units: number, isWhole: boolean): Decimal {
  if (units === Number.POSITIVE_INFINITY) return quantity;
  const most = isWhole ? BigInt(Math.floor(units)) * DECIMAL_ONE : BigInt(Math.floor(units * 1e8));
  return most < quantity ? most : quantity;
}

/** The terms of an order in float64, as the matching rules read them. */
function matchingTermsOf(order: BrokerOrder): MatchingTerms {
  const { type, timeInForce, isPostOnly, expireTime } = order;
  return {
    type,
    timeInForce,
    ...(order.limitPrice === undefined ? {} : { limit: decimalToNumber(order.limitPrice) }),
    ...(order.stopPrice === undefined ? {} : { stop: decimalToNumber(order.stopPrice) }),
    ...(order.trailAmount === undefined ? {} : { trailAmount: decimalToNumber(order.trailAmount) }),
    ...(order.trailPercent === undefined ? {} : { trailPercent: decimalToNumber(order.trailPercent) }),
    ...(order.limitOffset === undefined ? {} : { limitOffset: decimalToNumber(order.limitOffset) }),
    ...(order.displayQuantity === undefined
      ? {}
      : { displayQuantity: decimalToNumber(order.displayQuantity) }),
    ...(order.breakEvenAt === undefined || order.breakEvenTo === undefined
      ? {}
      : { breakEven: { at: decimalToNumber(order.breakEvenAt), to: decimalToNumber(order.breakEvenTo) } }),
    ...(expireTime === undefined ? {} : { expireTime }),
    ...(isPostOnly ? { postOnly: true } : {}),
  };
}

/** When an order arrived that was at the venue before a start; one for the opening waits for the next. */
export function arrivalOf({ waitsUntil, timeInForce, createdTime }: Order): number {
  if (waitsUntil !== undefined) return waitsUntil;
  return timeInForce === 'at-open' ? (Math.floor(createdTime / DAY_MS) + 1) * DAY_MS : createdTime;
}
