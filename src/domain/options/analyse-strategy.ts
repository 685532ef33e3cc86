import type { Greeks } from './option-value.ts';
import { legPrice, legUnits, legValue, type OptionMarket, type StrategyLeg } from './strategy-leg.ts';

/** What a profit or loss comes to at most; `unlimited` where it grows with the price of the underlying without end. */
export type Extreme = number | 'unlimited';

export interface StrategyAnalysis {
  /** Paid for all legs in money, below zero when received. */
  readonly cost: number;
  /** Value of all legs now less what was paid. */
  readonly profitNow: number;
  /** In money, for all legs: delta in units of the underlying, theta a day, vega and rho a percentage point. */
  readonly greeks: Greeks;
  readonly maxProfit: Extreme;
  /** Below zero when money can be lost; above where a profit is certain. */
  readonly maxLoss: Extreme;
  /** Prices of the underlying at the horizon where nothing is won or lost, ascending. */
  readonly breakEvens: readonly number[];
  /** When the first leg expires, milliseconds; null without an option. */
  readonly horizonTime: number | null;
  /** Every option expires at the horizon: extremes and break-evens are exact. Otherwise what is left is valued by the model. */
  readonly isExact: boolean;
  readonly curve: PayoffCurve;
}

/** Profit in money over prices of the underlying, ascending. */
export interface PayoffCurve {
  readonly spot: readonly number[];
  readonly atHorizon: readonly number[];
  readonly now: readonly number[];
}

const CURVE_POINTS = 121;
const SCAN_POINTS = 401;
const BISECTIONS = 60;

/**
 * What a combination of options and their underlying costs, risks and can win, now and when its first leg expires. `paid`
 * for all of it, in money, goes before the prices of the legs.
 */
export function analyseStrategy(
  legs: readonly StrategyLeg[],
  market: OptionMarket,
  paid?: number,
): StrategyAnalysis {
  const ends = legs.flatMap((leg) => (leg.kind === 'option' ? [leg.expirationTime] : []));
  const horizonTime = ends.length === 0 ? null : Math.min(...ends);
  const isExact = ends.every((end) => end === horizonTime);
  const cost = paid ?? legs.reduce((sum, leg) => sum + legUnits(leg) * leg.price, 0);
  const horizon = { ...market, now: horizonTime ?? market.now };
  const profitAt = (spot: number): number => profit(legs, { ...horizon, spot }, cost);
  const strikes = [...new Set(legs.flatMap((leg) => (leg.kind === 'option' ? [leg.strike] : [])))].sort(
    (a, b) => a - b,
  );
  // Beyond the last strike the payoff is a line, or for what expires later nearly one.
  const furthest = 3 * Math.max(market.spot, ...strikes);
  const samples = isExact ? [0, ...strikes, furthest] : scan(furthest, strikes);
  const profits = samples.map(profitAt);
  const slope = slopeAbove(legs);
  return {
    cost,
    profitNow: profit(legs, market, cost),
    greeks: netGreeks(legs, market),
    maxProfit: slope > 0 ? 'unlimited' : Math.max(...profits),
    maxLoss: slope < 0 ? 'unlimited' : Math.min(...profits),
    breakEvens: breakEvens(samples, profits, isExact ? null : profitAt),
    horizonTime,
    isExact,
    curve: payoffCurve(legs, { market, strikes, profitAt, cost, horizonTime }),
  };
}

/** Greeks of all legs together, times their units. */
function netGreeks(legs: readonly StrategyLeg[], market: OptionMarket): Greeks {
  const net = { delta: 0, gamma: 0, theta: 0, vega: 0, rho: 0 };
  for (const leg of legs) {
    const value = legValue(leg, market);
    for (const name of GREEKS) net[name] += legUnits(leg) * value[name];
  }
  return net;
}

const GREEKS = ['delta', 'gamma', 'theta', 'vega', 'rho'] as const;

function profit(legs: readonly StrategyLeg[], market: OptionMarket, cost: number): number {
  return legs.reduce((sum, leg) => sum + legUnits(leg) * legPrice(leg, market), -cost);
}

/** Money won for one unit of price far above every strike: calls and the underlying count, puts do not. */
function slopeAbove(legs: readonly StrategyLeg[]): number {
  return legs.reduce(
    (sum, leg) => (leg.kind === 'option' && leg.right === 'put' ? sum : sum + legUnits(leg)),
    0,
  );
}

function scan(furthest: number, strikes: readonly number[]): number[] {
  const even = Array.from({ length: SCAN_POINTS }, (_, i) => (furthest * i) / (SCAN_POINTS - 1));
  // A model needs a price above zero.
  even[0] = furthest / 1e6;
  return [...new Set([...even, ...strikes])].sort((a, b) => a - b);
}

function breakEvens(
  samples: readonly number[],
  profits: readonly number[],
  profitAt: ((spot: number) => number) | null,
): number[] {
  const found: number[] = [];
  for (let i = 0; i + 1 < samples.length; i++) {
    const [left, right] = [profits[i]!, profits[i + 1]!];
    if (left === 0 && (i === 0 || profits[i - 1] !== 0 || right !== 0)) found.push(samples[i]!);
    if (left * right >= 0) continue;
    const [from, to] = [samples[i]!, samples[i + 1]!];
    // Between strikes what is won at the end is a line.
    found.push(
      profitAt === null ? from + ((to - from) * left) / (left - right) : crossing(from, to, left, profitAt),
    );
  }
  return found.filter((spot, i) => i === 0 || spot - found[i - 1]! > 1e-9 * spot);
}

function crossing(from: number, to: number, profitFrom: number, profitAt: (spot: number) => number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < BISECTIONS && high - low > 1e-9 * high; i++) {
    const middle = (low + high) / 2;
    if (profitAt(middle) * profitFrom > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function payoffCurve(
  legs: readonly StrategyLeg[],
  input: {
    readonly market: OptionMarket;
    readonly strikes: readonly number[];
    readonly profitAt: (spot: number) => number;
    readonly cost: number;
    readonly horizonTime: number | null;
  },
): PayoffCurve {
  const { market, strikes, profitAt, cost } = input;
  const { spot } = market;
  const lowest = Math.min(spot, ...strikes);
  const highest = Math.max(spot, ...strikes);
  const margin = Math.max(highest - lowest, reach(legs, market));
  const from = Math.max(lowest - margin, spot * 0.01);
  const to = highest + margin;
  const even = Array.from({ length: CURVE_POINTS }, (_, i) => from + ((to - from) * i) / (CURVE_POINTS - 1));
  const prices = [...new Set([...even, ...strikes])].sort((a, b) => a - b);
  return {
    spot: prices,
    atHorizon: prices.map(profitAt),
    now: prices.map((price) => profit(legs, { ...market, spot: price }, cost)),
  };
}

/** One and a half standard deviations of the underlying until the last leg expires. */
function reach(legs: readonly StrategyLeg[], { spot, now }: OptionMarket): number {
  const deviations = legs.map((leg) =>
    leg.kind === 'option' ? leg.volatility * Math.sqrt(Math.max(0, leg.expirationTime - now) / YEAR_MS) : 0,
  );
  return spot * Math.max(0.02, 1.5 * Math.max(0, ...deviations));
}

const YEAR_MS = 365 * 86_400_000;
