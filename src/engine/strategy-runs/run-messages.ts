import type { StrategyRunConfiguration } from '#contract/services/strategy-runs';
import type { ParameterValues } from '#domain/indicators/indicator';
import type { Bar, BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';
import type { FillView, OrderSize, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import { UNITS_ONE, type Units } from '#domain/values/units';

/** What a strategy is told when its run begins. All of it can cross to another process. */
export interface RunSetup {
  readonly parameters: ParameterValues;
  readonly timeframe: Timeframe;
  readonly currency: string;
  /** By symbol. */
  readonly instruments: readonly RunInstrument[];
  /** Of a built-in strategy. */
  readonly direction: 'long' | 'long-short';
  readonly size: number;
  /** Its signals are made orders: none follows while one is on its way. */
  readonly isOfSignals: boolean;
  /** Orders are numbered from here on, so that none of an earlier start is made again. */
  readonly firstOrder: number;
}

/** Smallest quantity that a run orders. */
export function stepOf({ units }: Pick<StrategyRunConfiguration, 'units'>): Units {
  return units === 'whole' ? UNITS_ONE : 1;
}

export interface RunInstrument {
  readonly symbol: string;
  /** Smallest quantity, in units. */
  readonly step: Units;
}

/** The account at a moment; the lists are by instrument. Prices are NaN before the first. */
export interface RunAccountNow {
  readonly cash: number;
  readonly equity: number;
  readonly buyingPower: number;
  readonly last: readonly number[];
  readonly bid: readonly number[];
  readonly ask: readonly number[];
  readonly quantity: readonly number[];
  readonly averagePrice: readonly number[];
  /** Units of the run's own market orders that are still on their way. */
  readonly buying: readonly number[];
  readonly selling: readonly number[];
}

/** What a strategy is called for. */
export type RunEvent =
  /** Closed bars from before the run, by instrument; what it asks for at them is not taken. */
  | { readonly kind: 'warm-up'; readonly bars: readonly BarColumns[] }
  /** `isTaken`: whether orders are; a bar that was decided before a restart is only shown. */
  | {
      readonly kind: 'bar';
      readonly instrument: number;
      readonly bar: Bar;
      readonly time: number;
      readonly isTaken: boolean;
    }
  | {
      readonly kind: 'tick';
      readonly instrument: number;
      readonly time: number;
      readonly isTaken: boolean;
    }
  | { readonly kind: 'fill'; readonly instrument: number; readonly fill: FillView }
  | { readonly kind: 'end' };

export interface RunInput {
  readonly event: RunEvent;
  readonly now: RunAccountNow;
  /** Why an order of an earlier call was refused since. */
  readonly refusal?: string;
}

/** What a strategy wants, in the order it asked. */
export type RunAsk =
  | {
      readonly kind: 'order';
      readonly number: number;
      readonly instrument: number;
      readonly isBuy: boolean;
      /** As it was asked for. */
      readonly size: OrderSize | 'all';
      /** What that comes to now. */
      readonly quantity: Units;
      readonly terms: OrderTerms;
    }
  | { readonly kind: 'cancel'; readonly number: number }
  /** Every order of the run, or of one instrument. */
  | { readonly kind: 'cancel-all'; readonly instrument: number | null };

export interface RunAnswer {
  readonly asks: readonly RunAsk[];
  readonly notes: readonly string[];
  /** Closed bars of the instrument that the call was for, and the label of the newest. */
  readonly bars: number;
  readonly barTime: number | null;
  /** Newest close and indicators, where something was asked. */
  readonly values: Readonly<Record<string, number>>;
}

/** A strategy wherever it runs: in this thread, or in one of its own. Inputs are answered in their order. */
export interface StrategyHost {
  take(input: RunInput): RunAnswer | Promise<RunAnswer>;
  close(): void;
}
