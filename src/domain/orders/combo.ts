import { instrumentLabel } from '#domain/instruments/option-contract';
import type { OrderLeg, Side } from './order.ts';

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
  return legs
    .map(({ symbol, side, ratio }) => ({ symbol, side, ratio: ratio / divisor }))
    .sort((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0));
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

/** The other side. */
export function oppositeSide(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy';
}

/** Legs for people: `buy 1 AAPL 18 Dec 2026 150 call, sell 1 AAPL 18 Dec 2026 160 call`. */
export function legsLabel(legs: readonly OrderLeg[]): string {
  return legs.map(({ symbol, side, ratio }) => `${side} ${ratio} ${instrumentLabel(symbol)}`).join(', ');
}
