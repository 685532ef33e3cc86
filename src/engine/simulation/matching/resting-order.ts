import type { OrderType, TimeInForce } from '#domain/orders/order';
import { isWaitingType, type WaitingType } from '#domain/orders/triggers';

/** Terms of an order as the matching rules read them; amounts in float64. Absent parts are as the order types say. */
export interface MatchingTerms {
  /** Market unless told; `market-on-close` is a market order at the close. */
  readonly type?: OrderType | 'market-on-close';
  readonly limit?: number;
  /** The trigger of stops and of orders if touched; of a trailing stop where it begins, if told. */
  readonly stop?: number;
  readonly trailAmount?: number;
  readonly trailPercent?: number;
  /** Of a trailing stop-limit: how much worse than its stop the limit is. */
  readonly limitOffset?: number;
  /** Of a stop: once the price has reached `at`, it moves to `to`. */
  readonly breakEven?: { readonly at: number; readonly to: number };
  /** `gtc` unless told. */
  readonly timeInForce?: TimeInForce;
  /** Of `gtd`, milliseconds, exclusive. */
  readonly expireTime?: number;
  readonly postOnly?: boolean;
  /** Of an iceberg, in units of the instrument. */
  readonly displayQuantity?: number;
}

/** What an order works as at this moment: a triggered stop is a market order, a triggered stop-limit a limit order. */
export type WorkingType = 'market' | 'limit' | WaitingType;

/** What follows from the terms of an order, whatever its prices. */
interface Manner {
  /** What it works as until it is triggered. */
  readonly working: WorkingType;
  /** The auction that it trades in alone, if any. */
  readonly auction: 'open' | 'close' | undefined;
  /** Whether more than a price decides about it: how long it lasts, and what it may take. */
  readonly isSpecial: boolean;
  /** Whether it wants a better price than the market's: tried after stops on a bar, the worse for the account. */
  readonly isTarget: boolean;
}

/** Prices that are no longer those of the terms: a stop that trails, a limit that came with a trigger. NaN where there is none. */
interface MovedPrices {
  stop: number;
  limit: number;
}

/** An order at a venue, as the matching core knows it. Few fields of its own: a long run makes tens of thousands. */
export class RestingOrder<Terms extends MatchingTerms = MatchingTerms> {
  /** Numbers rise in order of arrival. */
  id: number;
  instrument: number;
  isBuy: boolean;
  /** Replaced as a whole when the order is. */
  terms: Terms;
  /** First place in its instrument's data that it may meet: a bar's or tick's number in a backtest, a time at a venue. */
  arrival: number;
  isOpen = true;
  working: WorkingType;
  /** Shared with orders of the same kind. */
  manner: Manner;
  /** What is left of it in units of 10⁻⁸; 0 until an order that is sized at its fill has been. */
  left = 0;
  /** Day on which it first met data, −1 before. */
  day = -1;
  /** Whether it has stood at its limit since before the data it meets: what fills it then comes to it. */
  isMet = false;
  /** Born of an entry within that bar, whose further course is unknown; −1 otherwise. */
  bornWithin = -1;
  /** Absent until a price moves. */
  protected moved: MovedPrices | undefined;

  constructor(id: number, instrument: number, isBuy: boolean, terms: Terms, arrival: number) {
    this.id = id;
    this.instrument = instrument;
    this.isBuy = isBuy;
    this.terms = terms;
    this.arrival = arrival;
    this.manner = mannerOf(terms);
    this.working = this.manner.working;
  }

  /** Makes another order of the object, as a new one would be: the collector has less to do. */
  protected renewResting(
    id: number,
    instrument: number,
    isBuy: boolean,
    terms: Terms,
    arrival: number,
  ): void {
    this.id = id;
    this.instrument = instrument;
    this.isBuy = isBuy;
    this.arrival = arrival;
    this.terms = terms;
    this.manner = mannerOf(terms);
    this.working = this.manner.working;
    this.isOpen = true;
    this.left = 0;
    this.day = -1;
    this.isMet = false;
    this.bornWithin = -1;
    this.moved = undefined;
  }

  get type(): NonNullable<MatchingTerms['type']> {
    return this.terms.type ?? 'market';
  }

  /** NaN without. */
  get limit(): number {
    const { limit = Number.NaN } = this.terms;
    return this.moved !== undefined && this.moved.limit > 0 ? this.moved.limit : limit;
  }

  /** NaN without, and for a trailing stop that has seen no price. */
  get stop(): number {
    const { stop = Number.NaN } = this.terms;
    return this.moved !== undefined && this.moved.stop > 0 ? this.moved.stop : stop;
  }

  get validity(): TimeInForce {
    return this.terms.timeInForce ?? 'gtc';
  }

  /** Whether a fill now adds to what others take from the venue, or takes from it. */
  get isMaker(): boolean {
    return this.isMet && this.working === 'limit';
  }

  /** Whether the fill of one cancels the other. */
  isPairedWith(_other: RestingOrder): boolean {
    return false;
  }

  /** Puts a stop elsewhere than the terms say. */
  moveStop(stop: number): void {
    if (this.moved) this.moved.stop = stop;
    else this.moved = { stop, limit: Number.NaN };
  }

  /** Makes it a limit order at this price from now on. */
  becomeLimit(limit: number): void {
    this.working = 'limit';
    if (this.moved) this.moved.limit = limit;
    else this.moved = { stop: Number.NaN, limit };
  }

  /** Takes other terms; what it was triggered to be it stays, a stop that trails begins again where they say. */
  replaceTerms(terms: Terms): void {
    const isUntriggered = this.working === this.manner.working;
    const isStopTold = terms.stop !== this.terms.stop;
    if (this.moved) {
      if (isStopTold) this.moved.stop = Number.NaN;
      if (terms.limit !== this.terms.limit) this.moved.limit = Number.NaN;
    }
    this.terms = terms;
    this.manner = mannerOf(terms);
    if (isUntriggered) this.working = this.manner.working;
  }
}

const PLAIN_MARKET = newManner({});
/** Of orders that last a day or until cancelled, and take what they meet. */
const PLAIN = new Map<MatchingTerms['type'], Manner>();

function mannerOf(terms: MatchingTerms): Manner {
  const { type, timeInForce, postOnly } = terms;
  const isPlain =
    postOnly !== true && (timeInForce === undefined || timeInForce === 'gtc' || timeInForce === 'day');
  if (!isPlain) return newManner(terms);
  if (type === undefined) return PLAIN_MARKET;
  let manner = PLAIN.get(type);
  if (!manner) {
    manner = newManner({ type });
    PLAIN.set(type, manner);
  }
  return manner;
}

function newManner({ type, timeInForce, postOnly = false }: MatchingTerms): Manner {
  const isImmediate = timeInForce === 'ioc' || timeInForce === 'fok';
  return {
    working: workingTypeOf(type),
    auction: auctionOf(type, timeInForce),
    isSpecial: postOnly || isImmediate || type === 'market-to-limit',
    isTarget: type === 'limit' || type === 'market-if-touched' || type === 'limit-if-touched',
  };
}

function workingTypeOf(type: MatchingTerms['type']): WorkingType {
  if (type === undefined || type === 'market-on-close' || type === 'market-to-limit') return 'market';
  return type === 'limit' || isWaitingType(type) ? type : 'market';
}

function auctionOf(type: MatchingTerms['type'], timeInForce: TimeInForce | undefined): Manner['auction'] {
  if (timeInForce === 'at-open') return 'open';
  return timeInForce === 'at-close' || type === 'market-on-close' ? 'close' : undefined;
}
