import type { ParameterValues } from '../../indicators/indicator.ts';
import type { ExitTemplate } from '../../orders/exit-template.ts';

/** How much an order is for. A share of equity or of risk is worked out at the moment named, with the account as it is then. */
export type OrderSize =
  /** Units of the instrument, above zero. */
  | { readonly quantity: number }
  /** Percent of equity at the price of the fill, commission included; 100 is all in, more needs leverage. */
  | { readonly percentOfEquity: number }
  /** Units for which a move from the last price to `stop` costs so many percent of equity, at the decision. */
  | { readonly riskPercent: number; readonly stop: number };

/** What the rules of each are: docs/concepts/matching-rules.md. */
export type BacktestOrderType =
  | 'market'
  | 'limit'
  | 'stop'
  | 'stop-limit'
  | 'market-if-touched'
  | 'limit-if-touched'
  | 'trailing-stop'
  | 'trailing-stop-limit'
  | 'market-to-limit'
  | 'market-on-close';

export interface OrderTerms {
  /** Market unless told. */
  readonly type?: BacktestOrderType;
  /** Of a limit, stop-limit or limit-if-touched order. */
  readonly limit?: number;
  /** The trigger of a stop, stop-limit or if-touched order; where a trailing stop begins, if told. */
  readonly stop?: number;
  /** Distance of a trailing stop behind the best price since it was placed, in price units. */
  readonly trailAmount?: number;
  /** The same in percent of that price. */
  readonly trailPercent?: number;
  /** Of a trailing-stop-limit order: how much worse than its stop the limit is. */
  readonly limitOffset?: number;
  /** Of a stop: once the price has reached `at`, it moves to `to`. */
  readonly breakEven?: { readonly at: number; readonly to: number };
  /** Until the end of the trading day, until `expireTime`, at once or not at all, in an auction alone; until cancelled unless told. */
  readonly timeInForce?: 'day' | 'gtc' | 'gtd' | 'ioc' | 'fok' | 'at-open' | 'at-close';
  /** Of `gtd`: milliseconds, exclusive. */
  readonly expireTime?: number;
  /** Of a limit order: cancelled when it would fill on the first price it meets. */
  readonly postOnly?: boolean;
  /** Of a limit order: so much of it is shown, and fills on one tick at most. */
  readonly displayQuantity?: number;
  /** Orders of one such name: the fill of one cancels the others. */
  readonly oneCancelsOther?: string;
  /** Placed when this order has filled, for what it filled; the fill of one cancels the other. */
  readonly bracket?: { readonly takeProfit?: number; readonly stopLoss?: number };
  /** The same by distances from the price it filled at: several targets, a stop that follows. In the place of `bracket`. */
  readonly exits?: ExitTemplate;
  /** Never opens or enlarges a position. */
  readonly reduceOnly?: boolean;
}

/** What is held of one instrument, now. */
export interface PositionView {
  /** Negative when short. */
  readonly quantity: number;
  /** 0 when flat. */
  readonly averagePrice: number;
}

/** One fill of one order, as `onFill` is told it. */
export interface FillView {
  readonly orderId: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  readonly price: number;
  readonly fee: number;
  readonly time: number;
}

/** An indicator over the bars of one series: value 0 is of the newest closed bar, 1 of the one before; NaN until ready. */
export interface IndicatorView {
  /** Throws a `LookAheadError` for a bar that has not closed. */
  value(ago?: number, output?: string): number;
}

/**
 * What can be read of one instrument at this instant: its bars up to the newest closed one. Each of the functions takes
 * how many bars ago: 0, the newest closed bar, unless told; NaN before the first bar. Nothing is allocated by them.
 * Throws a `LookAheadError` for a negative number: that bar has not closed.
 */
export interface InstrumentView {
  readonly symbol: string;
  readonly currency: string;
  /** Bars closed so far. */
  readonly bars: number;
  open(ago?: number): number;
  high(ago?: number): number;
  low(ago?: number): number;
  close(ago?: number): number;
  volume(ago?: number): number;
  /** Opening instant of the bar, milliseconds. */
  time(ago?: number): number;
  /** Newest price of any kind; NaN before the first. */
  readonly last: number;
  /** Newest bid and ask; the last price where there are no quotes. */
  readonly bid: number;
  readonly ask: number;
  readonly position: PositionView;
  /** By slug or short name: `indicator('sma', { period: 20 })`. Worked out once, however often it is asked for. */
  indicator(name: string, parameters?: ParameterValues): IndicatorView;
  /** Number of the order, to cancel it by; 0 when it was refused, and `lastRefusal` says why. */
  buy(size: OrderSize, terms?: OrderTerms): number;
  sell(size: OrderSize, terms?: OrderTerms): number;
  /** Leaves the position at the next open, or as the terms say; 0 when flat. */
  closePosition(terms?: OrderTerms): number;
  /** The same instrument's bars of another timeframe, where the run has them. */
  timeframe(name: string): InstrumentView;
}

export interface AccountView {
  readonly currency: string;
  /** In the account's currency, all balances converted. */
  readonly cash: number;
  /** Cash and the value of every position. */
  readonly equity: number;
  /** What may still be spent on new positions. */
  readonly buyingPower: number;
}

/** All a strategy sees and can do: the instrument whose bar, tick or fill it is told of, the others, and the account. */
export interface StrategyContext<Values extends ParameterValues = ParameterValues> extends InstrumentView {
  readonly parameters: Values;
  /** This instant: the close of the bar, milliseconds. */
  readonly now: number;
  /** Every instrument of the run, by symbol. */
  readonly instruments: readonly InstrumentView[];
  readonly account: AccountView;
  /** Why the newest order was refused; empty when it was not. */
  readonly lastRefusal: string;
  /** Throws a `RangeError` with the nearest names for a symbol that the run does not have. */
  instrument(symbol: string): InstrumentView;
  /** False when the order no longer rests. */
  cancel(orderId: number): boolean;
  /** Cancels every resting order, or those of one symbol. */
  cancelAll(symbol?: string): void;
  /** A line for the log of the run. */
  note(text: string): void;
}
