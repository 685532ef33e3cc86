// What a strategy sees and can do. Written by scripts/write-strategy-sdk.ts; the guide is docs/guides/write-a-strategy.md.
declare module 'octopus' {
  export type ParameterValues = Readonly<Record<string, number>>;

  /** One of several targets of a position. */
  export interface ExitTarget<Amount = number> {
    /** From the entry's price in the position's favour, in price units. */
    readonly distance: Amount;
    /** Share of what was entered, above 0; those of all targets come to 1 at most. */
    readonly share: Amount;
  }

  /** Exits that go with a position, told by their distances from the price it was entered at. */
  export interface ExitTemplate<Amount = number> {
    readonly targets?: readonly ExitTarget<Amount>[];
    /** Takes what the targets have left. */
    readonly stop?: { readonly distance: Amount };
    /** Once the price has gone `after` in the position's favour, the stop moves to the entry's price and `offset` beyond it. */
    readonly breakEven?: { readonly after: Amount; readonly offset?: Amount };
    /** The stop follows the best price since the entry at this distance; it begins there where `stop` is not told. */
    readonly trail?: { readonly distance: Amount };
  }

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

  /** A parameter as a strategy file declares it. */
  export interface DeclaredParameter {
    readonly default: number;
    /** Inclusive. */
    readonly minimum: number;
    /** Inclusive. */
    readonly maximum: number;
    /** Between the values tried when a search is told none; 1 for whole numbers, a tenth of the range else. */
    readonly step?: number;
    /** Whole numbers only; true unless told. */
    readonly isInteger?: boolean;
    /** The name unless told. */
    readonly label?: string;
  }

  export type DeclaredParameters = Readonly<Record<string, DeclaredParameter>>;

  /** The values of declared parameters, by name. */
  export type ValuesOf<Declared extends DeclaredParameters> = { readonly [Name in keyof Declared]: number };

  /**
   * A strategy: what it is called, what can be set, and what it does. `onStart` gives what it remembers, which every later
   * call is handed; each of the calls is optional. None may be asynchronous: a decision is made when it is asked for.
   */
  export interface StrategyModule<
    Declared extends DeclaredParameters = DeclaredParameters,
    Memory = unknown,
    Context = StrategyContext<ValuesOf<Declared>>,
  > {
    readonly name: string;
    readonly summary?: string;
    readonly parameters?: Declared;
    /** Says what is wrong with a combination of parameters, or nothing when it is sound. */
    validate?(parameters: ValuesOf<Declared>): string | undefined;
    /** Bars needed before the first decision; 0 unless told. */
    warmUpBars?(parameters: ValuesOf<Declared>): number;
    onStart?(context: Context): Memory;
    /** A bar of `context`'s instrument has closed. */
    onBar?(context: Context, memory: Memory): void;
    /** A trade or a quote came; only where the run has ticks. */
    onTick?(context: Context, memory: Memory): void;
    onFill?(context: Context, memory: Memory, fill: FillView): void;
    /** The run is over; orders placed here are not taken. */
    onEnd?(context: Context, memory: Memory): void;
  }

  /** Gives the strategy back as it is, with its types joined: what a file's parameters declare is what its calls can read. */
  export function defineStrategy<const Declared extends DeclaredParameters, Memory>(
    strategy: StrategyModule<Declared, Memory>,
  ): StrategyModule<Declared, Memory>;
}
