import { normalCumulative, normalDensity } from '../statistics/normal-distribution.ts';
import { DAYS_A_YEAR, type OptionInput, type OptionValue, settledValue } from './option-value.ts';

/**
 * Value and Greeks of a European option (Black and Scholes 1973; Merton 1973 for the continuous yield). Without
 * volatility the limit: the discounted difference of forward and strike, or nothing.
 */
export function blackScholesMerton(option: OptionInput): OptionValue {
  const { right, spot, strike, years, volatility, rate, dividendYield } = option;
  if (!(years > 0)) return settledValue(option);
  const sign = right === 'call' ? 1 : -1;
  const yielded = Math.exp(-dividendYield * years);
  const discounted = Math.exp(-rate * years);
  const deviation = volatility * Math.sqrt(years);
  if (!(deviation > 0)) return certainValue(option, yielded, discounted);
  const d1 = (Math.log(spot / strike) + (rate - dividendYield) * years) / deviation + deviation / 2;
  const d2 = d1 - deviation;
  const shareOfSpot = spot * yielded * normalCumulative(sign * d1);
  const shareOfStrike = strike * discounted * normalCumulative(sign * d2);
  const density = normalDensity(d1) * yielded;
  const decay =
    (-spot * density * volatility) / (2 * Math.sqrt(years)) +
    sign * (dividendYield * shareOfSpot - rate * shareOfStrike);
  return {
    price: sign * (shareOfSpot - shareOfStrike),
    delta: sign * yielded * normalCumulative(sign * d1),
    gamma: density / (spot * deviation),
    theta: decay / DAYS_A_YEAR,
    vega: (spot * density * Math.sqrt(years)) / 100,
    rho: (sign * years * shareOfStrike) / 100,
  };
}

/** The price alone, for what asks for it often. */
export function europeanPrice(option: OptionInput): number {
  const { right, spot, strike, years, volatility, rate, dividendYield } = option;
  if (!(years > 0)) return settledValue(option).price;
  const sign = right === 'call' ? 1 : -1;
  const forward = spot * Math.exp(-dividendYield * years);
  const present = strike * Math.exp(-rate * years);
  const deviation = volatility * Math.sqrt(years);
  if (!(deviation > 0)) return Math.max(0, sign * (forward - present));
  const d1 = Math.log(forward / present) / deviation + deviation / 2;
  return sign * (forward * normalCumulative(sign * d1) - present * normalCumulative(sign * (d1 - deviation)));
}

function certainValue(option: OptionInput, yielded: number, discounted: number): OptionValue {
  const { right, spot, strike, years, rate, dividendYield } = option;
  const sign = right === 'call' ? 1 : -1;
  const price = sign * (spot * yielded - strike * discounted);
  if (price <= 0) return { price: 0, delta: 0, gamma: 0, theta: 0, vega: 0, rho: 0 };
  return {
    price,
    delta: sign * yielded,
    gamma: 0,
    theta: (sign * (dividendYield * spot * yielded - rate * strike * discounted)) / DAYS_A_YEAR,
    vega: 0,
    rho: (sign * years * strike * discounted) / 100,
  };
}
