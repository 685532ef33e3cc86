import type { BacktestOrderType, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import type { Units } from '#domain/values/units';

/** What an order is born with. */
export interface NewOrder {
  readonly id: number;
  readonly instrument: number;
  readonly isBuy: boolean;
  readonly type: BacktestOrderType;
  /** 0 when it is sized at its fill. */
  readonly quantity: Units;
  /** Of equity, for one that is sized at its fill by it; else NaN. */
  readonly percent: number;
  /** Sized at its fill by what is held. */
  readonly closesAll: boolean;
  /** When it was decided. */
  readonly stamp: number;
  /** First bar or tick of the instrument's matching series on which it may fill. */
  readonly firstBar: number;
  readonly terms: OrderTerms;
  /** Its bracket's other leg carries the same number; 0 for an order of no bracket. */
  readonly bracketOf: number;
}

/** An order at the venue. */
export class WorkingOrder {
  readonly id: number;
  readonly instrument: number;
  readonly isBuy: boolean;
  readonly type: BacktestOrderType;
  readonly percent: number;
  readonly closesAll: boolean;
  readonly reduceOnly: boolean;
  readonly stamp: number;
  readonly firstBar: number;
  readonly limit: number;
  readonly stop: number;
  readonly isDay: boolean;
  readonly group: string | undefined;
  readonly bracket: OrderTerms['bracket'];
  readonly bracketOf: number;
  quantity: Units;
  left: Units;
  isOpen = true;
  /** Of a stop-limit order: its stop has been reached. */
  isTriggered = false;
  isListed = false;
  isJudged = false;
  /** Day on which it was first at the venue, NaN before. */
  day = Number.NaN;
  /** Born of an entry within that bar, whose further course is unknown; −1 otherwise. */
  bornWithin = -1;

  constructor(order: NewOrder) {
    const { terms } = order;
    this.id = order.id;
    this.instrument = order.instrument;
    this.isBuy = order.isBuy;
    this.type = order.type;
    this.quantity = order.quantity;
    this.left = order.quantity;
    this.percent = order.percent;
    this.closesAll = order.closesAll;
    this.stamp = order.stamp;
    this.firstBar = order.firstBar;
    this.reduceOnly = terms.reduceOnly ?? false;
    this.limit = terms.limit ?? Number.NaN;
    this.stop = terms.stop ?? Number.NaN;
    this.isDay = terms.timeInForce === 'day';
    this.group = terms.oneCancelsOther;
    this.bracket = terms.bracket;
    this.bracketOf = order.bracketOf;
  }

  /** Whether its quantity is known only when it fills. */
  get isSizedAtFill(): boolean {
    return this.closesAll || this.percent > 0;
  }
}
