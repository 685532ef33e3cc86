import type { BacktestResult } from '#contract/services/backtests';
import { lowerBound } from '#domain/market/bar';
import { randomEntries } from '#domain/statistics/random-entries';
import type { HonestWork } from './trial-returns.ts';

const RANDOM_SETS = 1_000;

/**
 * Share of sets of random entries, with the holding times and sides of a run's trades, that did as well before costs;
 * null when there are no trades or they cover all bars.
 */
export function randomEntryPValue(
  { bars }: HonestWork,
  { trades }: BacktestResult,
  seed: number,
): number | null {
  const held = trades.map(({ side, entryTime, exitTime, entryPrice, exitPrice }) => {
    const entry = lowerBound(bars, entryTime);
    const exit = exitTime === null ? bars.length - 1 : lowerBound(bars, exitTime);
    const change = (exitPrice ?? bars.close[bars.length - 1]!) / entryPrice - 1;
    return { side, bars: Math.max(1, exit - entry), change: side === 'long' ? change : -change };
  });
  const total = held.reduce((sum, trade) => sum + trade.bars, 0);
  if (held.length === 0 || total > bars.length - 1) return null;
  const growth = held.reduce((value, { change }) => value * Math.max(0, 1 + change), 1) - 1;
  return randomEntries({ close: bars.close, trades: held, growth, resamples: RANDOM_SETS, seed }).pValue;
}
