import { americanPrice, americanValueWithoutVolatility } from './american-option.ts';
import { blackScholesMerton, europeanPrice } from './black-scholes-merton.ts';
import type { OptionInput } from './option-value.ts';

/**
 * `too-low`: at or below what the option is worth without any volatility, so none explains the price. `too-high`: at or
 * above what it is worth however wild the underlying. `bound` is that value, per unit of the underlying.
 */
export type ImpliedVolatility =
  | { readonly kind: 'solved'; readonly volatility: number }
  | { readonly kind: 'too-low' | 'too-high'; readonly bound: number }
  /** Expired, or inputs that are no numbers above zero. */
  | { readonly kind: 'undefined' };

/** As a share of the spot: prices this near are the same. */
const PRICE_TOLERANCE = 1e-13;
const VOLATILITY_TOLERANCE = 1e-10;
const ITERATIONS_MAX = 128;
const VOLATILITY_MAX = 64;

/**
 * The volatility at which the model gives `price`: Newton's steps from the point where they cannot overshoot (Manaster and
 * Koehler 1982), halving the interval wherever a step would leave it. An American option is stepped by the European vega.
 */
export function impliedVolatility(
  price: number,
  option: Omit<OptionInput, 'volatility'>,
  exerciseStyle: 'american' | 'european',
): ImpliedVolatility {
  const { spot, strike, years, rate, dividendYield } = option;
  if (!(price >= 0 && spot > 0 && strike > 0 && years > 0)) return { kind: 'undefined' };
  const { low, high } = priceBounds(option, exerciseStyle);
  const nearness = spot * PRICE_TOLERANCE;
  if (price <= low + nearness) return { kind: 'too-low', bound: low };
  if (price >= high - nearness) return { kind: 'too-high', bound: high };
  const priceAt = (volatility: number): number =>
    exerciseStyle === 'european'
      ? europeanPrice({ ...option, volatility })
      : americanPrice({ ...option, volatility });
  let [below, above] = [0, 1];
  while (priceAt(above) < price && above < VOLATILITY_MAX) [below, above] = [above, above * 2];
  const forwardMoneyness = Math.log(spot / strike) + (rate - dividendYield) * years;
  let volatility = Math.sqrt((2 * Math.abs(forwardMoneyness)) / years);
  if (!(volatility > below && volatility < above)) volatility = (below + above) / 2;
  for (let i = 0; i < ITERATIONS_MAX; i++) {
    const excess = priceAt(volatility) - price;
    if (Math.abs(excess) <= nearness) break;
    if (excess > 0) above = volatility;
    else below = volatility;
    const vega = blackScholesMerton({ ...option, volatility }).vega * 100;
    const stepped = volatility - excess / vega;
    const next = stepped > below && stepped < above ? stepped : (below + above) / 2;
    const isThere = Math.abs(next - volatility) <= VOLATILITY_TOLERANCE * volatility;
    volatility = next;
    if (isThere) break;
  }
  return { kind: 'solved', volatility };
}

/** What a price cannot leave without a profit free of risk: the value without volatility, and with endless. */
export function priceBounds(
  option: Omit<OptionInput, 'volatility'>,
  exerciseStyle: 'american' | 'european',
): { readonly low: number; readonly high: number } {
  const { right, spot, strike, years, rate, dividendYield } = option;
  const isCall = right === 'call';
  const forward = spot * Math.exp(-dividendYield * years);
  const present = strike * Math.exp(-rate * years);
  if (exerciseStyle === 'european')
    return {
      low: Math.max(0, isCall ? forward - present : present - forward),
      high: isCall ? forward : present,
    };
  return {
    low: americanValueWithoutVolatility(option),
    high: isCall ? Math.max(spot, forward) : Math.max(strike, present),
  };
}
