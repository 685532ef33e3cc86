import { mean } from '../statistics/mean.ts';
import { quantileOfSorted } from '../statistics/quantile.ts';
import type { MeasuredTrade } from './measured-trade.ts';

/** What closed trades have in common; null where there are none to tell of. */
export interface TradeAnalysis {
  readonly winners: number;
  readonly losers: number;
  readonly averageWin: number | null;
  /** Negative. */
  readonly averageLoss: number | null;
  /** Average win over average loss. */
  readonly payoffRatio: number | null;
  /** Average profit of a trade, in money. */
  readonly expectancy: number | null;
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
  readonly medianHoldingMs: number | null;
  readonly longestHoldingMs: number | null;
  readonly averageHoldingBars: number | null;
  /** Mean excursions, in percent of the entry price. */
  readonly averageMaePct: number | null;
  readonly averageMfePct: number | null;
  /** Mean share of the best gain that winners kept, 0 to 1: (exit − entry) / (best − entry). */
  readonly exitEfficiency: number | null;
  /** Share of the sum of winning profits that the five largest made, 0 to 1. */
  readonly topFiveShare: number | null;
}

/** Averages, streaks, holding times and excursions of closed trades, in the order given; open ones are left out. */
export function analyzeTrades(trades: readonly MeasuredTrade[]): TradeAnalysis {
  const closed = trades.filter((trade) => trade.exitTime !== null);
  const wins = closed.filter(({ pnl }) => pnl > 0);
  const losses = closed.filter(({ pnl }) => pnl < 0);
  const averageWin = mean(wins.map(({ pnl }) => pnl));
  const averageLoss = mean(losses.map(({ pnl }) => pnl));
  const holding = Float64Array.from(closed, (trade) => trade.exitTime! - trade.entryTime).sort();
  const best = wins.map(({ pnl }) => pnl).sort((a, b) => b - a);
  const won = sum(best);
  return {
    winners: wins.length,
    losers: losses.length,
    averageWin,
    averageLoss,
    payoffRatio: averageWin === null || averageLoss === null ? null : averageWin / -averageLoss,
    expectancy: mean(closed.map(({ pnl }) => pnl)),
    longestWinStreak: longestStreak(closed, 1),
    longestLossStreak: longestStreak(closed, -1),
    medianHoldingMs: holding.length === 0 ? null : quantileOfSorted(holding, 0.5),
    longestHoldingMs: holding.at(-1) ?? null,
    averageHoldingBars: mean(closed.map(({ bars }) => bars)),
    averageMaePct: mean(closed.flatMap(({ maePct }) => maePct ?? [])),
    averageMfePct: mean(closed.flatMap(({ mfePct }) => mfePct ?? [])),
    exitEfficiency: mean(wins.flatMap(efficiency)),
    topFiveShare: won === 0 ? null : sum(best.slice(0, 5)) / won,
  };
}

/** Most trades in a row that ended on the side of `sign`; one that ended at nothing breaks a row. */
export function longestStreak(trades: readonly { readonly pnl: number }[], sign: 1 | -1): number {
  let longest = 0;
  let current = 0;
  for (const { pnl } of trades) {
    current = pnl * sign > 0 ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

function efficiency({ side, entryPrice, exitPrice, mfePct }: MeasuredTrade): number[] {
  if (exitPrice === null || mfePct === null || mfePct <= 0) return [];
  const gainPct = (exitPrice / entryPrice - 1) * 100 * (side === 'long' ? 1 : -1);
  return [gainPct / mfePct];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
