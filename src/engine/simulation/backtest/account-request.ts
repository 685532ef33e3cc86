import type { ParameterValues } from '#domain/indicators/indicator';
import type { CalendarId } from '#domain/instruments/calendar/exchange-calendar';
import type { BarColumns } from '#domain/market/bar';
import type { QuoteColumns, TradeColumns } from '#domain/market/tick-columns';
import type { Timeframe } from '#domain/market/timeframe';
import type { TradingCosts } from '#domain/orders/trading-costs';
import type { ShortTerms } from '#domain/portfolio/borrow-list';
import type { RiskLimits } from '#domain/risk/risk-limits';
import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';

/** A half-open stretch of time, milliseconds. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Bars of one timeframe, at least one. */
export interface BarSeries {
  readonly timeframe: Timeframe;
  readonly bars: BarColumns;
}

/** One instrument of a run. Orders match on its finest data: quotes, else trades, else its shortest bars. */
export interface InstrumentInput {
  readonly symbol: string;
  /** The account's unless told. */
  readonly currency?: string;
  /** Tells when its daily bars open and close; without it every bar spans its timeframe from its label. */
  readonly calendar?: CalendarId;
  readonly series: readonly BarSeries[];
  readonly trades?: TradeColumns;
  readonly quotes?: QuoteColumns;
  /** Matches on trades and quotes alike, each as it came, as an account on live prices does; else on quotes alone. */
  readonly matchesEveryTick?: boolean;
  /** Smallest step of a quantity; 1e-8 unless told, 1 for whole units. */
  readonly quantityStep?: number;
  /** What can be sold short of it: any number of units at the account's borrow rate unless told. */
  readonly shorts?: ShortTerms;
  /** Nothing fills in these. */
  readonly halts?: readonly Interval[];
  /** From this instant on it cannot be traded; what is held is paid out at `price`, or at its last price. */
  readonly delisting?: { readonly time: number; readonly price?: number };
}

/** Rate of one currency in units of another, in force from its time on. */
export interface ExchangeRates {
  readonly from: string;
  readonly to: string;
  /** Milliseconds, ascending. */
  readonly time: Float64Array;
  readonly rate: Float64Array;
}

export interface AccountTerms {
  /** ISO 4217 or a ticker; `USD` unless told. */
  readonly currency?: string;
  readonly cash: number;
  /** Gross exposure a unit of equity may carry; 1 unless told. */
  readonly leverage?: number;
  /** Below this share of gross exposure the account is closed out; none unless told. */
  readonly maintenanceMargin?: number;
  /** Whether positions may be short; true unless told. */
  readonly allowsShort?: boolean;
  readonly costs?: TradingCosts;
  /** Judges every order, with the code that judges live ones. */
  readonly limits?: RiskLimits;
  /** Bars an order is on its way for; 0 fills at the next open. */
  readonly latencyBars?: number;
  /** Milliseconds that an order is on its way for: it fills on nothing older than its arrival. */
  readonly latencyMs?: number;
  /** Market orders fill at the very close they are decided on, where there is one, not at the next open. */
  readonly fillsAtClose?: boolean;
  /** Sizes by equity or position are worked out when they are asked for, as for orders that leave the house; else at the fill. */
  readonly sizesAtDecision?: boolean;
  /** Orders are taken from this moment on, milliseconds: what is before it warms the strategy up. */
  readonly tradesFrom?: number;
  /** What happens to positions after the last bar; `last-close` unless told. */
  readonly closeAtEnd?: 'last-close' | 'last-open' | 'none';
}

/** Everything a run depends on; the same request gives the same result to the byte. */
export interface AccountRequest {
  readonly instruments: readonly InstrumentInput[];
  readonly account: AccountTerms;
  readonly rates?: readonly ExchangeRates[];
  readonly strategy: StrategyModule;
  /** Resolved: every parameter has its value. */
  readonly parameters: ParameterValues;
  /** Keeps every order and fill, and a hash over what the strategy asked for, to be held against other runs. */
  readonly keepsOrders?: boolean;
  /** Refused when columns and results would need more; 2 GiB unless told. */
  readonly memoryBytesMax?: number;
}
