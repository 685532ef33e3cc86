import { contractMultiplier, instrumentLabel } from '#domain/instruments/option-contract';
import { DECIMAL_ZERO, type Decimal } from '#domain/values/decimal';
import type { OrderLeg, OrderTerms } from './order.ts';

/** Most legs that any broker here takes in one order. */
export const COMBO_LEGS_MAX = 4;

/**
 * The canonical name of a combination, its symbol as an order: legs by symbol, ratios above one in front,
 * `+AAPL261218C00150000-2*AAPL261218C00160000`. The same legs in any order and multiple have one name. Such an order
 * is always a buy, with legs as they stand (FIX Side `B`, as defined): whoever sells it turns its legs round.
 */
export function comboSymbol(legs: readonly OrderLeg[]): string {
  return canonicalLegs(legs)
    .map(
      ({ symbol, side, ratio }) => `${side === 'buy' ? '+' : '-'}${ratio === 1 ? '' : `${ratio}*`}${symbol}`,
    )
    .join('');
}

/** Legs by symbol, ratios in lowest terms. */
export function canonicalLegs(legs: readonly OrderLeg[]): readonly OrderLeg[] {
  const divisor = commonRatio(legs) || 1;
  return sortedLegs(legs.map((leg) => ({ ...leg, ratio: leg.ratio / divisor })));
}

/** Legs by symbol. */
export function sortedLegs<Leg extends OrderLeg>(legs: readonly Leg[]): readonly Leg[] {
  return [...legs].sort((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0));
}

/** What the ratios of legs have in common; 1 in lowest terms. */
export function commonRatio(legs: readonly OrderLeg[]): number {
  return legs.reduce((common, { ratio }) => greatestCommonDivisor(common, ratio), 0);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Whether a symbol is one of {@link comboSymbol}. */
export function isComboSymbol(symbol: string): boolean {
  return symbol.startsWith('+') || symbol.startsWith('-');
}

/** The legs that a name of {@link comboSymbol} tells; undefined for any other symbol. */
export function legsOfComboSymbol(symbol: string): readonly OrderLeg[] | undefined {
  if (!isComboSymbol(symbol)) return undefined;
  const parts = symbol.match(/[+-](?:\d+\*)?[A-Z0-9.]+/g) ?? [];
  if (parts.join('') !== symbol) return undefined;
  return parts.map((part) => {
    const [ratio, leg] = part.includes('*') ? part.slice(1).split('*') : ['1', part.slice(1)];
    return { symbol: leg ?? '', side: part.startsWith('+') ? 'buy' : 'sell', ratio: Number(ratio) };
  });
}

/** Units of the underlying behind the price of an order: 100 of options and of combinations with one, 1 of all else. */
export function orderMultiplier({ symbol, legs }: Pick<OrderTerms, 'symbol' | 'legs'>): number {
  return Math.max(...(legs?.map((leg) => contractMultiplier(leg.symbol)) ?? [contractMultiplier(symbol)]));
}

/** What an order trades of which symbol, for each unit of its quantity; of an order without legs itself. */
export function tradedLegs({
  symbol,
  side,
  legs,
}: Pick<OrderTerms, 'symbol' | 'side' | 'legs'>): readonly OrderLeg[] {
  return legs ?? [{ symbol, side, ratio: 1 }];
}

/** Whether an order trades a symbol, as itself or in a leg. */
export function isTradedBy(order: Pick<OrderTerms, 'symbol' | 'side' | 'legs'>, symbol: string): boolean {
  return order.symbol === symbol || tradedLegs(order).some((leg) => leg.symbol === symbol);
}

/**
 * What one unit of legs costs at prices of theirs, in their order; below zero, what it brings. As all prices of options it
 * is for one unit of the underlying: 100 shares count as one.
 */
export function netPrice(legs: readonly OrderLeg[], prices: readonly Decimal[]): Decimal {
  const units = BigInt(Math.max(...legs.map(({ symbol }) => contractMultiplier(symbol))));
  const sum = legs.reduce((total, { symbol, side, ratio }, index) => {
    const value = (prices[index] ?? DECIMAL_ZERO) * BigInt(ratio * contractMultiplier(symbol));
    return side === 'buy' ? total + value : total - value;
  }, DECIMAL_ZERO);
  return sum / units;
}

/** What is traded, for people: an option by its contract, a combination by its legs, anything else as it is. */
export function symbolLabel(symbol: string): string {
  const legs = legsOfComboSymbol(symbol);
  return legs === undefined ? instrumentLabel(symbol) : legsLabel(legs);
}

/** Legs for people: `buy 1 AAPL 18 Dec 2026 150 call, sell 1 AAPL 18 Dec 2026 160 call`. */
export function legsLabel(legs: readonly OrderLeg[]): string {
  return legs.map(({ symbol, side, ratio }) => `${side} ${ratio} ${instrumentLabel(symbol)}`).join(', ');
}
