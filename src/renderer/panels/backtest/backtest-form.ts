import type { z } from 'zod';
import type { backtestOptions, StrategyInfo } from '#contract/services/backtests';
import type { Timeframe } from '#domain/market/timeframe';

export type { StrategyInfo };

/** What a person typed, as typed. */
export interface BacktestForm {
  readonly strategy: string;
  /** `SMA period` → `10`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly symbol: string;
  /** Further symbols in the same account. */
  readonly others: readonly string[];
  readonly timeframe: Timeframe;
  /** `2005-01-31`, both inclusive; empty is everything stored. */
  readonly from: string;
  readonly to: string;
  /** Date whose knowledge of the bars is used; empty is that of now. */
  readonly asOf: string;
  readonly cash: string;
  /** Percent of equity. */
  readonly sizePct: string;
  /** Currency of the account; empty is that of the symbol. */
  readonly currency: string;
  /** Positions over equity, at most; empty is 1. */
  readonly leverage: string;
  /** Percent of the positions below which equity means a margin call; empty is none. */
  readonly maintenancePct: string;
  readonly commissionKind: 'percent' | 'basis-points' | 'per-unit';
  /** Percent or basis points of traded value, or money for each unit. */
  readonly commission: string;
  /** Least commission of a fill, in money; empty is none. */
  readonly commissionMinimum: string;
  readonly slippageKind: 'none' | 'fraction' | 'fixed' | 'spread' | 'volume-share';
  /** Percent of the price, money for each unit, the whole spread in percent of which half is paid, or percent for a whole bar's volume. */
  readonly slippage: string;
  /** Percent a year of what is sold short; empty is none. */
  readonly borrowPct: string;
  /** Percent a year of cash that is owed, and of cash that is held; empty is none. */
  readonly debitPct: string;
  readonly creditPct: string;
  readonly direction: 'long' | 'long-short';
  readonly units: 'fractional' | 'whole';
  readonly fill: 'next-open' | 'close';
  readonly closeAtEnd: 'last-close' | 'last-open' | 'none';
  /** Bars that an order takes to reach the market; empty is none. */
  readonly delayBars: string;
  /** Percent of a bar's volume that an order may take; empty is no limit. */
  readonly volumeSharePct: string;
  /** Limits of a run that was opened; kept as they are, as the form has no fields for them. */
  readonly limits: RunLimits | null;
}

export type RunLimits = NonNullable<NonNullable<z.input<typeof backtestOptions>['account']>['limits']>;

/** Fields that hold one line of text. */
export type TextField = {
  [Name in keyof BacktestForm]: BacktestForm[Name] extends string
    ? string extends BacktestForm[Name]
      ? Name
      : never
    : never;
}[keyof BacktestForm];

export type BacktestRequest = z.input<typeof backtestOptions> & {
  readonly symbol: string;
  readonly others?: string[];
  readonly timeframe: Timeframe;
  readonly from?: number;
  readonly to?: number;
  readonly asOf?: number;
};

export const EMPTY_FORM: BacktestForm = {
  strategy: '',
  parameters: {},
  symbol: '',
  others: [],
  timeframe: '1d',
  from: '',
  to: '',
  asOf: '',
  cash: '10000',
  sizePct: '100',
  currency: '',
  leverage: '',
  maintenancePct: '',
  commissionKind: 'percent',
  commission: '0.1',
  commissionMinimum: '',
  slippageKind: 'none',
  slippage: '0.05',
  borrowPct: '',
  debitPct: '',
  creditPct: '',
  direction: 'long',
  units: 'fractional',
  fill: 'next-open',
  closeAtEnd: 'last-close',
  delayBars: '',
  volumeSharePct: '',
  limits: null,
};
