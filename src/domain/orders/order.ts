import type { Decimal } from '#domain/values/decimal';

export type Side = 'buy' | 'sell';
export type OrderType = 'market' | 'limit' | 'stop';
/** FIX TimeInForce: good for the session, or good till cancelled. */
export type TimeInForce = 'day' | 'gtc';

/** Who wants an order and why, before anyone has judged it. Never changes after birth. */
export interface OrderIntent {
  /** `person`, or the slug of the strategy that decided. */
  readonly origin: string;
  readonly account: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: Decimal;
  readonly limitPrice?: Decimal;
  readonly stopPrice?: Decimal;
  readonly timeInForce: TimeInForce;
  readonly reason: string;
  readonly decisionId?: string;
  /** Makes two otherwise equal intents different orders. */
  readonly nonce: string;
}

/** FIX OrdStatus, in full words. */
export type OrderStatus =
  | 'pending'
  | 'refused'
  | 'sent'
  | 'working'
  | 'partially-filled'
  | 'filled'
  | 'cancelled'
  | 'rejected'
  | 'expired';

export interface Order extends OrderIntent {
  /** A function of the intent: the same intent is the same order. */
  readonly clientOrderId: string;
  readonly status: OrderStatus;
  readonly filledQuantity: Decimal;
  /** Volume-weighted price of its fills; zero before the first. */
  readonly averagePrice: Decimal;
  readonly createdTime: number;
  readonly updatedTime: number;
  /** Why it was refused, rejected or cancelled. */
  readonly statusReason?: string;
}

/** FIX ExecutionReport of type trade. */
export interface Fill {
  readonly fillId: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
  readonly eventTime: number;
}
