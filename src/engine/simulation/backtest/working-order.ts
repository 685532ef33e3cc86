import type { BacktestOrderType, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import type { Units } from '#domain/values/units';

/** An order at the venue. Few fields of its own: a long run makes tens of thousands. */
export class WorkingOrder {
  readonly id: number;
  readonly instrument: number;
  readonly isBuy: boolean;
  readonly terms: OrderTerms;
  /** When it was decided. */
  readonly stamp: number;
  /** First bar or tick of the instrument's matching series on which it may fill. */
  readonly firstBar: number;
  /** Of equity, for one that is sized at its fill by it; else 0. */
  percent = 0;
  /** Sized at its fill by what is held. */
  closesAll = false;
  /** 0 until an order that is sized at its fill has been. */
  quantity: Units = 0;
  left: Units = 0;
  isOpen = true;
  /** Of a stop-limit order: its stop has been reached. */
  isTriggered = false;
  isListed = false;
  isJudged = false;
  /** Day on which it was first at the venue, −1 before. */
  day = -1;
  /** Born of an entry within that bar, whose further course is unknown; −1 otherwise. */
  bornWithin = -1;
  /** Number of the entry whose bracket it belongs to; 0 for an order of no bracket. */
  bracketOf = 0;

  constructor(
    id: number,
    instrument: number,
    isBuy: boolean,
    terms: OrderTerms,
    stamp: number,
    firstBar: number,
  ) {
    this.id = id;
    this.instrument = instrument;
    this.isBuy = isBuy;
    this.terms = terms;
    this.stamp = stamp;
    this.firstBar = firstBar;
  }

  /** Gives an order that has no quantity yet the one it turned out to be for. */
  settle(quantity: Units): void {
    if (this.quantity !== 0) return;
    this.quantity = quantity;
    this.left = quantity;
  }

  /** Whether the fill of one cancels the other. */
  isPairedWith(other: WorkingOrder): boolean {
    const isSameBracket = this.bracketOf !== 0 && this.bracketOf === other.bracketOf;
    return isSameBracket || (this.group !== undefined && this.group === other.group);
  }

  get type(): BacktestOrderType {
    return this.terms.type ?? 'market';
  }

  /** NaN without. */
  get limit(): number {
    return this.terms.limit ?? Number.NaN;
  }

  /** NaN without. */
  get stop(): number {
    return this.terms.stop ?? Number.NaN;
  }

  get isDay(): boolean {
    return this.terms.timeInForce === 'day';
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
