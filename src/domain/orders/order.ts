import type { Decimal } from '#domain/values/decimal';

export type Side = 'buy' | 'sell';

/** FIX OrdType (40), in full words. */
export const ORDER_TYPES = [
  'market',
  'limit',
  'stop',
  'stop-limit',
  'market-if-touched',
  'limit-if-touched',
  'trailing-stop',
  'trailing-stop-limit',
  'market-to-limit',
] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

/** FIX TimeInForce (59): `gtd` ends at {@link OrderTerms.expireTime}, `at-open` and `at-close` trade in that auction alone. */
export const TIMES_IN_FORCE = ['day', 'gtc', 'gtd', 'ioc', 'fok', 'at-open', 'at-close'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

/**
 * FIX ContingencyType (1385) between the orders of one list. `oco`: a fill of one cancels the others. `ouo`: it takes as
 * much off the others. One-triggers-other is {@link OrderLinks.parentOrderId}.
 */
export type Contingency = 'oco' | 'ouo';

/** One part of a combination; `ratio` units of it trade per combination (FIX LegRatioQty, 623). */
export interface OrderLeg {
  readonly symbol: string;
  readonly side: Side;
  readonly ratio: number;
}

/** What is asked of a venue. */
export interface OrderTerms {
  /** Of a combination the name that `comboSymbol` gives its legs. */
  readonly symbol: string;
  /** Two to four that trade together or not at all (FIX NewOrderMultileg). `quantity` counts combinations. */
  readonly legs?: readonly OrderLeg[];
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: Decimal;
  /** Of `limit`, `stop-limit` and `limit-if-touched`. Of a combination net: what is paid at most; below zero, received at least. */
  readonly limitPrice?: Decimal;
  /** FIX StopPx (99): the trigger of stops and of orders if touched; of a trailing stop, where it begins, if told. */
  readonly stopPrice?: Decimal;
  /** Distance of a trailing stop behind the best price since it was placed, in price units. */
  readonly trailAmount?: Decimal;
  /** The same in percent of that price. */
  readonly trailPercent?: Decimal;
  /** Of a `trailing-stop-limit`: how much worse than its stop the limit is, in price units. */
  readonly limitOffset?: Decimal;
  /** Of a stop: once the price has reached this, it moves to {@link breakEvenTo}; never back. */
  readonly breakEvenAt?: Decimal;
  readonly breakEvenTo?: Decimal;
  readonly timeInForce: TimeInForce;
  /** Of `gtd`, milliseconds, exclusive. */
  readonly expireTime?: number;
  /** FIX ExecInst 6: never takes liquidity; rejected or cancelled when it would. */
  readonly isPostOnly?: boolean;
  /** Never opens or enlarges a position. */
  readonly isReduceOnly?: boolean;
  /** FIX DisplayQty (1138) of an iceberg: shown at a time. */
  readonly displayQuantity?: Decimal;
}

/** How an order hangs together with others. */
export interface OrderLinks {
  /** One-triggers-other: held until this order fills, then sent for what has filled. */
  readonly parentOrderId?: string;
  /** FIX ListID (66) of the orders that {@link contingency} joins. */
  readonly listId?: string;
  readonly contingency?: Contingency;
  /** Of what its parent has filled it takes the part from this fraction to {@link shareTo}; all of it unless told. */
  readonly shareFrom?: Decimal;
  readonly shareTo?: Decimal;
  /** What it takes so is a multiple of this. */
  readonly shareStep?: Decimal;
  /** The price of its parent that its own prices go by: they move with the parent's average fill price. */
  readonly parentPrice?: Decimal;
  /** Grid that they stay on. */
  readonly priceStep?: Decimal;
  /** The algorithm that slices it out, by its id. */
  readonly algorithmId?: string;
}

/** Origin of orders that a simulated venue sends by itself. */
export const VENUE_ORIGIN = 'venue';

/** Who wants an order and why, before anyone has judged it. Never changes after birth. */
export interface OrderIntent extends OrderTerms, OrderLinks {
  /** `person`, or the slug of the strategy that decided. */
  readonly origin: string;
  readonly account: string;
  readonly reason: string;
  readonly decisionId?: string;
  /** Makes two otherwise equal intents different orders. */
  readonly nonce: string;
}

/** What a replacement (FIX OrderCancelReplaceRequest) changes; what is absent stays. */
export interface OrderChange {
  /** In all, filled part included. */
  readonly quantity?: Decimal;
  readonly limitPrice?: Decimal;
  readonly stopPrice?: Decimal;
  readonly trailAmount?: Decimal;
  readonly breakEvenAt?: Decimal;
  readonly breakEvenTo?: Decimal;
  /** The engine's own reckoning: no venue is told. */
  readonly parentPrice?: Decimal;
}

/**
 * FIX OrdStatus (39), in full words. `held`: with the engine, until its parent fills or its trigger is reached.
 * `unknown`: sent, and nobody knows whether it arrived.
 */
export const ORDER_STATUSES = [
  'pending',
  'refused',
  'held',
  'sent',
  'unknown',
  'working',
  'partially-filled',
  'pending-cancel',
  'pending-replace',
  'filled',
  'cancelled',
  'rejected',
  'expired',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** What has filled of one leg. */
export interface LegFill {
  /** Units of the leg. */
  readonly quantity: Decimal;
  readonly averagePrice: Decimal;
}

export interface Order extends OrderIntent {
  /** A function of the intent: the same intent is the same order. */
  readonly clientOrderId: string;
  readonly status: OrderStatus;
  /** Of a combination those that are complete in every leg. */
  readonly filledQuantity: Decimal;
  /** Of {@link OrderTerms.legs}, in their order; absent before the first fill. */
  readonly legFills?: readonly LegFill[];
  /** Volume-weighted price of its fills; zero before the first. */
  readonly averagePrice: Decimal;
  readonly createdTime: number;
  readonly updatedTime: number;
  /** Why it was refused, rejected or cancelled, or what is being asked of the venue. */
  readonly statusReason?: string;
  /** The venue's own number of it, once it has said so. */
  readonly venueOrderId?: string;
  /** The venue lacks this type: the engine watches the market and sends what is left of it. */
  readonly isEmulated?: boolean;
  /** How often it was replaced; absent while never. */
  readonly revision?: number;
  /** What a replacement that is under way asks for. */
  readonly pendingChange?: OrderChange;
  /** The price has reached {@link OrderTerms.breakEvenAt}: its stop belongs at {@link OrderTerms.breakEvenTo} or beyond. */
  readonly hasBrokenEven?: boolean;
  /** Its end was asked for, and the venue has not refused it: when the command did not arrive, it is sent again. */
  readonly isCancelWanted?: boolean;
  /** It was sent while its exchange was closed: the opening that it waits for. */
  readonly waitsUntil?: number;
}

/** FIX ExecutionReport of type trade. */
export interface Fill {
  readonly fillId: string;
  readonly clientOrderId: string;
  /** What was traded: of a combination one leg (FIX MultiLegReportingType 2). */
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
  readonly eventTime: number;
  /** FIX LastLiquidityInd (851), where the venue tells. */
  readonly liquidity?: 'maker' | 'taker';
  /** The venue has not told the fee yet: it counts as zero until it does. */
  readonly isFeeDue?: boolean;
}
