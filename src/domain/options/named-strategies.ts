import type { OptionRight } from '../instruments/option-contract.ts';
import type { Side } from '../orders/order.ts';

/** An option as a leg, before it has a price. */
export interface OptionPart {
  readonly kind: 'option';
  readonly right: OptionRight;
  readonly strike: number;
  readonly expiration: string;
  readonly side: Side;
  /** Contracts. */
  readonly ratio: number;
}

/** A leg as it is chosen; of the underlying `ratio` counts units. */
export type StrategyPart =
  | OptionPart
  | { readonly kind: 'underlying'; readonly side: Side; readonly ratio: number };

export const STRATEGY_NAMES = [
  'vertical',
  'straddle',
  'strangle',
  'iron-condor',
  'butterfly',
  'calendar',
  'covered-call',
] as const;
export type StrategyName = (typeof STRATEGY_NAMES)[number];

/** Where a strategy is laid out. */
export interface StrategyGround {
  /** Strikes that are listed, ascending. */
  readonly strikes: readonly number[];
  readonly spot: number;
  readonly expiration: string;
  /** A later one, which a calendar needs. */
  readonly laterExpiration?: string | undefined;
  /** Units of the underlying in a contract. */
  readonly multiplier: number;
}

/** Strikes between the wings of a strategy and its middle. */
const WIDTH = 2;

/**
 * A strategy bought at the money, two strikes wide; of calls where it may be either. Empty where not enough strikes or
 * expirations are listed. An iron condor is sold: it brings money and wins where the price stays.
 */
export function layOut(name: StrategyName, ground: StrategyGround): readonly StrategyPart[] {
  const { strikes, spot, expiration, laterExpiration, multiplier } = ground;
  const middle = nearestIndex(strikes, spot);
  const at = (away: number): number | undefined => strikes[middle + away];
  const option = (
    side: Side,
    right: OptionRight,
    strike: number | undefined,
    ratio = 1,
  ): OptionPart | undefined =>
    strike === undefined ? undefined : { kind: 'option', right, strike, expiration, side, ratio };
  const later = option('buy', 'call', at(0));
  const parts: Record<StrategyName, readonly (StrategyPart | undefined)[]> = {
    vertical: [option('buy', 'call', at(0)), option('sell', 'call', at(WIDTH))],
    straddle: [option('buy', 'call', at(0)), option('buy', 'put', at(0))],
    strangle: [option('buy', 'put', at(-WIDTH)), option('buy', 'call', at(WIDTH))],
    'iron-condor': [
      option('buy', 'put', at(-2 * WIDTH)),
      option('sell', 'put', at(-WIDTH)),
      option('sell', 'call', at(WIDTH)),
      option('buy', 'call', at(2 * WIDTH)),
    ],
    butterfly: [
      option('buy', 'call', at(-WIDTH)),
      option('sell', 'call', at(0), 2),
      option('buy', 'call', at(WIDTH)),
    ],
    calendar: [
      option('sell', 'call', at(0)),
      later && laterExpiration !== undefined ? { ...later, expiration: laterExpiration } : undefined,
    ],
    'covered-call': [
      { kind: 'underlying', side: 'buy', ratio: multiplier },
      option('sell', 'call', at(WIDTH)),
    ],
  };
  const complete = parts[name].flatMap((part) => part ?? []);
  return complete.length === parts[name].length ? complete : [];
}

/** What legs are called, bought or sold, whatever their order; null where they have no name. */
export function strategyName(parts: readonly StrategyPart[]): StrategyName | null {
  const options = parts.flatMap((part) => (part.kind === 'option' ? [part] : []));
  const units = parts.flatMap((part) => (part.kind === 'underlying' ? [part] : []));
  options.sort((a, b) => a.strike - b.strike || a.right.localeCompare(b.right));
  const [first, second, third, fourth] = options;
  if (first === undefined || second === undefined)
    return first?.right === 'call' && first.side === 'sell' && units[0]?.side === 'buy' && units.length === 1
      ? 'covered-call'
      : null;
  if (units.length > 0) return null;
  const sides = options.map(({ side }) => side).join(' ');
  const rights = options.map(({ right }) => right).join(' ');
  const ratios = options.map(({ ratio }) => ratio / first.ratio).join(' ');
  const isOneDate = options.every(({ expiration }) => expiration === first.expiration);
  const isOneRight = options.every(({ right }) => right === first.right);
  if (options.length === 2 && ratios === '1 1') {
    const isSameStrike = first.strike === second.strike;
    if (isOneRight && first.side !== second.side) {
      if (isOneDate) return isSameStrike ? null : 'vertical';
      return isSameStrike ? 'calendar' : null;
    }
    if (!isOneDate || isOneRight || first.side !== second.side) return null;
    return isSameStrike ? 'straddle' : rights === 'put call' ? 'strangle' : null;
  }
  if (!isOneDate) return null;
  if (third !== undefined && options.length === 3 && isOneRight && ratios === '1 2 1')
    return isAlternating(sides) && isEven([first.strike, second.strike, third.strike]) ? 'butterfly' : null;
  if (fourth !== undefined && options.length === 4 && ratios === '1 1 1 1')
    return rights === 'put put call call' && /^(buy sell sell buy|sell buy buy sell)$/.test(sides)
      ? 'iron-condor'
      : null;
  return null;
}

function isAlternating(sides: string): boolean {
  return sides === 'buy sell buy' || sides === 'sell buy sell';
}

function isEven([low = 0, middle = 0, high = 0]: readonly number[]): boolean {
  return Math.abs(middle - low - (high - middle)) < 1e-9;
}

/** Place of the strike nearest to a price, the lower of two as near; −1 when there is none. */
export function nearestIndex(strikes: readonly number[], price: number): number {
  let nearest = -1;
  strikes.forEach((strike, i) => {
    if (nearest < 0 || Math.abs(strike - price) < Math.abs(strikes[nearest]! - price)) nearest = i;
  });
  return nearest;
}
