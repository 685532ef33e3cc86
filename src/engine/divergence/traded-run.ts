import type { Side } from '#domain/orders/order';

/** An order that went out or a fill, as runs are compared by; amounts as plain decimal text. */
export interface TradedEvent {
  readonly kind: 'order' | 'fill';
  readonly time: number;
  readonly symbol: string;
  readonly side: Side;
  /** Of an order. */
  readonly type?: string;
  readonly quantity: string;
  readonly limitPrice?: string;
  readonly stopPrice?: string;
  /** Of a fill. */
  readonly price?: string;
  /** Of a fill; absent where it was not kept. */
  readonly fee?: string;
  readonly orderId?: string;
  /** `person`, or who else wanted it; absent where that was not kept. */
  readonly origin?: string;
}

/** Something that a person did to the account. */
export interface ManualAct {
  readonly time: number;
  readonly text: string;
}

/** One side of a comparison, with what is known of how it came to be. */
export interface TradedRun {
  readonly name: string;
  /** Orders before fills of the same time. */
  readonly events: readonly TradedEvent[];
  /** False where fills alone were kept. */
  readonly hasOrders: boolean;
  readonly orderListHash: string;
  /** What decides what it does: strategy, parameters, timeframe, size. Only what both sides know is compared. */
  readonly settings: Readonly<Record<string, string>>;
  /** What its fills are made by: venue, costs. */
  readonly fillModel: Readonly<Record<string, string>>;
  /** Hash of the ticks or bars it saw; absent where that is not known. */
  readonly dataHash?: string;
  /** Times of ticks that came after their bar had closed. */
  readonly lateTimes: readonly number[];
  /** When it was taken up again after a stop of the engine. */
  readonly restartTimes: readonly number[];
  readonly manualActs: readonly ManualAct[];
}
