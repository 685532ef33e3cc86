import { type OptionContract, parseOptionSymbol } from '../instruments/option-contract.ts';
import { decimalToNumber } from '../values/decimal.ts';
import { americanOption, americanPrice } from './american-option.ts';
import { blackScholesMerton, europeanPrice } from './black-scholes-merton.ts';
import { expirationTime, yearsUntil } from './expiration.ts';
import { intrinsicValue, type OptionInput, type OptionValue } from './option-value.ts';

/** An option in a strategy. */
export interface OptionStrategyLeg
  extends Pick<OptionContract, 'right' | 'exerciseStyle' | 'multiplier' | 'expiration'> {
  readonly kind: 'option';
  readonly strike: number;
  /** End of its trading, milliseconds. */
  readonly expirationTime: number;
  /** Contracts; below zero when sold. */
  readonly quantity: number;
  /** Paid or received, per unit of the underlying. */
  readonly price: number;
  /** A year's, as a fraction: what it is valued with before it expires. */
  readonly volatility: number;
}

/** The underlying itself in a strategy, as of a covered call. */
export interface UnderlyingLeg {
  readonly kind: 'underlying';
  /** Units; below zero when sold short. */
  readonly quantity: number;
  readonly price: number;
}

export type StrategyLeg = OptionStrategyLeg | UnderlyingLeg;

/** What all legs are valued with. */
export interface OptionMarket {
  readonly spot: number;
  /** Milliseconds. */
  readonly now: number;
  readonly rate: number;
  readonly dividendYield: number;
}

/** A leg of an option's symbol. Throws a `RangeError` for a symbol that is none. */
export function optionLeg(
  symbol: string,
  { quantity, price, volatility }: Pick<OptionStrategyLeg, 'quantity' | 'price' | 'volatility'>,
): OptionStrategyLeg {
  const contract = parseOptionSymbol(symbol);
  if (contract === undefined) throw new RangeError(`${symbol} is no option`);
  const { right, exerciseStyle, multiplier, expiration, strike } = contract;
  return {
    kind: 'option',
    right,
    exerciseStyle,
    multiplier,
    expiration,
    strike: decimalToNumber(strike),
    expirationTime: expirationTime(expiration),
    quantity,
    price,
    volatility,
  };
}

/** What one unit of a leg's underlying is worth to its holder in a market; past its end what exercise brings. */
export function legPrice(leg: StrategyLeg, market: OptionMarket): number {
  if (leg.kind === 'underlying') return market.spot;
  const option = optionInput(leg, market);
  if (option.years === 0) return intrinsicValue(option);
  return leg.exerciseStyle === 'american' ? americanPrice(option) : europeanPrice(option);
}

/** The same with Greeks. */
export function legValue(leg: StrategyLeg, market: OptionMarket): OptionValue {
  if (leg.kind === 'underlying') return { price: market.spot, delta: 1, gamma: 0, theta: 0, vega: 0, rho: 0 };
  const option = optionInput(leg, market);
  return leg.exerciseStyle === 'american' ? americanOption(option) : blackScholesMerton(option);
}

/** Units of the underlying behind a leg, below zero when sold. */
export function legUnits(leg: StrategyLeg): number {
  return leg.kind === 'underlying' ? leg.quantity : leg.quantity * leg.multiplier;
}

function optionInput(leg: OptionStrategyLeg, market: OptionMarket): OptionInput {
  const { right, strike, volatility } = leg;
  const { spot, rate, dividendYield } = market;
  return {
    right,
    spot,
    strike,
    years: yearsUntil(leg.expirationTime, market.now),
    volatility,
    rate,
    dividendYield,
  };
}
