import type { DecisionView } from '#contract/services/decisions';
import type { Settings } from '#contract/services/settings';
import type { Instrument } from '#domain/instruments/instrument';
import type { BarColumns } from '#domain/market/bar';
import type { OrderBook } from '#domain/market/order-book';
import type { FeeModel } from '#domain/orders/fee-model';
import type { Fill, Order, OrderChange, OrderIntent } from '#domain/orders/order';
import type { RiskPortfolio } from '#domain/risk/portfolio-exposure';
import type { RiskLimits } from '#domain/risk/risk-limits';
import type { Decimal } from '#domain/values/decimal';

/** What the decision loop asks of agents. Each role is played by one agent; the loop knows only these words. */
export type Contribution = DecisionView['contributions'][number];
export type Regime = DecisionView['regime'];
export type Forecast = NonNullable<DecisionView['forecast']>;

/** A voice before it is weighed. */
export type Voice = Omit<Contribution, 'weight' | 'share'>;

export interface StrategyRole {
  /** Every strategy's voice and the regime after the newest of `bars`; bars may only have grown since the last call. */
  evaluate(
    symbol: string,
    bars: BarColumns,
  ): { voices: Voice[]; regime: Regime; averageTrueRange: number | null };
  /** Weighs all voices into one score, −1 to 1. */
  fuse(voices: readonly Voice[], regime: Regime): { fusedScore: number; contributions: Contribution[] };
  /** What to do about the score, given what is held. */
  decide(input: { fusedScore: number; isLong: boolean; isStoppedOut: boolean }): {
    action: DecisionView['action'];
    because: string;
  };
  /** Forgets what it streamed of one symbol, or of all when another session begins. */
  reset(symbol?: string): void;
}

export interface ForecastRole {
  /**
   * Expected close `horizonBars` ahead with its interval, how strongly it speaks (−1 to 1, 0 when the naive forecast is
   * as good) and why; null without enough history.
   */
  forecast(bars: BarColumns): { forecast: Forecast; score: number; reason: string } | null;
}

export interface SentimentRole {
  /** The symbol's mood from headlines known by `time`, or null when there are none. */
  sentiment(symbol: string, time: number): { score: number; headlines: number; reason: string } | null;
}

export interface Verdict {
  readonly id: string;
  readonly verdict: 'approved' | 'refused';
  readonly reasons: string[];
}

export interface RiskVerdict extends Verdict {
  readonly limitsChecked: number;
}

/** An intent that risk has approved: the only thing execution accepts. A refusal is a type, not a flag. */
export interface RiskApproved {
  readonly intent: OrderIntent;
  readonly clientOrderId: string;
  readonly verdictId: string;
  readonly '~approved': true;
}

export interface RiskRole {
  /** Units to hold so that a stop-out costs the configured share of equity, within limits. */
  size(input: {
    symbol: string;
    price: number;
    averageTrueRange: number | null;
    conviction: number;
    portfolio: RiskPortfolio;
    limits: RiskLimits;
  }): {
    quantity: Decimal;
    stopPrice: number | null;
    method: string;
    reason: string;
  };
  check(input: {
    intent: OrderIntent;
    clientOrderId: string;
    portfolio: RiskPortfolio;
    instrument: Instrument | undefined;
    lastPrice: number | null;
    limits: RiskLimits;
    /** Newest price of any symbol, for orders that concern options. */
    priceOf?: (symbol: string) => number | null;
  }): { verdict: RiskVerdict; approved: RiskApproved | null };
  /** One-day historical value at risk at 99 % as a share of equity, from daily closes; null without enough history. */
  valueAtRisk(holdings: readonly { readonly weight: number; readonly closes: Float64Array }[]): number | null;
}

export interface ComplianceRole {
  preTrade(intent: OrderIntent, clientOrderId: string, settings: Settings): Verdict;
  /** Findings after a fill; empty when clean. */
  postTrade(fill: Fill, order: Order): { id: string; findings: string[] };
}

