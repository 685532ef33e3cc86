import type {
  BrokerBalance,
  BrokerFill,
  BrokerOrder,
  BrokerOrderRef,
  BrokerOrderReport,
  BrokerPosition,
} from '#engine/ports/broker';

/** What a message of the user's stream says. */
export type StreamNews =
  | { readonly kind: 'listening' }
  /** How an order stands, and the fill that made it so where the exchange tells both at once. */
  | { readonly kind: 'order'; readonly report: BrokerOrderReport; readonly fill?: BrokerFill };

/** An order as it is sent: nothing is asked any more once it is one. */
export type OrderParameters = Readonly<Record<string, unknown>>;

/** How one exchange speaks. Questions and commands throw a `VenueFailure`, or an `UnreadableAnswer`. */
export interface ExchangeDialect {
  /** Proves the keys, and learns how far our clock is off. */
  login(): Promise<void>;
  /** What to send; a sentence where the exchange does not take it. */
  parametersOf(order: BrokerOrder): OrderParameters | string;
  submit(parameters: OrderParameters): Promise<{ readonly venueOrderId: string; readonly eventTime: number }>;
  /** Whether a cancel needs the exchange's own number of the order. */
  readonly isCancelledByNumber: boolean;
  /** How the order stands after it, where the exchange tells. */
  cancel(order: BrokerOrderRef): Promise<BrokerOrderReport | null>;
  /** Null when the exchange is sure that it knows no such order. */
  order(order: BrokerOrderRef): Promise<BrokerOrderReport | null>;
  openOrders(): Promise<BrokerOrderReport[]>;
  /** With `eventTime` ≥ `since`, oldest first. `symbols`: traded here, as far as is known. */
  fills(since: number, symbols: readonly string[]): Promise<BrokerFill[]>;
  fillsOf(report: BrokerOrderReport): Promise<BrokerFill[]>;
  positions(): Promise<BrokerPosition[]>;
  balances(): Promise<BrokerBalance[]>;
  /** What to say on a new stream, to be sent in this order. */
  greetings(): readonly string[];
  /** What a message says, in order; none for one without news. Throws an `UnreadableAnswer`, or a `VenueFailure` that ends the stream. */
  read(text: string): Promise<readonly StreamNews[]>;
}
