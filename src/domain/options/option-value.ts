import type { OptionRight } from '../instruments/option-contract.ts';

/** What the value of an option depends on; prices are per unit of the underlying. */
export interface OptionInput {
  readonly right: OptionRight;
  /** Price of the underlying. */
  readonly spot: number;
  readonly strike: number;
  /** Until it expires, in years of 365 days; zero or less once it has. */
  readonly years: number;
  /** A year's standard deviation of log returns: 0.2 is 20 %. */
  readonly volatility: number;
  /** Continuously compounded, a year: 0.04 is 4 %. */
  readonly rate: number;
  /** Continuous yield of the underlying a year; of a currency its own rate, of a future the rate. */
  readonly dividendYield: number;
}

/** How a price answers to what it depends on; all per unit of the underlying. */
export interface Greeks {
  /** Change of price for one unit of the underlying's price. */
  readonly delta: number;
  /** Change of delta for one unit of the underlying's price. */
  readonly gamma: number;
  /** Change of price in one calendar day that passes. */
  readonly theta: number;
  /** Change of price for one percentage point of volatility. */
  readonly vega: number;
  /** Change of price for one percentage point of the rate. */
  readonly rho: number;
}

export interface OptionValue extends Greeks {
  readonly price: number;
}

export const DAYS_A_YEAR = 365;

/** What exercise would bring now, never below zero. */
export function intrinsicValue({
  right,
  spot,
  strike,
}: Pick<OptionInput, 'right' | 'spot' | 'strike'>): number {
  return Math.max(0, right === 'call' ? spot - strike : strike - spot);
}

/** What is paid beyond exercise; below zero where a price lies under what exercise would bring. */
export function timeValue(price: number, option: Pick<OptionInput, 'right' | 'spot' | 'strike'>): number {
  return price - intrinsicValue(option);
}

/** A value without uncertainty left: what it pays, with nothing but delta. */
export function settledValue(option: Pick<OptionInput, 'right' | 'spot' | 'strike'>): OptionValue {
  const price = intrinsicValue(option);
  const delta = price === 0 ? 0 : option.right === 'call' ? 1 : -1;
  return { price, delta, gamma: 0, theta: 0, vega: 0, rho: 0 };
}