/** What looking at data found: whether it can be relied on, and a sentence. */
export interface DataCheck {
  readonly isSound: boolean;
  readonly summary: string;
}

export interface DataRole {
  /** Whether the newest bar is well formed and fresh at `eventTime`. */
  checkBars(bars: BarColumns, eventTime: number): DataCheck;
}

export interface MarketWatchRole {
  /**
   * Looks at one tick of the trading day labelled `day`; answers nothing, raises alerts through its own port. A tick
   * that is not new is shown again after a start: it is remembered and raises nothing. Allocates nothing when nothing
   * fires.
   */
  onTick(
    symbol: string,
    day: number,
    eventTime: number,
    last: number,
    size: number,
    previousClose: number,
    isNew: boolean,
  ): void;
  /** A daily bar closed. */
  onDailyClose(symbol: string, eventTime: number, bars: BarColumns, isNew: boolean): void;
  /** Whether the ticks it saw make up the newest of `bars`; null when it saw none of this symbol. */
  checkDay(symbol: string, bars: BarColumns): DataCheck | null;
}

/** Where the records of an account belong. */
export interface AccountPlace {
  readonly account: string;
  /** The replay whose account it is: its records say how many of the session's events were handled. */
  readonly session?: { readonly id: string; cursor(): number };
}

/** A position that a venue closes by itself, `quantity` negative when short, and the price it does so at. */
export interface ClosedPosition {
  readonly symbol: string;
  readonly quantity: Decimal;
  readonly price: Decimal;
}

export type StandingOffers = Pick<OrderBook, 'bids' | 'asks'>;

/**
 * Orders of one account on one venue. Everything it does is added to the journal; the caller commits. What a simulated
 * venue reports while a tick is handled is added in the same breath; a broker is told after the commit, and not before.
 */
export interface OrderDesk {
  /** Takes an approved intent that has been journaled as intended and judged. */
  submit(approved: RiskApproved, eventTime: number): void;
  /** Asks for the order's end. False when it is closed already. */
  cancel(clientOrderId: string, reason: string, eventTime: number): boolean;
  /** Asks for other terms. Throws ORDER_REFUSED with the reason when the order is in no state for it. */
  replace(clientOrderId: string, change: OrderChange, eventTime: number): void;
  /** Allocates nothing where no order rests in the symbol. */
  onTick(symbol: string, eventTime: number, last: number, bid: number, ask: number, size: number): void;
  /** Of a simulated venue: the standing offers of a symbol, good during the call. */
  onBook?(symbol: string, eventTime: number, book: StandingOffers): void;
  /** Day orders that nobody else ends expire. */
  endDay(eventTime: number): void;
  /** Of a simulated venue: ends every order of the account and closes what is held at the last prices. */
  closeOut?(held: readonly ClosedPosition[], reason: string, eventTime: number): void;
}

export interface ExecutionRole {
  /** What the simulated venue charges for a fill. */
  readonly fee: FeeModel;
  /** The same for contracts of options; nothing unless told. */
  readonly optionFee?: (contracts: Decimal) => Decimal;
  /** Opens the desk of an account on the simulated venue; its open orders go back there as they were. */
  open(place: AccountPlace): OrderDesk;
}

/** All roles together, as composition hands them to the engine. */
export interface Roles {
  readonly data: DataRole;
  readonly strategy: StrategyRole;
  readonly models: ForecastRole;
  readonly sentiment: SentimentRole;
  readonly risk: RiskRole;
  readonly compliance: ComplianceRole;
  readonly execution: ExecutionRole;
  readonly watch: MarketWatchRole;
}

/** What an account needs of them to judge and send an order. */
export type TradingRoles = Pick<Roles, 'risk' | 'compliance'> & {
  readonly execution: Pick<ExecutionRole, 'fee' | 'optionFee'>;
};
