import { countAtOrBelow, quantileOfSorted } from '../statistics/quantile.ts';

/** Returns in one realised volatility. */
const WINDOW = 20;
/** Bars whose realised volatilities the newest is compared with. */
const HISTORY = 252;
/** Fewer volatilities than this are no distribution. */
const HISTORY_MIN = 60;
/** Bars over which a trend is looked for. */
const TREND = 50;

export interface VolatilityRegime {
  readonly name: 'calm' | 'normal' | 'stressed';
  readonly trend: 'up' | 'down' | 'sideways';
  /** Realised volatility of the last 20 returns, annualised, in percent. */
  readonly volatilityPct: number;
  /** Share of the compared volatilities at or below it, 0 to 1. */
  readonly rank: number;
  /** Factor for the conviction of a position, above 0 and at most 1. */
  readonly multiplier: number;
}

export interface RegimeOptions {
  /** Closes before this index are seen, none from it on; all when absent. */
  readonly end?: number;
  /** 252 when absent. */
  readonly periodsPerYear?: number;
}

/**
 * Where the market stands at the close before `end`. Stressed: the 20-bar volatility is in the upper fifth of the
 * last 252 and at least 1.25 × their median; calm: in the lower fifth and at most 0.8 × their median. Trend: the
 * move over 50 bars beyond one standard deviation (20-bar volatility × √50). Multiplier: 0.5 when stressed, else 1,
 * times 0.8 when sideways. Null with fewer than 81 closes. Square roots only, so equal on every machine.
 */
export function volatilityRegime(close: Float64Array, options: RegimeOptions = {}): VolatilityRegime | null {
  const end = Math.min(options.end ?? close.length, close.length);
  const count = Math.min(HISTORY, end - WINDOW);
  if (count < HISTORY_MIN + 1) return null;
  const volatilities = realizedVolatilities(close, end, count);
  const newest = volatilities[count - 1]!;
  const sorted = volatilities.slice().sort();
  const rank = countAtOrBelow(sorted, newest) / count;
  const median = quantileOfSorted(sorted, 0.5);
  const isStressed = rank >= 0.8 && newest >= median * 1.25;
  const isCalm = rank <= 0.2 && newest <= median * 0.8;
  const name = isStressed ? 'stressed' : isCalm ? 'calm' : 'normal';
  const trend = trendOf(close[end - 1]! / close[end - 1 - TREND]! - 1, newest * Math.sqrt(TREND));
  return {
    name,
    trend,
    volatilityPct: newest * Math.sqrt(options.periodsPerYear ?? 252) * 100,
    rank,
    multiplier: (isStressed ? 0.5 : 1) * (trend === 'sideways' ? 0.8 : 1),
  };
}

function trendOf(move: number, deviation: number): VolatilityRegime['trend'] {
  if (move === 0 || Math.abs(move) < deviation) return 'sideways';
  return move > 0 ? 'up' : 'down';
}

/** Per-bar volatilities (sample deviation of simple returns) of the `count` windows ending at the closes before `end`. */
function realizedVolatilities(close: Float64Array, end: number, count: number): Float64Array {
  const result = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const last = end - count + k;
    let sum = 0;
    for (let i = last - WINDOW + 1; i <= last; i++) sum += close[i]! / close[i - 1]! - 1;
    const average = sum / WINDOW;
    let squares = 0;
    for (let i = last - WINDOW + 1; i <= last; i++) squares += (close[i]! / close[i - 1]! - 1 - average) ** 2;
    result[k] = Math.sqrt(squares / (WINDOW - 1));
  }
  return result;
}
