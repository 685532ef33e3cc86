import { blackScholesMerton, europeanPrice } from './black-scholes-merton.ts';
import {
  DAYS_A_YEAR,
  intrinsicValue,
  type OptionInput,
  type OptionValue,
  settledValue,
} from './option-value.ts';

/** Time steps of the finer of two trees, even: for terms up to half a year, and for longer ones. */
const STEPS_SHORT = 64;
const STEPS_LONG = 128;
const HALF_A_YEAR = 0.5;
/** A tree finer than this would be needed where hardly any volatility is left: certainty is then closer. */
const STEPS_MAX = 2_000;
/** Wide enough that a price which moves with the tree's own error does not drown in it. */
const VOLATILITY_BUMP = 0.01;
const RATE_BUMP = 0.005;

/**
 * Value and Greeks of an American option: the binomial tree of Cox, Ross and Rubinstein (1979) with Black–Scholes values
 * one step before the end and Richardson's extrapolation from two trees ("BBSR", Broadie and Detemple 1996). Delta and
 * gamma are read from the tree's first steps (Hull, "Options, Futures and Other Derivatives"), theta follows from them by the
 * Black–Scholes equation, vega and rho are central differences. Where exercise before the end never pays it is the
 * European value; where it pays at once, what that brings. Within 0.005 % of the spot of the exact price on the golden terms.
 */
export function americanOption(option: OptionInput, steps: number = stepsOf(option)): OptionValue {
  if (!(option.years > 0)) return settledValue(option);
  if (isNeverExercisedEarly(option)) return blackScholesMerton(option);
  const { spot, volatility, rate, dividendYield } = option;
  const { price, delta, gamma } = extrapolated(option, steps);
  if (price <= intrinsicValue(option)) return settledValue(option);
  const slope = (bump: (by: number) => OptionInput, by: number): number =>
    (americanPrice(bump(by), steps) - americanPrice(bump(-by), steps)) / (2 * by) / 100;
  const decay =
    rate * price - (rate - dividendYield) * spot * delta - (volatility ** 2 * spot ** 2 * gamma) / 2;
  const bumped = Math.min(VOLATILITY_BUMP, volatility / 2);
  return {
    price,
    delta,
    gamma,
    theta: decay / DAYS_A_YEAR,
    vega: slope((by) => ({ ...option, volatility: volatility + by }), bumped),
    rho: slope((by) => ({ ...option, rate: rate + by }), RATE_BUMP),
  };
}

/** The price alone. */
export function americanPrice(option: OptionInput, steps: number = stepsOf(option)): number {
  if (!(option.years > 0)) return intrinsicValue(option);
  if (isNeverExercisedEarly(option)) return europeanPrice(option);
  return Math.max(intrinsicValue(option), extrapolated(option, steps).price);
}

function stepsOf({ years }: Pick<OptionInput, 'years'>): number {
  return years > HALF_A_YEAR ? STEPS_LONG : STEPS_SHORT;
}

/** What it is worth when the underlying moves without chance: the best moment to exercise, now and the end included. */
export function americanValueWithoutVolatility(option: Omit<OptionInput, 'volatility'>): number {
  const { right, spot, strike, years, rate, dividendYield } = option;
  const sign = right === 'call' ? 1 : -1;
  const at = (time: number): number =>
    sign * (spot * Math.exp(-dividendYield * time) - strike * Math.exp(-rate * time));
  const turning = Math.log((rate * strike) / (dividendYield * spot)) / (rate - dividendYield);
  const between = turning > 0 && turning < years ? at(turning) : 0;
  return Math.max(0, at(0), at(Math.max(0, years)), between);
}

function isNeverExercisedEarly({ right, rate, dividendYield }: OptionInput): boolean {
  return right === 'call' ? dividendYield <= 0 && rate >= 0 : rate <= 0 && dividendYield >= 0;
}

type TreeValue = Pick<OptionValue, 'price' | 'delta' | 'gamma'>;

function extrapolated(option: OptionInput, wanted: number): TreeValue {
  const { volatility, years, rate, dividendYield } = option;
  // Below so many steps the tree's probabilities would leave 0 to 1.
  const least = 2 * years * ((rate - dividendYield) / volatility) ** 2 * 1.1;
  const steps = Math.max(wanted, 2 * Math.ceil(least / 2));
  if (!(volatility > 0) || steps > STEPS_MAX) {
    const price = americanValueWithoutVolatility(option);
    return { price, delta: blackScholesMerton({ ...option, volatility: 0 }).delta, gamma: 0 };
  }
  const fine = tree(option, steps);
  const coarse = tree(option, steps / 2);
  const of = (name: keyof TreeValue): number => 2 * fine[name] - coarse[name];
  return { price: of('price'), delta: of('delta'), gamma: of('gamma') };
}

function tree(option: OptionInput, steps: number): TreeValue {
  const { right, spot, strike, years, volatility, rate, dividendYield } = option;
  const step = years / steps;
  const up = Math.exp(volatility * Math.sqrt(step));
  const risen = (Math.exp((rate - dividendYield) * step) - 1 / up) / (up - 1 / up);
  const discount = Math.exp(-rate * step);
  const sign = right === 'call' ? 1 : -1;
  /** Price of the underlying after `layer` steps, `j` of them up. */
  const spotAt = (layer: number, j: number): number => spot * up ** (2 * j - layer);
  const values = new Float64Array(steps);
  for (let j = 0; j < steps; j++) {
    const at = spotAt(steps - 1, j);
    values[j] = Math.max(sign * (at - strike), europeanPrice({ ...option, spot: at, years: step }));
  }
  let second: readonly number[] = [];
  let first: readonly number[] = [];
  const square = up * up;
  for (let layer = steps - 2; layer >= 0; layer--) {
    if (layer === 1) second = [values[0]!, values[1]!, values[2]!];
    if (layer === 0) first = [values[0]!, values[1]!];
    let at = spotAt(layer, 0);
    for (let j = 0; j <= layer; j++) {
      const kept = discount * (risen * values[j + 1]! + (1 - risen) * values[j]!);
      values[j] = Math.max(sign * (at - strike), kept);
      at *= square;
    }
  }
  const [low = 0, high = 0] = first;
  const [down = 0, middle = 0, top = 0] = second;
  const spread = spot * (up - 1 / up);
  const [below, above] = [spot - spotAt(2, 0), spotAt(2, 2) - spot];
  return {
    price: values[0]!,
    delta: (high - low) / spread,
    gamma: ((top - middle) / above - (middle - down) / below) / ((above + below) / 2),
  };
}
