import { optionSymbol } from '../instruments/option-contract.ts';
import { parseDecimal } from '../values/decimal.ts';
import { expirationTime, yearsUntil } from './expiration.ts';
import type { OptionQuote } from './option-chain.ts';
import { legPrice, type OptionMarket, optionLeg } from './strategy-leg.ts';

/** What a simulated chain is made from. */
export interface SimulatedChainInput extends OptionMarket {
  readonly underlying: string;
  readonly expiration: string;
  /** Volatility at the money, a fraction a year. */
  readonly volatility: number;
}

/** Change of volatility for one standard deviation of strike above the forward, and for its square, as shares of it. */
const SKEW = -0.1;
const SMILE = 0.03;
const DEVIATIONS_MAX = 3;
const DEVIATION_YEARS_MIN = 7 / 365;
/** Below this price ticks are a cent, from it on five. */
const FIVE_CENTS_FROM = 3;
/** Half of what bid and ask are apart, as a share of the price, but at least one tick. */
const HALF_SPREAD = 0.015;
const STRIKES_EACH_SIDE_MIN = 8;
const STRIKES_EACH_SIDE_MAX = 20;
const STRIKE_STEPS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000];

/**
 * The volatility that a simulated option is priced with: that at the money times `1 − 0.1·x + 0.03·x²`, where x is how many
 * standard deviations its strike lies above the forward, within three of them. A shape as of share options, made up.
 */
function simulatedVolatility(strike: number, input: Omit<SimulatedChainInput, 'underlying'>): number {
  const { spot, rate, dividendYield, volatility, now, expiration } = input;
  const years = Math.max(DEVIATION_YEARS_MIN, yearsUntil(expirationTime(expiration), now));
  const forward = spot * Math.exp((rate - dividendYield) * years);
  const deviations = Math.log(strike / forward) / (volatility * Math.sqrt(years));
  const x = Math.min(DEVIATIONS_MAX, Math.max(-DEVIATIONS_MAX, deviations));
  return volatility * (1 + SKEW * x + SMILE * x * x);
}

/**
 * Quotes of every call and put of one expiration around a real price of the underlying: values on the surface of
 * {@link simulatedVolatility}, a spread around them in exchange ticks. No trades, volumes or open interest are made up.
 * Whoever shows them says that they are simulated.
 */
export function simulatedChain(input: SimulatedChainInput): OptionQuote[] {
  const { underlying, expiration, now } = input;
  if (expirationTime(expiration) <= now) return [];
  return simulatedStrikes(input).flatMap((strike) =>
    (['call', 'put'] as const).map((right): OptionQuote => {
      const symbol = optionSymbol({ underlying, strike: parseDecimal(String(strike)), expiration, right });
      const volatility = simulatedVolatility(strike, input);
      const value = legPrice(optionLeg(symbol, { quantity: 1, price: 0, volatility }), input);
      const tick = value < FIVE_CENTS_FROM ? 0.01 : 0.05;
      const half = Math.max(tick, value * HALF_SPREAD);
      const bid = ticks((value - half) / tick, Math.floor) * tick;
      const ask = ticks((value + half) / tick, Math.ceil) * tick;
      return {
        symbol,
        bid: bid > 0 ? cents(bid) : null,
        ask: cents(ask),
        bidSize: null,
        askSize: null,
        last: null,
        volume: null,
        openInterest: null,
        quoteTime: now,
        impliedVolatility: volatility,
      };
    }),
  );
}

/** Strikes at even steps around the spot, farther out the more time and volatility there is; ascending. */
function simulatedStrikes(input: SimulatedChainInput): number[] {
  const { spot, volatility, now, expiration } = input;
  const step = STRIKE_STEPS.find((one) => one >= spot * 0.01) ?? 1_000;
  const years = yearsUntil(expirationTime(expiration), now);
  const wanted = Math.ceil((DEVIATIONS_MAX * volatility * Math.sqrt(years) * spot) / step);
  const each = Math.min(STRIKES_EACH_SIDE_MAX, Math.max(STRIKES_EACH_SIDE_MIN, wanted));
  const middle = Math.round(spot / step);
  return Array.from({ length: 2 * each + 1 }, (_, i) => cents((middle - each + i) * step)).filter(
    (strike) => strike > 0,
  );
}

/** Rounded one way, but not by the error of a division. */
function ticks(count: number, round: (value: number) => number): number {
  const nearest = Math.round(count);
  return Math.abs(count - nearest) < 1e-9 ? nearest : round(count);
}

function cents(price: number): number {
  return Math.round(price * 100) / 100;
}
