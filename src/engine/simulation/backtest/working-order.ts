import type { OrderTerms } from '#domain/strategies/sdk/strategy-context';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import type { Units } from '#domain/values/units';
import { RestingOrder } from '../matching/resting-order.ts';

/** An order of a backtest: what it is for may be known only at its fill. */
export class WorkingOrder extends RestingOrder<OrderTerms> {
  /** When it was decided. */
  stamp: number;
  /** Of equity, for one that is sized at its fill by it; else 0. */
  percent = 0;
  /** Sized at its fill by what is held. */
  closesAll = false;
  /** 0 until an order that is sized at its fill has been. */
  quantity: Units = 0;
  /** Its number in the order list, 0 until it is in it. */
  listed = 0;
  isJudged = false;
  /** Number of the entry whose bracket it belongs to; 0 for an order of no bracket. */
  bracketOf = 0;
  /** An exit of a template: its targets take off the stop what they fill, and stand beside each other. */
  sharesWithStop = false;
  /** Of what has filled of an entry with exits by distance; they go by it. */
  averagePrice: Decimal = DECIMAL_ZERO;

  constructor(
    id: number,
    instrument: number,
    isBuy: boolean,
    terms: OrderTerms,
    stamp: number,
    firstBar: number,
  ) {
    super(id, instrument, isBuy, terms, firstBar);
    this.stamp = stamp;
  }

  /** Makes another order of one that is forgotten, the same as a new one. */
  renew(
    id: number,
    instrument: number,
    isBuy: boolean,
    terms: OrderTerms,
    stamp: number,
    firstBar: number,
  ): void {
    this.renewResting(id, instrument, isBuy, terms, firstBar);
    this.stamp = stamp;
    this.percent = 0;
    this.closesAll = false;
    this.quantity = 0;
    this.listed = 0;
    this.isJudged = false;
    this.bracketOf = 0;
    this.sharesWithStop = false;
    this.averagePrice = DECIMAL_ZERO;
  }

  /** Gives an order that has no quantity yet the one it turned out to be for. */
  settle(quantity: Units): void {
    if (this.quantity !== 0) return;
    this.quantity = quantity;
    this.left = quantity;
  }

  override isPairedWith(other: WorkingOrder): boolean {
    const isSameBracket = this.bracketOf !== 0 && this.bracketOf === other.bracketOf;
    return isSameBracket || (this.group !== undefined && this.group === other.group);
  }

  get reduceOnly(): boolean {
    return this.closesAll || this.terms.reduceOnly === true;
  }

  get group(): string | undefined {
    return this.terms.oneCancelsOther;
  }

  /** Whether its quantity is known only when it fills. */
  get isSizedAtFill(): boolean {
    return this.closesAll || this.percent > 0;
  }
}
