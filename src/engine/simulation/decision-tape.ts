import type { OrderSize, OrderTerms } from '#domain/strategies/sdk/strategy-context';
import { canonicalJson } from '../journal/canonical-json.ts';
import { sha256Hex } from '../journal/hashing.ts';

/** Digits after the point that numbers are rounded to before hashing, so that machines agree. */
const DIGITS = 8;

/** What a strategy asked for, before anyone has sized or judged it. */
export interface StrategyAsk {
  readonly time: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  /** `all`: what is held. */
  readonly size: OrderSize | 'all';
  readonly terms: OrderTerms;
}

/**
 * Hash over everything a strategy asked for: the previous hash and the ask, numbers rounded. Equal on the same inputs in
 * backtest, replay, paper and live; what became of the orders is the order list's.
 */
export class DecisionTape {
  count = 0;
  hash: string;

  /** Goes on from a hash, or from the beginning. */
  constructor(hash = '', count = 0) {
    this.hash = hash;
    this.count = count;
  }

  add({ time, symbol, side, size, terms }: StrategyAsk): void {
    const ask = { time, symbol: playedSymbol(symbol), side, size, terms };
    this.hash = sha256Hex(this.hash + canonicalJson(rounded(ask)));
    this.count += 1;
  }
}

/** The instrument that is meant: one played again from the store bears the prefix of the replay. */
export function playedSymbol(symbol: string): string {
  return symbol.startsWith('REPLAY:') ? symbol.slice('REPLAY:'.length) : symbol;
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toFixed(DIGITS)) + 0;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(rounded);
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(parts.map(([name, part]) => [name, rounded(part)]));
}
